import type { Timers } from '#db/kernel/clock.ts';
import type { Envelope } from '#electron/contract/envelope.ts';

/** A window that can be held open, as Electron's BrowserWindow can. */
export interface GuardedWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  /** Closes without asking. */
  destroy(): void;
}

export interface CloseGuardOptions {
  /** The host's `sync.status`. */
  readonly status: () => Promise<Envelope>;
  /** Tells the page; false when no page listens, so that nobody could answer. */
  readonly ask: () => boolean;
  readonly timers: Timers;
}

/** How long a window waits to hear whether work is unsent. */
const STATUS_MS = 2000;

/**
 * Keeps a window open while work waits to be sent, and lets the page ask the person. Nothing is
 * lost by closing, the work is on disk; so whenever nobody can answer, the window closes.
 */
export function guardClose(
  window: GuardedWindow,
  { status, ask, timers }: CloseGuardOptions,
): { readonly confirm: () => void } {
  let checking = false;
  window.on('close', (event) => {
    event.preventDefault();
    if (checking) return;
    checking = true;
    void within(status(), STATUS_MS, timers).then((envelope) => {
      checking = false;
      if (waitingOf(envelope) === 0 || !ask()) window.destroy();
    });
  });
  return { confirm: () => window.destroy() };
}

/** Number of ops not sent; 0 when the host could not say. */
export function waitingOf(envelope: Envelope | null): number {
  if (envelope === null || !envelope.ok) return 0;
  const { value } = envelope;
  return typeof value === 'object' &&
    value !== null &&
    'waiting' in value &&
    typeof value.waiting === 'number'
    ? value.waiting
    : 0;
}

async function within<T>(
  task: Promise<T>,
  milliseconds: number,
  timers: Timers,
): Promise<T | null> {
  return await new Promise<T | null>((resolve) => {
    const timer = timers.after(milliseconds, () => resolve(null));
    const settle = (value: T | null): void => {
      timer.cancel();
      resolve(value);
    };
    task.then(settle, () => settle(null));
  });
}
