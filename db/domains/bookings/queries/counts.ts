import { must } from '#db/kernel/must.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Reads } from '#db/schema/access.ts';
import type { BookingStatus } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { DayCount } from '../views.ts';

/**
 * Serves `bookings.counts`: how many bookings begin on each day, by status. A day goes from one of
 * `days` to the next, so that the caller's zone decides when it begins; the last one only ends one.
 */
export function bookingCounts(
  reads: Reads<BookingTables>,
  input: { readonly days: readonly Instant[]; readonly statuses: readonly BookingStatus[] },
): readonly DayCount[] {
  return input.days.slice(0, -1).flatMap((from, at) => {
    const to = must(input.days[at + 1], 'a day ends where the next one begins');
    return input.statuses.map((status) => ({
      from,
      status,
      count: begun(reads, status, from, to),
    }));
  });
}

function begun(
  reads: Reads<BookingTables>,
  status: BookingStatus,
  from: Instant,
  to: Instant,
): number {
  const row = reads.first(
    reads.sql
      .selectFrom('bookings')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', '=', status)
      .where('start_time', '>=', from)
      .where('start_time', '<', to),
  );
  return must(row, 'a count is one row').count;
}
