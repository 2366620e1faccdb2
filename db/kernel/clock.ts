/** The only source of "now". Milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number;
}

/** The only source of delays, so that tests can turn time by hand. Milliseconds. */
export interface Timers {
  after(delay: number, run: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}
