/** Life of a booking, `product.md` appendix A. */
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
