/** Life of a booking. */
export const BOOKING_STATUSES = [
  'draft',
  'held',
  'pending',
  'confirmed',
  'checked_in',
  'completed',
  'waitlisted',
  'rejected',
  'cancelled',
  'no_show',
  'released',
  'conflicted',
] as const;

export type BookingStatus = (typeof BOOKING_STATUSES)[number];

/** Only these occupy time; central's exclusion constraint is generated from the same list. */
export const OCCUPYING = [
  'held',
  'pending',
  'confirmed',
  'checked_in',
] as const satisfies readonly BookingStatus[];

export function occupies(status: BookingStatus): boolean {
  return OCCUPYING.some((occupying) => occupying === status);
}

// A status that is left out has no way on: what ended stays ended, and is taken back by undo only.
// `conflicted` is left by settling its conflict, not by hand.
const NEXT: Partial<Record<BookingStatus, readonly BookingStatus[]>> = {
  draft: ['held', 'pending', 'confirmed', 'cancelled'],
  held: ['pending', 'confirmed', 'cancelled', 'released'],
  pending: ['confirmed', 'waitlisted', 'rejected', 'cancelled'],
  waitlisted: ['pending', 'confirmed', 'rejected', 'cancelled'],
  confirmed: ['checked_in', 'no_show', 'cancelled', 'released'],
  checked_in: ['completed', 'confirmed'],
  // People do come after all.
  no_show: ['confirmed', 'checked_in'],
};

/** Whether a person may turn a booking from one status into another (not by settling, not by undo). */
export function mayBecome(from: BookingStatus, to: BookingStatus): boolean {
  return NEXT[from]?.includes(to) ?? false;
}

/** Whether a booking of this status can be given another slot. */
export function mayMove(status: BookingStatus): boolean {
  return occupies(status) || status === 'draft' || status === 'waitlisted';
}
