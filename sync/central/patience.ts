import type { Clock } from '#db/kernel/clock.ts';

/** Milliseconds without a byte after which central counts as gone. */
const SHORTEST = 10_000;
/** Central gives every statement up after 60 seconds: whoever is silent for longer is not there. */
const LONGEST = 70_000;
/** Bytes that the machine may hold back while they leave over a slow link. */
const HELD_BACK = 64_000;
/** Bytes a millisecond of the slowest link, and the call that is long enough to measure one by. */
const SLOWEST = 1;
const MEASURABLE = 4000;

/**
 * How long silence in the middle of a call is borne. Silence is what counts, not how long the call
 * takes: a slow link that moves is not dead. A kind of call that met silence gets twice as long the
 * next time, so that one which central honestly needs a minute for is not cut off for ever.
 */
export interface Patience {
  /** A call of this kind, `bytes` long, begins. */
  begin(kind: string, bytes: number): Waiting;
}

export interface Waiting {
  /** Milliseconds of silence to bear. */
  readonly limit: number;
  /** The call was answered, or cut off because nothing was heard for that long. */
  end(how: 'answered' | 'silent'): void;
}

/** For one way to central, beyond the life of its connections. `shortest` in milliseconds. */
export function createPatience(clock: Clock, shortest = SHORTEST): Patience {
  const waits = new Map<string, number>();
  const longest = Math.max(shortest, LONGEST);
  // A link that was just seen to be quick need not be waited for as for the slowest.
  let pace = SLOWEST;
  return {
    begin: (kind, bytes) => {
      const began = clock.now();
      const wait = waits.get(kind) ?? shortest;
      return {
        limit: Math.round(wait + Math.min(bytes, HELD_BACK) / pace),
        end: (how) => {
          if (how === 'silent') {
            pace = SLOWEST;
            waits.set(kind, Math.min(longest, 2 * wait));
            return;
          }
          waits.delete(kind);
          if (bytes < MEASURABLE) return;
          pace = Math.max(SLOWEST, bytes / Math.max(1, clock.now() - began) / 4);
        },
      };
    },
  };
}
