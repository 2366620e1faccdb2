import type { Acting, Reads } from '#db/schema/access.ts';
import type { Slot } from '../rules/overlap.ts';
import { rankAlternatives, SEARCH_DAYS } from '../rules/alternatives.ts';
import { latestEnd, shifted, timesFit } from '../rules/slot-times.ts';
import { OCCUPYING } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { Alternative, BoardResource } from '../views.ts';
import { BOARD_RESOURCE, busyTimes, resourceById } from './slots.ts';

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
  return rankAlternatives(
    {
      resource,
      start_time: input.start_time,
      end_time: input.end_time,
      party_size: partySize(reads, input.except),
      now: acting.now,
    },
    freeOfKind(reads, resource, input),
    // An inactive resource is free at no time.
    resource.is_active === 1
      ? busy
      : [{ from: shifted(input.start_time, -span), to: shifted(input.end_time, span) }],
    input.limit,
  );
}

function partySize(reads: Reads<BookingTables>, id: string | null): number | null {
  if (id === null) return null;
  const booking = reads.first(
    reads.sql.selectFrom('bookings').select('party_size').where('id', '=', id),
  );
  return booking?.party_size ?? null;
}

/** Active resources of the same kind with nothing in the slot. */
function freeOfKind(
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
        eb.not(
          eb.exists(
            eb
              .selectFrom('bookings')
              .select('bookings.id')
              .whereRef('bookings.resource_id', '=', 'resources.id')
              .where('bookings.end_time', '>', slot.start_time)
              .where('bookings.end_time', '<=', latestEnd(slot.end_time))
              .where('bookings.start_time', '<', slot.end_time)
              .where('bookings.status', 'in', OCCUPYING)
              .where('bookings.id', '!=', slot.except ?? ''),
          ),
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
