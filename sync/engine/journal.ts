import type { Clock } from '#db/kernel/clock.ts';
import type { Log } from '#db/kernel/log.ts';
import type { Result } from '#db/kernel/result.ts';
import type { SyncFailure } from './failure.ts';
import type { RoundEnd } from './round.ts';

/** A round that took longer is worth a line, whatever it did. Milliseconds. */
const SLOW = 1000;
/** Sums are written down after so many rounds, and at the end. */
const SUMMED = 1000;

/** Writes down what sync does, in numbers: one line for each round that did anything, and sums. */
export interface Journal {
  /** `startedAt` in milliseconds of the clock, `waiting` the ops that wait after it. */
  round(startedAt: number, ended: Result<RoundEnd, SyncFailure>, waiting: number): void;
  /** The sums so far, if there is anything new. */
  sum(): void;
}

export function createJournal({ clock, log }: { clock: Clock; log: Log }): Journal {
  const since = { rounds: 0, failed: 0, pushed: 0, pulled: 0, conflicts: 0, rejected: 0, ms: 0 };
  let summed = 0;

  const sum = () => {
    if (since.rounds === summed) return;
    summed = since.rounds;
    log.write('info', 'sync.sums', { ...since });
  };

  return {
    round(startedAt, ended, waiting) {
      const ms = Math.max(0, clock.now() - startedAt);
      since.rounds += 1;
      since.ms += ms;
      if (ended.ok) {
        const { pushed, pulled, conflicts, rejected, verified } = ended.value.report;
        since.pushed += pushed;
        since.pulled += pulled;
        since.conflicts += conflicts;
        since.rejected += rejected;
        const did = { pushed, pulled, conflicts, rejected, verified, waiting, ms };
        const idle = pushed + pulled === 0 && !verified && ms < SLOW;
        if (!idle) log.write('info', 'sync.round', did);
      } else {
        since.failed += 1;
        log.write('info', 'sync.round', { code: ended.error.code, waiting, ms });
      }
      if (since.rounds - summed >= SUMMED) sum();
    },
    sum,
  };
}
