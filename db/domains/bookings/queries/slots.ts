import { sql } from 'kysely';
import type { Interval } from '#db/kernel/interval.ts';
import type { Reads } from '#db/schema/access.ts';
import { fullTimes, largest, peak } from '../rules/capacity.ts';
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
  'booking_mode',
  'conflict_detection_enabled',
] as const satisfies readonly (keyof BoardResource)[];

export function resourceById(reads: Sees, id: string): BoardResource | undefined {
  return reads.first(reads.sql.selectFrom('resources').select(BOARD_RESOURCE).where('id', '=', id));
}

/** The first occupying booking in a slot, apart from those in `except`. */
function holderOf(reads: Sees, slot: Slot, except: readonly string[]): Obstacle | undefined {
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
function closureOf(reads: Sees, slot: Slot): Obstacle | undefined {
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

/** Occupying bookings of a slot's resource that share a moment with it, apart from those in `except`. */
function presentIn(reads: Sees, slot: Slot, except: readonly string[]) {
  const present = reads.sql
    .selectFrom('bookings')
    .select(['id', 'title', 'start_time', 'end_time', 'party_size'])
    .where('resource_id', '=', slot.resource_id)
    .where('end_time', '>', slot.start_time)
    .where('end_time', '<=', latestEnd(slot.end_time))
    .where('start_time', '<', slot.end_time)
    .where(OCCUPIES);
  return reads.all(except.length > 0 ? present.where('id', 'not in', except) : present);
}

/** What a booking asks for: a slot for so many people; `except` are bookings that will not be there. */
export interface Request extends Slot {
  readonly party_size: number;
  readonly except: readonly string[];
}

/**
 * Whether a resource has room, by the way it is used: for nobody else where it is exclusive, within its
 * capacity where it is shared, always where nobody looks for overlaps.
 */
export function checkRoom(reads: Sees, resource: BoardResource, request: Request): SlotCheck {
  if (resource.conflict_detection_enabled === 0) return { free: true };
  if (resource.booking_mode === 'exclusive') {
    const holder = holderOf(reads, request, request.except);
    return holder ? { free: false, code: 'booking_overlap', with: holder } : { free: true };
  }
  const present = presentIn(reads, request, request.except);
  const left =
    resource.capacity - peak(present, { from: request.start_time, to: request.end_time });
  if (request.party_size <= left) return { free: true };
  const found = largest(present);
  return {
    free: false,
    code: 'capacity_exceeded',
    with: found
      ? { id: found.id, title: found.title, start_time: found.start_time, end_time: found.end_time }
      : null,
    left: Math.max(left, 0),
  };
}

/**
 * Whether a booking may take this slot: the rule at every door (drag, create, move, edit, status, undo,
 * settlement). Central's constraints have the last word. A missing resource counts as inactive.
 */
export function checkSlot(reads: Sees, request: Request): SlotCheck {
  if (!timesFit(request)) return { free: false, code: 'bad_times', with: null };
  const resource = resourceById(reads, request.resource_id);
  if (resource?.is_active !== 1) return { free: false, code: 'resource_inactive', with: null };
  const closure = closureOf(reads, request);
  if (closure) return { free: false, code: 'resource_closed', with: closure };
  return checkRoom(reads, resource, request);
}

/** A slot that is being looked for; `party_size` null: as many as `except` has, else nobody said. */
export interface Search extends Slot {
  readonly party_size?: number | null;
  readonly except: string | null;
}

/** People of a search; null where nobody said. */
export function peopleOf(reads: Sees, { party_size, except }: Omit<Search, keyof Slot>) {
  if (party_size !== undefined && party_size !== null) return party_size;
  if (except === null) return null;
  const booking = reads.first(
    reads.sql.selectFrom('bookings').select('party_size').where('id', '=', except),
  );
  return booking?.party_size ?? null;
}

/** Serves `bookings.check`. */
export function checkBooking(reads: Sees, search: Search): SlotCheck {
  const party_size = peopleOf(reads, search) ?? 1;
  return checkSlot(reads, {
    ...search,
    party_size,
    except: search.except === null ? [] : [search.except],
  });
}

/** When a resource has no room for so many people, or is closed, between two instants. */
export function busyTimes(
  reads: Sees,
  resource: BoardResource,
  within: Interval,
  party_size: number,
  except: string | null,
): readonly Interval[] {
  const slot = { resource_id: resource.id, start_time: within.from, end_time: within.to };
  const closed = reads.all(
    reads.sql
      .selectFrom('resource_closures')
      .select(['start_time as from', 'end_time as to'])
      .where('resource_id', '=', resource.id)
      .where('end_time', '>', within.from)
      .where('start_time', '<', within.to),
  );
  if (resource.conflict_detection_enabled === 0) return closed;
  const present = presentIn(reads, slot, except === null ? [] : [except]);
  const taken =
    resource.booking_mode === 'shared'
      ? party_size > resource.capacity
        ? [within]
        : fullTimes(present, resource.capacity, party_size)
      : present.map(({ start_time, end_time }) => ({ from: start_time, to: end_time }));
  return [...taken, ...closed];
}
