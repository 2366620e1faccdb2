import { z } from 'zod';
import type {
  Alternative,
  BoardResource,
  BoardWindow,
  BookingDetail,
  FoundBooking,
  SlotCheck,
} from '#db/domains/bookings/views.ts';
import { command, id, instant, page, query } from './define.ts';
import type { Done, Page } from './define.ts';

export type * from '#db/domains/bookings/views.ts';

const title = z.string().trim().min(1).max(200);
const slot = { resource_id: id, start_time: instant, end_time: instant };
const refusals = [
  'not_found',
  'booking_overlap',
  'capacity_exceeded',
  'resource_closed',
  'resource_inactive',
  'bad_times',
  'bad_status',
] as const;
const people = z.int().min(0).max(100_000);

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
  'bookings.window': query<BoardWindow>()(
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
  /** Whether a slot can be had, asked while dragging. `party_size` null: as many as `except` has, else one. */
  'bookings.check': query<SlotCheck>()(
    z.strictObject({ ...slot, party_size: people.nullable(), except: id.nullable() }),
  ),
  'bookings.alternatives': query<readonly Alternative[]>()(
    z.strictObject({
      ...slot,
      party_size: people.nullable(),
      except: id.nullable(),
      limit: z.int().min(1).max(20),
    }),
  ),
  'bookings.create': command<Done & { id: string }>()(
    z.strictObject({
      ...slot,
      title,
      party_size: people.default(1),
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
      party_size: people.optional(),
    }),
    [
      'not_found',
      'capacity_exceeded',
      'resource_inactive',
      'resource_closed',
      'booking_overlap',
      'bad_times',
    ],
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
  /** Takes back what an op of this device did, if nobody changed it since. A new op. A settlement is reopened. */
  'bookings.undo': command<Done>()(z.strictObject({ op_id: id }), [
    'not_found',
    'undo_stale',
    'booking_overlap',
    'capacity_exceeded',
    'resource_closed',
    'resource_inactive',
  ]),
};
