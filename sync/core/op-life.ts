import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { unreachable } from '#db/kernel/must.ts';
import type { RejectionCode, Verdict } from './op.ts';

/** What central knows of one op, long after its verdict. Names, codes and times; never a value. */
export interface OpAtCentral {
  /** Null where the device was removed since. */
  readonly device_name: string | null;
  readonly incarnation: Id;
  readonly op_no: number;
  readonly received_at: Instant;
  readonly outcome: Verdict['outcome'];
  readonly code: RejectionCode | null;
  readonly detail: string | null;
  readonly merged: readonly string[];
  readonly conflicts: readonly {
    readonly id: Id;
    readonly type: string;
    readonly status: string;
    readonly resolution: string;
  }[];
  readonly rows: readonly {
    readonly table: string;
    readonly row_id: Id;
    readonly kind: string;
    /** Whether the row is there today; null of rows that devices do not read. */
    readonly there: boolean | null;
    /** Columns of the op that hold another value today. */
    readonly changed_since: readonly string[];
  }[];
}

/** What this file knows of one op: at most one place holds it, apart from what was refused. */
export interface OpHere {
  readonly command: string;
  readonly actor_id: Id;
  /** Device time at which it was made. */
  readonly at: Instant;
  readonly op_no: number;
  readonly schema_version: number | null;
  readonly bytes: number;
  readonly changes: readonly {
    readonly table: string;
    readonly row_id: Id;
    readonly kind: string;
    readonly columns: readonly string[];
  }[];
  readonly standing:
    | { readonly kind: 'waiting'; readonly before_it: number }
    | {
        readonly kind: 'settled';
        readonly outcome: Verdict['outcome'];
        readonly settled_at: Instant;
      }
    | { readonly kind: 'refused' };
  readonly refusal: {
    readonly code: string;
    readonly detail: string | null;
    readonly rejected_at: Instant;
    readonly state: string;
  } | null;
}

export interface Chapter {
  readonly at: Instant | null;
  /** Whose clock `at` is; device clocks may be wrong. */
  readonly clock: 'device' | 'central' | null;
  readonly event: string;
}

/** The life of an op as a list of events, in the order in which they can only have happened. */
export function storyOf(here: OpHere | null, central: OpAtCentral | null): readonly Chapter[] {
  const story: Chapter[] = [];
  const tell = (clock: Chapter['clock'], at: Instant | null, event: string) =>
    void story.push({ at, clock, event });
  if (here !== null) tell('device', here.at, `made by ${here.command}, saved on this desk`);
  if (central !== null) {
    const from = central.device_name ?? 'a device that is gone';
    tell('central', central.received_at, `received by central from ${from}`);
    tell('central', central.received_at, verdictOf(central));
    for (const { type, status, resolution } of central.conflicts) {
      const how = resolution === '' ? status : `${status}: ${resolution}`;
      tell(null, null, `conflict ${type} is ${how}`);
    }
    for (const { table, row_id, there, kind, changed_since } of central.rows) {
      if (there === null) continue;
      const row = `${table} ${row_id}`;
      if (kind === 'delete' && there) tell(null, null, `${row} is there again`);
      else if (kind !== 'delete' && !there) tell(null, null, `${row} is gone since`);
      else if (changed_since.length > 0) {
        tell(null, null, `${row} differs today in ${changed_since.join(', ')}`);
      }
    }
  }
  if (here !== null) {
    const { standing, refusal } = here;
    if (standing.kind === 'waiting') {
      const rank = standing.before_it === 0 ? 'next' : `behind ${standing.before_it} others`;
      tell(null, null, `waits to be sent, ${rank}`);
    } else if (standing.kind === 'settled') {
      tell('device', standing.settled_at, `this desk learned that it was ${standing.outcome}`);
    }
    if (refusal !== null) {
      tell('device', refusal.rejected_at, `refused with ${refusal.code}, ${refusal.state} here`);
    }
  }
  return story;
}

function verdictOf({ outcome, code, detail, merged }: OpAtCentral): string {
  switch (outcome) {
    case 'applied':
      return 'applied as it was';
    case 'merged':
      return `merged in ${merged.join(', ')}`;
    case 'conflicted':
      return 'applied where nothing was in its way; a person settles the rest';
    case 'rejected':
      return `refused with ${code ?? 'no code'}${detail === null ? '' : ` (${detail})`}`;
    default:
      return unreachable(outcome);
  }
}
