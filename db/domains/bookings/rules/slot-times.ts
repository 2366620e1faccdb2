import type { Instant } from '#db/kernel/instant.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';

const DAY = 86_400_000;

/** Longest booking, in days: a leap year. */
export const LONGEST_DAYS = 366;

/** True for a slot somebody can mean: it ends after it starts and lasts at most 366 days. */
export function timesFit(slot: {
  readonly start_time: Instant;
  readonly end_time: Instant;
}): boolean {
  const length = millisecondsOf(slot.end_time) - millisecondsOf(slot.start_time);
  return length > 0 && length <= LONGEST_DAYS * DAY;
}

/**
 * Latest end of anything that begins before `to`. Bounds index ranges: without it, looking for what
 * overlaps a day reads every later booking of the resource.
 */
export function latestEnd(to: Instant): Instant {
  return shifted(to, LONGEST_DAYS * DAY);
}

/** `instant` moved by some milliseconds; stays within years 0000–9999. */
export function shifted(instant: Instant, milliseconds: number): Instant {
  const wished = millisecondsOf(instant) + milliseconds;
  return instantOf(Math.min(Math.max(wished, EARLIEST), LATEST));
}

const EARLIEST = millisecondsOf('0000-01-01T00:00:00.000Z');
const LATEST = millisecondsOf('9999-12-31T23:59:59.999Z');
