import type { Row } from '#db/schema/table.ts';
import type { bookings, resources } from './tables.ts';

export type Resource = Row<typeof resources>;
export type Booking = Row<typeof bookings>;

/** A line of the board: a resource and the group it stands in. */
export interface BoardResource {
  readonly id: string;
  readonly name: string;
  readonly kind: Resource['kind'];
  readonly place: string;
  readonly category: string;
  readonly capacity: number;
  readonly timezone: string;
  readonly is_active: 0 | 1;
  /** Several bookings at a time where it is shared, and where nobody looks for overlaps. */
  readonly booking_mode: Resource['booking_mode'];
  readonly conflict_detection_enabled: 0 | 1;
}

/** A bar on the board. */
export interface BoardBooking {
  readonly id: string;
  readonly resource_id: string;
  readonly start_time: string;
  readonly end_time: string;
  readonly title: string;
  readonly party_size: number;
  readonly status: Booking['status'];
  /** 1 while an op on it waits to be sent. */
  readonly unsent: 0 | 1;
  /** The open conflict it is part of, as loser or holder. */
  readonly conflict_id: string | null;
}

export interface BoardClosure {
  readonly id: string;
  readonly resource_id: string;
  readonly start_time: string;
  readonly end_time: string;
  readonly reason: string;
}

/** A free slot that could serve instead, best first. */
export interface Alternative {
  readonly resource_id: string;
  readonly resource_name: string;
  readonly place: string;
  readonly category: string;
  readonly capacity: number;
  readonly start_time: string;
  readonly end_time: string;
  /** Why it ranks where it does. */
  readonly reason: 'same_time_same_category' | 'same_time_same_kind' | 'same_resource_other_time';
  /** Minutes from the wished start; 0 when at the same time. */
  readonly shift_minutes: number;
}

export interface BookingDetail extends Booking {
  readonly resource_name: string | null;
  readonly unsent: 0 | 1;
  readonly conflict_id: string | null;
  readonly created_by_name: string | null;
  readonly updated_by_name: string | null;
}

export interface FoundBooking {
  readonly id: string;
  readonly resource_id: string | null;
  readonly resource_name: string | null;
  readonly place: string | null;
  readonly title: string;
  readonly status: Booking['status'];
  readonly start_time: string;
  readonly end_time: string;
}

/** How many bookings of one status begin on a day. */
export interface DayCount {
  readonly from: string;
  readonly status: Booking['status'];
  readonly count: number;
}

/** What stands in the way of a wished slot: a booking, or a closure with its reason as title. */
export interface Obstacle {
  readonly id: string;
  readonly title: string;
  readonly start_time: string;
  readonly end_time: string;
}

/** Whether a slot can be had. */
export type SlotCheck =
  | { readonly free: true }
  | {
      readonly free: false;
      readonly code: 'capacity_exceeded';
      /** The largest of the bookings that are there; null when the party is too large by itself. */
      readonly with: Obstacle | null;
      /** How many people still fit. */
      readonly left: number;
    }
  | {
      readonly free: false;
      readonly code: 'booking_overlap' | 'resource_closed' | 'resource_inactive' | 'bad_times';
      /** Null when no single thing stands in the way. */
      readonly with: Obstacle | null;
    };

/** What the board draws between two instants. */
export interface BoardWindow {
  readonly bookings: readonly BoardBooking[];
  readonly closures: readonly BoardClosure[];
}
