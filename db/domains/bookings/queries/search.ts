import { sql } from 'kysely';
import { millisecondsOf } from '#db/kernel/instant.ts';
import type { Acting, Reads } from '#db/schema/access.ts';
import { matchText } from '../rules/search-text.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { FoundBooking } from '../views.ts';

// Newest rows first out of the index, so that a common word stops early instead of reading every match.
const CONSIDERED = 1000;

/**
 * Serves `bookings.search`: of the newest 1,000 matches, those nearest to now, soonest first among
 * equals. Nothing for text without a word in it.
 */
export function searchBookings(
  reads: Reads<BookingTables>,
  input: { readonly text: string; readonly limit: number },
  acting: Acting,
): readonly FoundBooking[] {
  const match = matchText(input.text);
  if (match === null) return [];
  const now = millisecondsOf(acting.now);
  const far = (start_time: string) => Math.abs(millisecondsOf(start_time) - now);
  return reads
    .all(matches(reads, match))
    .toSorted((a, b) => far(a.start_time) - far(b.start_time) || (a.id < b.id ? -1 : 1))
    .slice(0, input.limit);
}

function matches(reads: Reads<BookingTables>, match: string) {
  return reads.sql
    .selectFrom('bookings_search')
    .innerJoin('bookings', (join) => join.on(sql`bookings.row_no`, '=', sql`bookings_search.rowid`))
    .leftJoin('resources', 'resources.id', 'bookings.resource_id')
    .select([
      'bookings.id',
      'bookings.resource_id',
      'resources.name as resource_name',
      'resources.place',
      'bookings.title',
      'bookings.status',
      'bookings.start_time',
      'bookings.end_time',
    ])
    .where(sql<boolean>`bookings_search match ${match}`)
    .orderBy(sql`bookings_search.rowid`, 'desc')
    .limit(CONSIDERED);
}
