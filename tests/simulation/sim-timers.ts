import type { Timers } from '#db/kernel/clock.ts';

interface Armed {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** The timers of one process. They fire when the schedule lets them: never early, often late. */
export interface SimTimers extends Timers {
  /** When the next one is due; null when none is armed. */
  readonly next: number | null;
  /** Runs the one that is due first. */
  fire(): void;
  /** The process is gone, and its timers with it. */
  clear(): void;
}

/** `now` is steady time: no clock of a desk that is set forward or back changes it. */
export function createSimTimers(now: () => number): SimTimers {
  let armed: Armed[] = [];
  let order = 0;
  let over = false;
  const first = () =>
    armed.reduce<Armed | null>(
      (best, each) =>
        best === null || each.at < best.at || (each.at === best.at && each.order < best.order)
          ? each
          : best,
      null,
    );
  return {
    after: (delay, run) => {
      order += 1;
      const timer = { at: now() + Math.max(0, delay), order, run };
      if (!over) armed.push(timer);
      return { cancel: () => void (armed = armed.filter((other) => other !== timer)) };
    },
    get next() {
      return first()?.at ?? null;
    },
    fire: () => {
      const due = first();
      if (due === null) return;
      armed = armed.filter((other) => other !== due);
      due.run();
    },
    clear: () => {
      armed = [];
      over = true;
    },
  };
}
