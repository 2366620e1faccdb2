import { remaining } from '#db/kernel/clock.ts';
import type { Clock } from '#db/kernel/clock.ts';

/** A page that can die under its window, as Electron's WebContents can. */
export interface MortalPage {
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { readonly reason: string }) => void,
  ): unknown;
  reload(): void;
}

export interface CrashGuardOptions {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Nothing is on the screen any more: tells the person, who would look at an empty window. */
  readonly giveUp: () => void;
}

/** At most 3 times in 5 minutes a page is loaded again. */
const MAX_RELOADS = 3;
const RELOAD_WINDOW_MS = 300_000;

/**
 * Loads a page again whose process ended unasked. All that was done is on disk, and the data process
 * goes on; only what was being typed is gone.
 */
export function guardCrash(page: MortalPage, { clock, log, giveUp }: CrashGuardOptions): void {
  let reloads: readonly number[] = [];
  page.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const now = clock.now();
    reloads = reloads.filter((at) => remaining(now, at, RELOAD_WINDOW_MS) > 0);
    if (reloads.length >= MAX_RELOADS) {
      log(`page ended (${reason}) too often; given up`);
      giveUp();
      return;
    }
    reloads = [...reloads, now];
    log(`page ended (${reason}); loaded again`);
    page.reload();
  });
}
