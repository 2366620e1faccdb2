import { slices } from '#db/domains/import/steps.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Interval } from '#db/kernel/interval.ts';
import type { Reads } from '#db/schema/access.ts';
import { OCCUPYING } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { KnownRoom } from './plan.ts';

const ASKED = 500;

/** Which of these bookings are there already. */
export function knownBookings(reads: Reads<BookingTables>, ids: readonly Id[]): ReadonlySet<Id> {
  const found = slices(ids, ASKED).flatMap((some) =>
    reads.all(reads.sql.selectFrom('bookings').select('id').where('id', 'in', some)),
  );
  return new Set(found.map(({ id }) => id));
}

/** Resources in these places, with the stays and closures in them; those that happened count too. */
export function knownRooms(
  reads: Reads<BookingTables>,
  places: readonly string[],
): readonly KnownRoom[] {
  const rooms = reads.all(
    reads.sql
      .selectFrom('resources')
      .select(['id', 'place', 'category', 'name', 'kind', 'is_active'])
      .where('place', 'in', places)
      .orderBy('category')
      .orderBy('position')
      .orderBy('name'),
  );
  return rooms.map((room) => ({ ...room, busy: busyIn(reads, room.id) }));
}

function busyIn(reads: Reads<BookingTables>, resource_id: Id): readonly Interval[] {
  const stays = reads.all(
    reads.sql
      .selectFrom('bookings')
      .select(['start_time as from', 'end_time as to'])
      .where('resource_id', '=', resource_id)
      .where('status', 'in', [...OCCUPYING, 'completed']),
  );
  const closures = reads.all(
    reads.sql
      .selectFrom('resource_closures')
      .select(['start_time as from', 'end_time as to'])
      .where('resource_id', '=', resource_id),
  );
  return [...stays, ...closures];
}
