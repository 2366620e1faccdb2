import { remaining } from '#db/kernel/clock.ts';
import type { Clock, Timer, Timers } from '#db/kernel/clock.ts';
import type { Envelope } from '#electron/contract/envelope.ts';

/** Least time between two runs of one live query, milliseconds. */
const SPACING = 30;

export interface Seen {
  readonly envelope: Envelope;
  /** What it looked at: names of tables, and whatever else `touch` is called with. */
  readonly tables: ReadonlySet<string>;
  /** False where it failed, perhaps before it had looked at everything. */
  readonly whole: boolean;
}

export interface LiveQueries {
  /** Sends the present result, then again whenever it changed. Same key, same run for all. */
  subscribe(key: string, run: () => Seen, on: (envelope: Envelope) => void): () => void;
  /** Runs again what looked at any of these. */
  touch(tables: ReadonlySet<string>): void;
  stop(): void;
}

interface Live {
  readonly run: () => Seen;
  readonly subscribers: Set<(envelope: Envelope) => void>;
  seen: Seen | null;
  sent: string;
  ranAt: number;
  timer: Timer | null;
}

export function createLiveQueries({
  clock,
  timers,
}: {
  clock: Clock;
  timers: Timers;
}): LiveQueries {
  const all = new Map<string, Live>();

  const refresh = (live: Live) => {
    live.timer = null;
    live.ranAt = clock.now();
    const seen = live.run();
    // What would mend it may be something only an earlier run came to look at.
    const before = seen.whole ? undefined : live.seen?.tables;
    live.seen = before === undefined ? seen : { ...seen, tables: before.union(seen.tables) };
    const text = JSON.stringify(live.seen.envelope);
    if (text === live.sent) return;
    live.sent = text;
    for (const send of live.subscribers) send(live.seen.envelope);
  };

  const due = (live: Live) => {
    const wait = remaining(clock.now(), live.ranAt, SPACING);
    // Never within the caller's turn: a write must not wait for the screens that show it.
    live.timer ??= timers.after(wait, () => refresh(live));
  };

  return {
    subscribe(key, run, on) {
      const known = all.get(key);
      // A subscriber of its own, even when one function is passed twice.
      const send = (envelope: Envelope) => on(envelope);
      const live: Live = known ?? {
        run,
        subscribers: new Set(),
        seen: null,
        sent: '',
        ranAt: Number.NEGATIVE_INFINITY,
        timer: null,
      };
      live.subscribers.add(send);
      if (known === undefined) {
        all.set(key, live);
        due(live);
      } else if (live.seen !== null) {
        send(live.seen.envelope);
      }
      return () => {
        live.subscribers.delete(send);
        if (live.subscribers.size > 0) return;
        live.timer?.cancel();
        if (all.get(key) === live) all.delete(key);
      };
    },
    touch(tables) {
      for (const live of all.values()) {
        if (live.seen !== null && !live.seen.tables.isDisjointFrom(tables)) due(live);
      }
    },
    stop() {
      for (const live of all.values()) live.timer?.cancel();
      all.clear();
    },
  };
}
