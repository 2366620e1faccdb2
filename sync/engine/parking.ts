import type { Clock } from '#db/kernel/clock.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Log } from '#db/kernel/log.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';

/** SQLSTATEs that may be over with the next try, and that one op can cause for all that travel with it. */
const IN_THE_WAY: ReadonlySet<string> = new Set(['40001', '40P01', '53200', '55P03', '57014']);
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** What ails the machine or the connection, or is our own: no op is to blame. */
const OF_CENTRAL = /^(?:08|25|53|57|58|F0|HF|XX001|XX002)/;

/**
 * True of a failure that central met while it carried ops out: a lock that somebody holds, its limit of
 * time, a bug. What is out of room, out of reach or closed says nothing about any op.
 */
export function isOfOps(error: unknown): error is LinkError {
  if (!(error instanceof LinkError)) return false;
  if (IN_THE_WAY.has(error.code)) return true;
  return error.failure === 'broken' && SQLSTATE.test(error.code) && !OF_CENTRAL.test(error.code);
}

/** Tries of one op alone before it may be parked, and for how long they must have gone on. Milliseconds. */
const TRIES = 5;
const PATIENCE = 5 * 60_000;
/** Two tries stand for no longer than this: in between the machine slept, or was out of reach. */
const GAP = 2 * 60_000;
/** So often the patience doubles: where one op after the other does not get in, central is to blame. */
const DOUBLINGS = 4;

/**
 * Notices an op that keeps all behind it from being sent: central judges ops in their order, so that one
 * it cannot judge would hold the queue up for ever. Sent as `parked`, without its changes, it is refused
 * and stays here with its reason, together with what was built on it; the others go on.
 */
export interface Parking {
  /**
   * Central could not judge these, sent together; `others` wait behind them. True when it is to be sent
   * again at once, parked.
   */
  failed(ids: readonly Id[], error: unknown, others: boolean): boolean;
  /** Whether this op is to be sent parked, the last of its batch. */
  isCondemned(id: Id): boolean;
  /** As it is to be sent: parked, or as it is. Ask in their order. */
  asSent(op: Op): Op;
  /** What became of ops that were sent together, before it is settled here. `last`: newest number given. */
  judged(verdicts: readonly Verdict[], ops: () => readonly Op[], last: number): void;
}

interface Stuck {
  readonly id: Id;
  readonly tries: number;
  /** Milliseconds that they went on, and when the last of them was. */
  readonly went: number;
  readonly at: number;
  readonly code: string;
}

/** What was made before an op was parked, and may be built on it: it would be judged on false grounds. */
interface Ground {
  readonly incarnation: Id;
  readonly last: number;
  /** Rows that parked ops changed, and those of them that they made. */
  readonly rows: Set<Id>;
  readonly made: Set<unknown>;
}

/** For the ways of one file to central, beyond the life of its connections. */
export function createParking({ clock, log }: { clock: Clock; log?: Log }): Parking {
  let stuck: Stuck | null = null;
  let condemned: Id | null = null;
  let inARow = 0;
  let ground: Ground | null = null;

  const tried = (id: Id, code: string): Stuck => {
    const now = clock.now();
    if (stuck?.id !== id) return { id, code, tries: 1, went: 0, at: now };
    const gap = Math.max(0, Math.min(GAP, now - stuck.at));
    return { id, code, tries: stuck.tries + 1, went: stuck.went + gap, at: now };
  };

  return {
    failed: (ids, error, others) => {
      const [id, ...more] = ids;
      // Where the op ended the connection, too, it stays condemned: it is the first on the next.
      if (id === undefined || more.length > 0 || !isOfOps(error)) return false;
      if (condemned === id) {
        condemned = null;
        return false;
      }
      stuck = tried(id, error.code);
      const patience = PATIENCE * 2 ** Math.min(inARow, DOUBLINGS);
      if (others && stuck.tries >= TRIES && stuck.went >= patience) condemned = id;
      return condemned === id;
    },
    isCondemned: (id) => condemned === id,
    asSent: (op) => {
      if (ground !== null && isBuiltOn(op, ground)) spread(ground, op);
      else if (condemned !== op.op_id) return op;
      return { ...op, changes: [], parked: true };
    },
    judged: (verdicts, ops, last) => {
      const parked = new Set(
        verdicts.filter(({ code }) => code === 'parked').map(({ op_id }) => op_id),
      );
      if (stuck !== null && parked.has(stuck.id)) {
        log?.write('error', 'sync.op_parked', { op_id: stuck.id, sqlstate: stuck.code });
        inARow += 1;
      } else if (verdicts.some(({ outcome }) => outcome !== 'rejected')) {
        inARow = Math.max(0, inARow - 1);
      }
      stuck = null;
      condemned = null;
      if (parked.size === 0) return;
      for (const op of ops().filter(({ op_id }) => parked.has(op_id))) {
        if (ground?.incarnation !== op.incarnation || op.op_no > ground.last) {
          ground = { incarnation: op.incarnation, last, rows: new Set(), made: new Set() };
        }
        spread(ground, op);
      }
    },
  };
}

// Later ops are made on what central says, on which this one has no part any more.
function isBuiltOn({ incarnation, op_no, changes }: Op, ground: Ground): boolean {
  if (incarnation !== ground.incarnation || op_no > ground.last) return false;
  return changes.some(
    ({ row_id, values }) =>
      ground.rows.has(row_id) || Object.values(values).some(([, after]) => ground.made.has(after)),
  );
}

function spread({ rows, made }: Ground, { changes }: Op): void {
  for (const { row_id, kind } of changes) {
    rows.add(row_id);
    if (kind === 'insert') made.add(row_id);
  }
}
