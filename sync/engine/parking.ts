import { remaining } from '#db/kernel/clock.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Log } from '#db/kernel/log.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';

/** SQLSTATEs that may be over with the next try, and that one op can cause for all that travel with it. */
const IN_THE_WAY: ReadonlySet<string> = new Set(['40001', '40P01', '53200', '55P03', '57014']);
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** What ails the machine or the connection, or is our own: no op is to blame. */
const OF_CENTRAL = /^(?:08|25|26|42P05|53|57|58|F0|HF|XX001|XX002)/;

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
/** So long after its last try an op may be parked without another one: longer than any wait. */
const CONDEMNED = 10 * 60_000;
/** So often the patience doubles: where one op after the other does not get in, central is to blame. */
const DOUBLINGS = 4;

/**
 * Notices an op that keeps all behind it from being sent: central judges ops in their order, so that one
 * it cannot judge would hold the queue up for ever. Sent as `parked` it is refused unseen and stays here
 * with its reason, together with what was built on it; the others go on.
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
  /** What became of ops that were sent together, before it is settled here. */
  judged(verdicts: readonly Verdict[], ops: () => readonly Op[]): void;
  /** All up to the op of this number is settled; `last` is the newest number given to one until then. */
  settled(through: number, last: number): void;
}

interface Stuck {
  readonly id: Id;
  readonly tries: number;
  /** Milliseconds that they went on, and when the last of them was. */
  readonly went: number;
  readonly at: number;
  readonly code: string;
}

/** A row that a parked op changed. What was done to it before may be built on that op. */
interface Ground {
  readonly incarnation: Id;
  /** The op made it: what refers to it is built on the op, too. */
  readonly made: boolean;
  /** The newest parked op on the row: until it is settled the row shows what it did. */
  readonly through: number;
  /** The last op number before the row was shown without any of them; null while it is not. */
  readonly last: number | null;
}

/** For the ways of one file to central, beyond the life of its connections. */
export function createParking({ clock, log }: { clock: Clock; log?: Log }): Parking {
  let stuck: Stuck | null = null;
  let condemned = false;
  let inARow = 0;
  const grounds = new Map<unknown, Ground>();

  const tried = (id: Id, code: string): Stuck => {
    const now = clock.now();
    if (stuck?.id !== id) return { id, code, tries: 1, went: 0, at: now };
    const gap = Math.max(0, Math.min(GAP, now - stuck.at));
    return { id, code, tries: stuck.tries + 1, went: stuck.went + gap, at: now };
  };

  const isCondemned = (id: Id): boolean =>
    condemned && stuck?.id === id && remaining(clock.now(), stuck.at, CONDEMNED) > 0;

  const isUnder = ({ incarnation, op_no }: Op, ground: Ground | undefined): ground is Ground =>
    ground?.incarnation === incarnation && op_no <= (ground.last ?? op_no);

  const isBuilt = (op: Op): boolean =>
    op.changes.some(
      ({ row_id, values }) =>
        isUnder(op, grounds.get(row_id)) ||
        Object.values(values).some(([, after]) => {
          const ground = grounds.get(after);
          return isUnder(op, ground) && ground.made;
        }),
    );

  const spread = (op: Op): void => {
    const { incarnation, op_no } = op;
    for (const { row_id, kind } of op.changes) {
      const ground = grounds.get(row_id);
      // Later work was done on what central says, unless it is parked itself.
      const before = isUnder(op, ground) ? ground : { made: false, through: op_no };
      grounds.set(row_id, {
        incarnation,
        made: before.made || kind === 'insert',
        through: Math.max(before.through, op_no),
        last: null,
      });
    }
  };

  return {
    failed: (ids, error, others) => {
      const [id, ...more] = ids;
      // Where the op ended the connection, too, it stays condemned: it is the first on the next.
      if (id === undefined || more.length > 0 || !isOfOps(error)) return false;
      if (isCondemned(id)) {
        condemned = false;
        return false;
      }
      stuck = tried(id, error.code);
      const patience = PATIENCE * 2 ** Math.min(inARow, DOUBLINGS);
      condemned = others && stuck.tries >= TRIES && stuck.went >= patience;
      return condemned;
    },
    isCondemned,
    asSent: (op) => {
      if (grounds.size > 0 && isBuilt(op)) {
        spread(op);
        return { ...op, parked: 'with' };
      }
      return isCondemned(op.op_id) && stuck !== null ? { ...op, parked: stuck.code } : op;
    },
    judged: (verdicts, ops) => {
      const parked = new Set(verdicts.filter(isParked).map(({ op_id }) => op_id));
      if (stuck !== null && parked.has(stuck.id)) inARow += 1;
      else if (verdicts.some(({ outcome }) => outcome !== 'rejected')) {
        inARow = Math.max(0, inARow - 1);
      }
      for (const { op_id, code, detail } of verdicts.filter(isParked)) {
        log?.write('error', 'sync.op_parked', { op_id, code, detail });
      }
      stuck = null;
      condemned = false;
      if (parked.size === 0) return;
      for (const op of ops()) if (parked.has(op.op_id)) spread(op);
    },
    settled: (through, last) => {
      for (const [row_id, ground] of grounds) {
        if (ground.last === null && ground.through <= through) {
          grounds.set(row_id, { ...ground, last });
        }
      }
    },
  };
}

function isParked({ code }: Verdict): boolean {
  return code === 'parked' || code === 'parked_with';
}
