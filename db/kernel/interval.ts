import type { Instant } from './instant.ts';

/** Half-open: `from` belongs to it, `to` does not. A 10–11 booking must not block 11–12. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** True when the two share at least one point in time. Canonical instants compare as text. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.from < b.to && b.from < a.to;
}
