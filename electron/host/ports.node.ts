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

/**
 * The machine's own. Only here the real clock, timers and chance come in: each exception from the rule
 * that forbids them is one line of this function.
 */
export function createPorts(): Ports {
  // oxlint-disable-next-line no-restricted-properties
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
        // oxlint-disable-next-line no-restricted-globals
        const timer = setTimeout(run, Math.min(delay, LONGEST));
        return { cancel: () => clearTimeout(timer) };
      },
    },
    // oxlint-disable-next-line no-restricted-properties
    random: () => Math.random(),
    ids: createIds(clock, (into) => webcrypto.getRandomValues(into)),
  };
}
