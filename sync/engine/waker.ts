import { remaining } from '#db/kernel/clock.ts';
import type { Clock, Timer, Timers } from '#db/kernel/clock.ts';
import { drop } from '#db/kernel/log.ts';
import type { Log } from '#db/kernel/log.ts';
import type { CentralLink } from '#sync/core/protocol.ts';

/** Least time between two hints of one device, milliseconds: NOTIFY takes a database-wide lock. */
const SPACING = 100;

export interface Waker {
  /** Tells the other devices, now or as soon as the spacing allows. Never fails. */
  wake(link: CentralLink): void;
  /** Sends the hint that still waits, if any, and waits for those on their way. */
  flush(): Promise<void>;
  stop(): void;
}

export function createWaker(o: { clock: Clock; timers: Timers; log: Log }): Waker {
  let sentAt = Number.NEGATIVE_INFINITY;
  let waiting: { readonly timer: Timer; link: CentralLink } | null = null;
  let sending: Promise<unknown> = Promise.resolve();

  const send = (link: CentralLink) => {
    waiting?.timer.cancel();
    waiting = null;
    sentAt = o.clock.now();
    const sent = link.wake();
    drop(sent, o.log, 'sync.wake_failed');
    sending = sent.catch(() => undefined);
  };

  return {
    wake(link) {
      const wait = remaining(o.clock.now(), sentAt, SPACING);
      if (wait === 0) return send(link);
      // The link it began to wait for may be gone by then.
      if (waiting !== null) waiting.link = link;
      else waiting = { link, timer: o.timers.after(wait, () => send(waiting?.link ?? link)) };
    },
    async flush() {
      if (waiting !== null) send(waiting.link);
      await sending;
    },
    stop() {
      waiting?.timer.cancel();
      waiting = null;
    },
  };
}
