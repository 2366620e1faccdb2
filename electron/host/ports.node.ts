import { webcrypto } from 'node:crypto';
import type { Clock, Timers } from '#db/kernel/clock.ts';
import { createIds } from '#db/kernel/id.ts';
import type { Ids } from '#db/kernel/id.ts';

/** Time, chance and delay as the machine has them. */
export interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
  /** In [0, 1). */
  readonly random: () => number;
  readonly ids: Ids;
}

/** Milliseconds; a longer delay would wrap round and be none at all. */
const LONGEST = 2 ** 31 - 1;

// The one place where the real clock, timers and chance come in; hence the exceptions.
/* oxlint-disable no-restricted-properties, no-restricted-globals */
export function createPorts(): Ports {
  const clock: Clock = { now: () => Date.now() };
  return {
    clock,
    timers: {
      after: (delay, run) => {
        if (delay <= 0) {
          // A timer of 0 takes a whole millisecond, once for every change on its way to the screen.
          const next = setImmediate(run);
          return { cancel: () => clearImmediate(next) };
        }
        const timer = setTimeout(run, Math.min(delay, LONGEST));
        return { cancel: () => clearTimeout(timer) };
      },
    },
    random: () => Math.random(),
    ids: createIds(clock, (into) => webcrypto.getRandomValues(into)),
  };
}
