/** The only source of "now". Milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number;
}

/**
 * Milliseconds until `wait` has gone by since `at`, 0 when it has. A clock that was set back tells
 * nothing of how long ago that was: then it was long enough.
 */
export function remaining(now: number, at: number, wait: number): number {
  const elapsed = now - at;
  return elapsed < 0 ? 0 : Math.max(0, wait - elapsed);
}

/** The only source of delays, so that tests can turn time by hand. Milliseconds. */
export interface Timers {
  after(delay: number, run: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}
