import type { Instant } from '#db/kernel/instant.ts';
import type { Reads } from '#db/schema/access.ts';
import { latestEnd } from '../rules/slot-times.ts';
import type { BookingStatus } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { BoardWindow } from '../views.ts';
import { openConflictOf, unsent } from './marks.ts';

const HIDDEN = ['cancelled', 'rejected', 'released'] as const satisfies readonly BookingStatus[];

/** Serves `bookings.window`: everything that touches `[from, to)`, ordered by resource and start. */
export function boardWindow(
  reads: Reads<BookingTables>,
  input: {
    readonly from: Instant;
    readonly to: Instant;
    readonly resource_ids: readonly string[];
    readonly withCancelled: boolean;
  },
): BoardWindow {
  if (input.resource_ids.length === 0 || input.from >= input.to)
    return { bookings: [], closures: [] };
  return {
    bookings: reads.all(windowBookings(reads, input)),
    closures: reads.all(
      reads.sql
        .selectFrom('resource_closures')
        .select(['id', 'resource_id', 'start_time', 'end_time', 'reason'])
        .where('resource_id', 'in', input.resource_ids)
        .where('end_time', '>', input.from)
        .where('start_time', '<', input.to)
        .orderBy('resource_id')
        .orderBy('start_time')
        .orderBy('id'),
    ),
  };
}

function windowBookings(reads: Reads<BookingTables>, input: Parameters<typeof boardWindow>[1]) {
  const all = reads.sql
    .selectFrom('bookings')
    .select((eb) => [
      'id',
      eb.ref('resource_id').$notNull().as('resource_id'),
      'start_time',
      'end_time',
      'title',
      'party_size',
      'status',
      unsent(eb, 'bookings').as('unsent'),
      openConflictOf(eb).as('conflict_id'),
    ])
    .where('resource_id', 'in', input.resource_ids)
    .where('end_time', '>', input.from)
    .where('end_time', '<=', latestEnd(input.to))
    .where('start_time', '<', input.to)
    .orderBy('resource_id')
    .orderBy('start_time')
    .orderBy('id');
  return input.withCancelled ? all : all.where('status', 'not in', HIDDEN);
}
