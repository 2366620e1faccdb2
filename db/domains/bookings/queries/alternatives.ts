import type { Acting, Reads } from '#db/schema/access.ts';
import type { Slot } from '../rules/overlap.ts';
import { rankAlternatives, SEARCH_DAYS } from '../rules/alternatives.ts';
import { shifted, timesFit } from '../rules/slot-times.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { Alternative, BoardResource } from '../views.ts';
import { BOARD_RESOURCE, busyTimes, holderOf, OCCUPIES, resourceById } from './slots.ts';

const DAY = 86_400_000;

/** Serves `bookings.alternatives`. Empty for an unknown resource or impossible times. */
export function alternatives(
  reads: Reads<BookingTables>,
  input: Slot & { readonly except: string | null; readonly limit: number },
  acting: Acting,
): readonly Alternative[] {
  const resource = resourceById(reads, input.resource_id);
  if (!resource || !timesFit(input)) return [];
  const span = (SEARCH_DAYS + 1) * DAY;
  const busy = busyTimes(
    reads,
    resource.id,
    shifted(input.start_time, -span),
    shifted(input.end_time, span),
    input.except,
  );
  const wish = {
    resource,
    start_time: input.start_time,
    end_time: input.end_time,
    party_size: partySize(reads, input.except),
    now: acting.now,
  };
  // An inactive resource is free at no time.
  const taken =
    resource.is_active === 1
      ? busy
      : [{ from: shifted(input.start_time, -span), to: shifted(input.end_time, span) }];
  let free = likelyFree(reads, resource, input);
  for (;;) {
    const ranked = rankAlternatives(wish, free, taken, input.limit);
    const held = heldAtThatTime(reads, ranked, input);
    if (held.size === 0) return ranked;
    free = free.filter(({ id }) => !held.has(id));
  }
}

type WishedSlot = Slot & { readonly except: string | null };

/** Those of the resources ranked for the wished time that something occupies after all. */
function heldAtThatTime(
  reads: Reads<BookingTables>,
  ranked: readonly Alternative[],
  { start_time, end_time, except }: WishedSlot,
): ReadonlySet<string> {
  const others = ranked.filter(({ reason }) => reason !== 'same_resource_other_time');
  const held = others.filter(({ resource_id }) => {
    const slot = { resource_id, start_time, end_time };
    return holderOf(reads, slot, except === null ? [] : [except]) !== undefined;
  });
  return new Set(held.map(({ resource_id }) => resource_id));
}

function partySize(reads: Reads<BookingTables>, id: string | null): number | null {
  if (id === null) return null;
  const booking = reads.first(
    reads.sql.selectFrom('bookings').select('party_size').where('id', '=', id),
  );
  return booking?.party_size ?? null;
}

/**
 * Active resources of the same kind whose next booking to end begins after the slot. Where no two
 * bookings overlap this says who is free, without reading a year of later bookings of each; until
 * central has judged two that do, a longer one may hide behind it.
 */
function likelyFree(
  reads: Reads<BookingTables>,
  like: BoardResource,
  slot: WishedSlot,
): readonly BoardResource[] {
  const { sql } = reads;
  return reads.all(
    sql
      .selectFrom('resources')
      .select(BOARD_RESOURCE)
      .where('kind', '=', like.kind)
      .where('is_active', '=', 1)
      .where((eb) =>
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
