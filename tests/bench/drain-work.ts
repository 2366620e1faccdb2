import { bookings } from '#db/domains/bookings/tables.ts';
import { comments } from '#db/domains/tickets/tables.ts';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Writes } from '#db/schema/access.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import type { DeskTables } from '#electron/host/tables.ts';

/** Long after the last generated booking: every slot is free. */
const FROM = Date.UTC(2037, 0, 1);
const HOUR = 3_600_000;
const TOGETHER = 500;

/** What a desk does while it is offline, in per cent. The rest are new bookings. */
const SHARES = { edit: 25, delete: 5, comment: 5, counted: 2, both: 2, taken: 1 } as const;
type Kind = 'book' | keyof typeof SHARES;

export interface Offline {
  readonly ops: number;
  readonly resourceIds: readonly Id[];
  readonly ticketIds: readonly Id[];
}

/** What others must have done meanwhile for the desk's ops to merge and to collide. */
export interface Meanwhile {
  /** Bookings whose `cancel_reason` somebody else changed: merged by arrival. */
  readonly merged: readonly Id[];
  /** Bookings whose title somebody else changed: a person decides. */
  readonly edited: readonly Id[];
  /** Slots somebody else took. */
  readonly taken: readonly { resource_id: Id; start_time: string; end_time: string }[];
}

/** Fills the outbox of a desk, each op as a command would write it. */
export function workOffline(desk: Desk, work: Offline): Meanwhile {
  const merged: Id[] = [];
  const edited: Id[] = [];
  const taken: { resource_id: Id; start_time: string; end_time: string }[] = [];
  const known = desk.connection
    .prepare<CanonicalRow>(`SELECT id FROM bookings WHERE status = 'completed' ORDER BY id LIMIT ?`)
    .all(Math.ceil(work.ops * 0.35))
    .map(({ id }) => String(id));
  let used = 0;
  const existing = () => must(known[used++], 'enough bookings at central');
  const actor = must(
    desk.connection
      .prepare<{ id: Id; role: 'admin' }>(`SELECT id, role FROM users WHERE role = 'admin'`)
      .get(),
    'somebody works',
  );

  const one = (tx: Writes<DeskTables>, kind: Kind, at: number) => {
    switch (kind) {
      case 'edit':
        return tx.update(bookings, existing(), { notes: `Late arrival, ${at}`, party_size: 3 });
      case 'delete':
        return tx.delete(bookings, existing());
      case 'comment': {
        const ticket_id = must(work.ticketIds[at % work.ticketIds.length], 'a ticket');
        const said = { ticket_id, written_at: instantOf(FROM), body: `Called back, ${at}` };
        return void tx.insert(comments, { ...said, author_id: actor.id, author_name: 'Ana' });
      }
      case 'counted': {
        const id = existing();
        merged.push(id);
        return tx.update(bookings, id, { cancel_reason: `Moved, ${at}` });
      }
      case 'both': {
        const id = existing();
        edited.push(id);
        return tx.update(bookings, id, { title: `Ana Souza ${at}` });
      }
      case 'book':
      case 'taken': {
        const start = FROM + Math.floor(at / work.resourceIds.length) * HOUR;
        const slot = {
          resource_id: must(work.resourceIds[at % work.resourceIds.length], 'a resource'),
          start_time: instantOf(start),
          end_time: instantOf(start + HOUR),
        };
        if (kind === 'taken') taken.push(slot);
        const about = { timezone: 'Europe/Lisbon', title: `Bia Santos ${at}`, notes: 'Two chairs' };
        return void tx.insert(bookings, { ...slot, ...about });
      }
      default:
        throw new Error(`Bug: no work ${String(kind satisfies never)}`);
    }
  };

  for (let from = 0; from < work.ops; from += TOGETHER) {
    const done = desk.writer.batch(() => {
      for (let at = from; at < Math.min(work.ops, from + TOGETHER); at++) {
        const written = desk.writer.write({ command: 'bench.work', actor }, (tx) => {
          one(tx, kindOf(at), at);
          return ok(undefined);
        });
        if (!written.ok) return written;
      }
      return ok(undefined);
    });
    if (!done.ok) throw new Error(done.error.code);
  }
  return { merged, edited, taken };
}

// A permutation of the per cents, so that kinds come mixed and the same in every run.
function kindOf(at: number): Kind {
  let place = (at * 37) % 100;
  for (const [kind, share] of Object.entries(SHARES)) {
    if (place < share) return kind as Kind;
    place -= share;
  }
  return 'book';
}
