import type { Occupancy } from './overlap.ts';
import { clash } from './overlap.ts';
import type { Use } from './capacity.ts';
import { occupies } from './status.ts';

interface Booking extends Occupancy {
  readonly id: string;
  readonly party_size: number;
}

/** Why a resource is sold more than it can be. */
export interface Overbooking {
  readonly resource_id: string;
  /** Two that overlap on an exclusive resource; the one that begins where a shared one overflows. */
  readonly bookings: readonly string[];
}

/**
 * Everything that must never be: overlaps on exclusive resources, more people than a shared one holds.
 * Resources on which nobody looks for overlaps never are. Pure and simple on purpose: checks compare
 * central's constraints with it. A booking of an unknown resource counts as exclusive.
 */
export function overbooked(
  bookings: readonly Booking[],
  resources: readonly (Use & { readonly id: string })[],
): readonly Overbooking[] {
  const uses = new Map(resources.map((resource) => [resource.id, resource]));
  const standing = bookings.filter(
    ({ resource_id, status }) =>
      resource_id !== null &&
      occupies(status) &&
      uses.get(resource_id)?.conflict_detection_enabled !== 0,
  );
  return Map.groupBy(standing, ({ resource_id }) => resource_id ?? '')
    .entries()
    .flatMap(([resource_id, there]) => {
      const use = uses.get(resource_id);
      const found =
        use?.booking_mode === 'shared' ? overflows(there, use.capacity) : overlapping(there);
      return found.map((bookings) => ({ resource_id, bookings }));
    })
    .toArray();
}

function overlapping(there: readonly Booking[]): readonly (readonly string[])[] {
  return there.flatMap((one, at) =>
    there
      .slice(at + 1)
      .filter((other) => clash(one, other))
      .map((other) => [one.id, other.id]),
  );
}

// The crowd grows only where somebody begins: no sweep is needed to look there.
function overflows(there: readonly Booking[], capacity: number): readonly (readonly string[])[] {
  return there
    .filter(({ start_time }) => {
      const then = there.filter(
        (other) => other.start_time <= start_time && start_time < other.end_time,
      );
      return then.reduce((sum, { party_size }) => sum + party_size, 0) > capacity;
    })
    .map(({ id }) => [id]);
}
