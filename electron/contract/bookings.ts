import { z } from 'zod';
import type { Row } from '#db/schema/table.ts';
import type { bookings, resource_closures, resources } from '#db/domains/bookings/tables.ts';
import { command, id, instant, page, query } from './define.ts';
import type { Done, Page } from './define.ts';

export type Resource = Row<typeof resources>;
export type Closure = Row<typeof resource_closures>;
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

const title = z.string().trim().min(1).max(200);
const slot = { resource_id: id, start_time: instant, end_time: instant };
const refusals = [
  'not_found',
  'booking_overlap',
  'resource_closed',
  'resource_inactive',
  'bad_times',
  'bad_status',
] as const;

export const bookingsContract = {
  /** All lines of the board, grouped by the caller; ordered by kind, place, category, position, name. */
  'resources.board': query<Page<BoardResource>>()(
    z.strictObject({ search: z.string().max(100), ...page }),
  ),
  'resources.close': command<Done & { closure_id: string }>()(
    z.strictObject({ ...slot, reason: title }),
    ['not_found', 'bad_times'],
    'supervisor',
  ),
  'resources.open': command<Done>()(
    z.strictObject({ closure_id: id }),
    ['not_found'],
    'supervisor',
  ),
  /** Bars of some resources that touch `[from, to)`; cancelled, rejected, released ones left out unless asked for. */
  'bookings.window': query<{
    bookings: readonly BoardBooking[];
    closures: readonly BoardClosure[];
  }>()(
    z.strictObject({
      from: instant,
      to: instant,
      resource_ids: z.array(id).max(200),
      withCancelled: z.boolean(),
    }),
  ),
  'bookings.get': query<BookingDetail | null>()(z.strictObject({ id })),
  /** Full text over title, notes and reference; accents do not matter, the last word may be begun. */
  'bookings.search': query<readonly FoundBooking[]>()(
    z.strictObject({ text: z.string().max(200), limit: z.int().min(1).max(50) }),
  ),
  /** Whether a slot can be had, asked while dragging. */
  'bookings.check': query<
    | { free: true }
    | {
        free: false;
        code: 'booking_overlap' | 'resource_closed' | 'resource_inactive' | 'bad_times';
        with: { id: string; title: string; start_time: string; end_time: string } | null;
      }
  >()(z.strictObject({ ...slot, except: id.nullable() })),
  'bookings.alternatives': query<readonly Alternative[]>()(
    z.strictObject({ ...slot, except: id.nullable(), limit: z.int().min(1).max(20) }),
  ),
  'bookings.create': command<Done & { id: string }>()(
    z.strictObject({
      ...slot,
      title,
      party_size: z.int().min(0).max(100_000).default(1),
      notes: z.string().max(4000).default(''),
      status: z.enum(['held', 'pending', 'confirmed']).default('confirmed'),
    }),
    refusals,
  ),
  'bookings.move': command<Done>()(z.strictObject({ id, ...slot }), refusals),
  'bookings.edit': command<Done>()(
    z.strictObject({
      id,
      title: title.optional(),
      notes: z.string().max(4000).optional(),
      party_size: z.int().min(0).max(100_000).optional(),
    }),
    ['not_found'],
  ),
  /** Check in, check out, confirm, no-show. */
  'bookings.setStatus': command<Done>()(
    z.strictObject({ id, status: z.enum(['confirmed', 'checked_in', 'completed', 'no_show']) }),
    refusals,
  ),
  'bookings.cancel': command<Done>()(
    z.strictObject({ id, reason: z.string().max(500).default('') }),
    ['not_found', 'bad_status'],
  ),
  /** Takes back what an op of this device did, if nobody changed it since. A new op. */
  'bookings.undo': command<Done>()(z.strictObject({ op_id: id }), [
    'not_found',
    'undo_stale',
    'booking_overlap',
  ]),
};
