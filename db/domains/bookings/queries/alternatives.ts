import type { Acting, Reads } from '#db/schema/access.ts';
import type { Slot } from '../rules/overlap.ts';
import { rankAlternatives, SEARCH_DAYS } from '../rules/alternatives.ts';
import { shifted, timesFit } from '../rules/slot-times.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { Alternative, BoardResource } from '../views.ts';
import { BOARD_RESOURCE, busyTimes, checkRoom, OCCUPIES, peopleOf, resourceById } from './slots.ts';
import type { Search } from './slots.ts';

const DAY = 86_400_000;

/** Serves `bookings.alternatives`. Empty for an unknown resource or impossible times. */
export function alternatives(
  reads: Reads<BookingTables>,
  input: Search & { readonly limit: number },
  acting: Acting,
): readonly Alternative[] {
  const resource = resourceById(reads, input.resource_id);
  if (!resource || !timesFit(input)) return [];
  const span = (SEARCH_DAYS + 1) * DAY;
  const around = { from: shifted(input.start_time, -span), to: shifted(input.end_time, span) };
  const party_size = peopleOf(reads, input);
  const people = party_size ?? 1;
  const busy = busyTimes(reads, resource, around, people, input.except);
  const wish = {
    resource,
    start_time: input.start_time,
    end_time: input.end_time,
    party_size,
    now: acting.now,
  };
  // An inactive resource is free at no time.
  const taken = resource.is_active === 1 ? busy : [around];
  let free = likelyFree(reads, resource, input);
  for (;;) {
    const ranked = rankAlternatives(wish, free, taken, input.limit);
    const held = heldAtThatTime(reads, ranked, free, { ...input, party_size: people });
    if (held.size === 0) return ranked;
    free = free.filter(({ id }) => !held.has(id));
  }
}

type WishedSlot = Slot & { readonly party_size: number; readonly except: string | null };

/** Those of the resources ranked for the wished time that have no room after all. */
function heldAtThatTime(
  reads: Reads<BookingTables>,
  ranked: readonly Alternative[],
  free: readonly BoardResource[],
  { start_time, end_time, party_size, except }: WishedSlot,
): ReadonlySet<string> {
  const others = new Set(
    ranked
      .filter(({ reason }) => reason !== 'same_resource_other_time')
      .map(({ resource_id }) => resource_id),
  );
  const held = free.filter((resource) => {
    const slot = { resource_id: resource.id, start_time, end_time, party_size };
    return (
      others.has(resource.id) &&
      !checkRoom(reads, resource, { ...slot, except: except === null ? [] : [except] }).free
    );
  });
  return new Set(held.map(({ id }) => id));
}

/**
 * Active resources of the same kind whose next booking to end begins after the slot. Where no two
 * bookings overlap this says who is free, without reading a year of later bookings of each; until
 * central has judged two that do, a longer one may hide behind it.
 */
function likelyFree(
  reads: Reads<BookingTables>,
  like: BoardResource,
  slot: Slot & { readonly except: string | null },
): readonly BoardResource[] {
  const { sql } = reads;
  return reads.all(
    sql
      .selectFrom('resources')
      .select(BOARD_RESOURCE)
      .where('kind', '=', like.kind)
      .where('is_active', '=', 1)
      .where((eb) =>
        eb.or([
          // Whether there is room between others is asked of those that are proposed.
          eb('booking_mode', '=', 'shared'),
          eb('conflict_detection_enabled', '=', 0),
          eb(
            eb.fn.coalesce(
              eb
                .selectFrom('bookings')
                .select('bookings.start_time')
                .whereRef('bookings.resource_id', '=', 'resources.id')
                .where('bookings.end_time', '>', slot.start_time)
                .where(OCCUPIES)
                .where('bookings.id', '!=', slot.except ?? '')
                .orderBy('bookings.end_time')
                .limit(1),
              eb.val(slot.end_time),
            ),
            '>=',
            slot.end_time,
          ),
        ]),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('resource_closures')
              .select('resource_closures.id')
              .whereRef('resource_closures.resource_id', '=', 'resources.id')
              .where('resource_closures.end_time', '>', slot.start_time)
              .where('resource_closures.start_time', '<', slot.end_time),
          ),
        ),
      ),
  );
}
