import { sql } from 'kysely';
import type { Instant } from '#db/kernel/instant.ts';
import type { Interval } from '#db/kernel/interval.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Slot } from '../rules/overlap.ts';
import { latestEnd, timesFit } from '../rules/slot-times.ts';
import { OCCUPYING } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { BoardResource, Obstacle, SlotCheck } from '../views.ts';

type Sees = Reads<BookingTables>;

/** That a booking takes time. In literals: SQLite uses the index of these for the same words only. */
export const OCCUPIES = sql<boolean>`${sql.ref('bookings.status')} in (${sql.join(
  OCCUPYING.map((status) => sql.lit(status)),
)})`;

export const BOARD_RESOURCE = [
  'id',
  'name',
  'kind',
  'place',
  'category',
  'capacity',
  'timezone',
  'is_active',
] as const satisfies readonly (keyof BoardResource)[];

export function resourceById(reads: Sees, id: string): BoardResource | undefined {
  return reads.first(reads.sql.selectFrom('resources').select(BOARD_RESOURCE).where('id', '=', id));
}

/** The first occupying booking in a slot, apart from those in `except`. */
export function holderOf(reads: Sees, slot: Slot, except: readonly string[]): Obstacle | undefined {
  let holders = reads.sql
    .selectFrom('bookings')
    .select(['id', 'title', 'start_time', 'end_time'])
    .where('resource_id', '=', slot.resource_id)
    .where('end_time', '>', slot.start_time)
    .where('end_time', '<=', latestEnd(slot.end_time))
    .where('start_time', '<', slot.end_time)
    .where(OCCUPIES)
    .orderBy('end_time')
    .limit(1);
  if (except.length > 0) holders = holders.where('id', 'not in', except);
  return reads.first(holders);
}

/** The first closure that touches a slot; its reason is the title. */
export function closureOf(reads: Sees, slot: Slot): Obstacle | undefined {
  return reads.first(
    reads.sql
      .selectFrom('resource_closures')
      .select(['id', 'reason as title', 'start_time', 'end_time'])
      .where('resource_id', '=', slot.resource_id)
      .where('end_time', '>', slot.start_time)
      .where('start_time', '<', slot.end_time)
      .orderBy('start_time')
      .limit(1),
  );
}

/**
 * Whether a booking may take this slot: the rule at every door (drag, create, move, status, undo,
 * settlement). Central's constraint has the last word. A missing resource counts as inactive.
 */
export function checkSlot(reads: Sees, slot: Slot, except: readonly string[]): SlotCheck {
  if (!timesFit(slot)) return { free: false, code: 'bad_times', with: null };
  const resource = resourceById(reads, slot.resource_id);
  if (resource?.is_active !== 1) return { free: false, code: 'resource_inactive', with: null };
  const closure = closureOf(reads, slot);
  if (closure) return { free: false, code: 'resource_closed', with: closure };
  const holder = holderOf(reads, slot, except);
  if (holder) return { free: false, code: 'booking_overlap', with: holder };
  return { free: true };
}

/** When a resource is taken or closed between two instants. */
export function busyTimes(
  reads: Sees,
  resource_id: string,
  from: Instant,
  to: Instant,
  except: string | null,
): readonly Interval[] {
  const taken = reads.all(
    reads.sql
      .selectFrom('bookings')
      .select(['id', 'start_time as from', 'end_time as to'])
      .where('resource_id', '=', resource_id)
      .where('end_time', '>', from)
      .where('end_time', '<=', latestEnd(to))
      .where('start_time', '<', to)
      .where(OCCUPIES),
  );
  const closed = reads.all(
    reads.sql
      .selectFrom('resource_closures')
      .select(['start_time as from', 'end_time as to'])
      .where('resource_id', '=', resource_id)
      .where('end_time', '>', from)
      .where('start_time', '<', to),
  );
  return [...taken.filter((booking) => booking.id !== except), ...closed];
}
