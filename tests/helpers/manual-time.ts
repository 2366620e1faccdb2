import type { Clock, Timers } from '#db/kernel/clock.ts';

export interface ManualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Turns time forward, running what is due in order and letting promises settle in between. */
  advance(milliseconds: number): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Moves the clock without running timers: a machine that slept. */
  sleepThrough(milliseconds: number): void;
  /** Somebody sets the clock: timers do not go by it. */
  setClock(by: number): void;
  /** Delays that are armed now, soonest first. */
  armed(): readonly number[];
}

export function createManualTime(start = Date.UTC(2026, 10, 21, 9)): ManualTime {
  let now = start;
  let armed: { at: number; run: () => void }[] = [];

  // A turn of the real event loop runs every promise that is ready; a chain may take several.
  const settle = async () => {
    for (let turn = 0; turn < 8; turn++) await new Promise((done) => setImmediate(done));
  };

  return {
    clock: { now: () => now },
    timers: {
      after: (delay, run) => {
        const timer = { at: now + delay, run };
        armed.push(timer);
        return { cancel: () => void (armed = armed.filter((other) => other !== timer)) };
      },
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const due = armed.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        armed = armed.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.run();
        await settle();
      }
      now = end;
    },
    settle,
    setClock(by) {
      now += by;
      for (const timer of armed) timer.at += by;
    },
    sleepThrough: (milliseconds) => void (now += milliseconds),
    armed: () => armed.map(({ at }) => at - now).sort((a, b) => a - b),
  };
}
