import type { Clock } from '#db/kernel/clock.ts';
import { LinkError } from '#sync/core/protocol.ts';

/** SQLSTATE of a call that took longer than central allows. */
const GIVEN_UP = '57014';

/** True of a call that central ended for its length: asked for the same again it would take no less. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof LinkError && error.code === GIVEN_UP;
}

/** What one call fetches at most: whole tables may be wanted again, and both sides hold it at once. */
const MOST = 10_000;
/** Of as much as did not come in time, what is asked for next. */
const LESS = 4;
/** An answer that took longer, milliseconds, is as much as a link should carry in one call. */
const LONG = 5000;
/** A call that broke sooner than this says nothing of how much it was asked for. */
const TELLING = 1000;

/**
 * How many rows are fetched with one call. Central ends every call after a time, which counts while its
 * answer is sent: over a slow link a part of the same answer gets through. A call that worked takes
 * nothing away, however long it took: what it waited for may have been something else than its rows.
 */
export interface Portion {
  readonly rows: number;
  /** As many came, of `rows` at most. */
  answered(rows: number, ms: number): void;
  /** `asked` did not come. */
  failed(error: unknown, asked: number, ms: number): void;
}

/** For one way to central, beyond the life of its connections. */
export function createPortion(): Portion {
  let rows = MOST;
  let cuts = 0;
  const less = (asked: number) => {
    cuts = 0;
    rows = Math.max(1, Math.floor(Math.min(asked, rows) / LESS));
  };
  return {
    get rows() {
      return rows;
    },
    answered: (came, ms) => {
      cuts = 0;
      // A short answer says nothing of what a long one may be.
      if (ms < LONG && 2 * came >= rows) rows = Math.min(MOST, 2 * rows);
    },
    failed: (error, asked, ms) => {
      if (isGivenUp(error)) return less(asked);
      if (!(error instanceof LinkError) || error.failure !== 'unreachable' || ms < TELLING) return;
      cuts += 1;
      // Once may be bad luck: cut in the middle of what had often got through.
      if (cuts > 1) less(asked);
    },
  };
}

/** Calls in a row that central may give up before whatever else is to be done has its turn. */
const TRIES = 4;

export interface Fetching {
  readonly portion: Portion;
  readonly clock: Clock;
  /** Central answered, if only that it gave up, or with a part of what is wanted. */
  readonly heard: () => Promise<void>;
}

/**
 * Makes a call for as many rows as `ask` is told, `most` at most, and once more for fewer where central
 * gives it up. Throws what it fails with in the end; `portion` knows of it for the next time.
 */
export async function fetchRows<T extends { readonly came: number }>(
  { portion, clock, heard }: Fetching,
  most: number,
  ask: (rows: number) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const rows = Math.max(1, Math.min(most, portion.rows));
    const began = clock.now();
    try {
      const answer = await ask(rows);
      portion.answered(answer.came, clock.now() - began);
      return answer;
    } catch (error) {
      portion.failed(error, rows, clock.now() - began);
      if (!isGivenUp(error) || portion.rows >= rows || tries === TRIES) throw error;
      await heard();
    }
  }
}
