import { remaining } from '#db/kernel/clock.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Log } from '#db/kernel/log.ts';
import { LinkError } from '#sync/core/protocol.ts';

/** SQLSTATEs that one op can cause for all that travel with it, and that may be over with the next try. */
const IN_THE_WAY: ReadonlySet<string> = new Set(['40001', '40P01', '55P03', '57014']);
const SQLSTATE = /^(?!HF)[0-9A-Z]{5}$/;

/**
 * True of a failure that central met while it carried ops out: a lock that somebody holds, its limit of
 * time, a bug. What is out of room, out of reach or closed says nothing about any op.
 */
export function isOfOps(error: unknown): error is LinkError {
  if (!(error instanceof LinkError)) return false;
  return IN_THE_WAY.has(error.code) || (error.failure === 'broken' && SQLSTATE.test(error.code));
}

/** Tries of one op alone before it may be parked, and how long they must have gone on. Milliseconds. */
const TRIES = 5;
const PATIENCE = 5 * 60_000;
/** So often the patience doubles: where one op after the other does not get in, central is to blame. */
const DOUBLINGS = 4;

/**
 * Notices an op that keeps all behind it from being sent: central judges ops in their order, so that one
 * it cannot judge would hold the queue up for ever. Sent as `parked` it is refused without being looked
 * at, stays here with its reason, and the others go on.
 */
export interface Parking {
  /** Central could not judge these, sent together. */
  failed(ids: readonly Id[], error: unknown): void;
  /** Central judged the oldest that waited. */
  judged(parked: boolean): void;
  /** Whether this op, which was just tried, is to be parked where others wait behind it. */
  isDue(id: Id): boolean;
}

/** For the ways of one file to central, beyond the life of its connections. */
export function createParking({ clock, log }: { clock: Clock; log?: Log }): Parking {
  let stuck: { readonly id: Id; readonly since: number; tries: number; code: string } | null = null;
  let inARow = 0;
  return {
    failed: (ids, error) => {
      const [id, ...others] = ids;
      if (id === undefined || others.length > 0 || !isOfOps(error)) return;
      if (stuck?.id !== id) stuck = { id, since: clock.now(), tries: 0, code: error.code };
      stuck.tries += 1;
      stuck.code = error.code;
    },
    judged: (parked) => {
      if (parked && stuck !== null) {
        log?.write('error', 'sync.op_parked', { op_id: stuck.id, sqlstate: stuck.code });
      }
      inARow = parked ? inARow + 1 : 0;
      stuck = null;
    },
    isDue: (id) => {
      if (stuck?.id !== id || stuck.tries < TRIES) return false;
      const patience = PATIENCE * 2 ** Math.min(inARow, DOUBLINGS);
      return remaining(clock.now(), stuck.since, patience) === 0;
    },
  };
}
