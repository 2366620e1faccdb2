import { remaining } from '#db/kernel/clock.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Log } from '#db/kernel/log.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { createGrounds } from './grounds.ts';

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

/** Ops of one life of the file that were sent together. */
export interface Sent {
  readonly incarnation: Id;
  readonly ids: readonly Id[];
  /** The number of its last op. */
  readonly last: number;
}

/**
 * Notices an op that keeps all behind it from being sent: central judges ops in their order, so that one
 * it cannot judge would hold the queue up for ever. Sent as `parked` it is refused unseen and stays here
 * with its reason, together with what was built on it; the others go on.
 */
export interface Parking {
  /**
   * Central could not judge these; `others` wait behind them. True when it is to be sent again at once,
   * parked.
   */
  failed(sent: Sent, error: unknown, others: boolean): boolean;
  /** Whether this op is to be sent parked, the last of its batch. */
  isCondemned(op: Pick<Op, 'op_id' | 'incarnation'>): boolean;
  /** As it is to be sent: parked, or as it is. Ask in their order. */
  asSent(op: Op): Op;
  /** What became of ops that were sent together, before it is settled here. */
  judged(verdicts: readonly Verdict[], ops: () => readonly Op[]): void;
  /** It is settled; `newest` is the last number given to an op until then. */
  settled(sent: Sent, newest: number): void;
}

interface Stuck {
  readonly id: Id;
  readonly incarnation: Id;
  readonly tries: number;
  /** Milliseconds that they went on, and when the last of them was. */
  readonly went: number;
  readonly at: number;
  readonly code: string;
}

/** For the ways of one file to central, beyond the life of its connections. */
export function createParking({ clock, log }: { clock: Clock; log?: Log }): Parking {
  let stuck: Stuck | null = null;
  let condemned = false;
  let inARow = 0;
  /** The op last sent with what it met, whatever a central that does not know of parking calls it. */
  let parkedAlone: Id | null = null;
  const grounds = createGrounds();

  const tried = (id: Id, incarnation: Id, code: string): Stuck => {
    const now = clock.now();
    if (stuck?.id !== id || stuck.incarnation !== incarnation) {
      return { id, incarnation, code, tries: 1, went: 0, at: now };
    }
    const gap = Math.max(0, Math.min(GAP, now - stuck.at));
    return { ...stuck, code, tries: stuck.tries + 1, went: stuck.went + gap, at: now };
  };

  // Another life of the file: central was put back, or is another one, which never tried it.
  const isCondemned = ({ op_id, incarnation }: Pick<Op, 'op_id' | 'incarnation'>): boolean =>
    condemned &&
    stuck?.id === op_id &&
    stuck.incarnation === incarnation &&
    remaining(clock.now(), stuck.at, CONDEMNED) > 0;

  const isParked = ({ op_id, outcome, code }: Verdict): boolean =>
    code === 'parked' ||
    code === 'parked_with' ||
    (outcome === 'rejected' && op_id === parkedAlone);

  return {
    failed: ({ incarnation, ids }, error, others) => {
      const [id, ...more] = ids;
      // Where the op ended the connection, too, it stays condemned: it is the first on the next.
      if (id === undefined || more.length > 0 || !isOfOps(error)) return false;
      if (isCondemned({ op_id: id, incarnation })) {
        condemned = false;
        return false;
      }
      stuck = tried(id, incarnation, error.code);
      const patience = PATIENCE * 2 ** Math.min(inARow, DOUBLINGS);
      condemned = others && stuck.tries >= TRIES && stuck.went >= patience;
      return condemned;
    },
    isCondemned,
    asSent: (op) => {
      if (grounds.isBuilt(op)) {
        grounds.add(op);
        return { ...op, parked: 'with' };
      }
      grounds.pass(op);
      if (!isCondemned(op) || stuck === null) return op;
      parkedAlone = op.op_id;
      return { ...op, parked: stuck.code };
    },
    judged: (verdicts, ops) => {
      const refused = verdicts.filter(isParked);
      const parked = new Set(refused.map(({ op_id }) => op_id));
      if (stuck !== null && parked.has(stuck.id)) inARow += 1;
      else if (verdicts.some(({ outcome }) => outcome !== 'rejected')) {
        inARow = Math.max(0, inARow - 1);
      }
      for (const { op_id, code, detail } of refused) {
        log?.write('error', 'sync.op_parked', { op_id, code, detail });
      }
      stuck = null;
      condemned = false;
      parkedAlone = null;
      if (parked.size === 0) return;
      for (const op of ops()) if (parked.has(op.op_id)) grounds.add(op);
    },
    settled: (sent, newest) => grounds.settled(sent, newest),
  };
}
