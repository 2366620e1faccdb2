import type { Instant } from '#db/kernel/instant.ts';
import { overlaps } from '#db/kernel/interval.ts';
import type { BookingStatus } from './status.ts';
import { occupies } from './status.ts';

/** Where and when. */
export interface Slot {
  readonly resource_id: string;
  readonly start_time: Instant;
  readonly end_time: Instant;
}

/** As much of a booking as decides whether it is in another's way. */
export interface Occupancy extends Omit<Slot, 'resource_id'> {
  readonly resource_id: string | null;
  readonly status: BookingStatus;
}

/**
 * True when the two cannot both stand: same resource, both occupy time, and they share a moment.
 * Central's exclusion constraint on `bookings` is the same rule in SQL.
 */
export function clash(a: Occupancy, b: Occupancy): boolean {
  return (
    a.resource_id !== null &&
    a.resource_id === b.resource_id &&
    occupies(a.status) &&
    occupies(b.status) &&
    overlaps({ from: a.start_time, to: a.end_time }, { from: b.start_time, to: b.end_time })
  );
}
