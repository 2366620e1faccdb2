import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import { bookingDetail } from '../queries/detail.ts';
import { resourceById } from '../queries/slots.ts';
import type { Slot } from '../rules/overlap.ts';
import { meantIn } from '../rules/wall-time.ts';
import { mayMove, occupies } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import { bookings } from '../tables.ts';
import type { SlotRefusal } from './refusals.ts';
import { requireSlot } from './refusals.ts';

type Refusal = SlotRefusal | 'not_found' | 'bad_status';

/** Serves `bookings.create`. The times are meant in the resource's zone. */
export function createBooking(
  tx: Writes<BookingTables>,
  input: Slot & {
    readonly title: string;
    readonly party_size: number;
    readonly notes: string;
    readonly status: 'held' | 'pending' | 'confirmed';
  },
): Result<{ readonly id: string }, Refusal> {
  const resource = resourceById(tx, input.resource_id);
  if (!resource) return fail('not_found', { resource_id: input.resource_id });
  const free = requireSlot(tx, { ...input, except: [] });
  if (!free.ok) return free;
  const id = tx.insert(bookings, {
    resource_id: input.resource_id,
    start_time: input.start_time,
    end_time: input.end_time,
    ...meantIn(input, resource.timezone),
    title: input.title,
    party_size: input.party_size,
    notes: input.notes,
    status: input.status,
  });
  return ok({ id });
}

/** Serves `bookings.move`: another time, another resource, or both. */
export function moveBooking(
  tx: Writes<BookingTables>,
  input: Slot & { readonly id: string },
): Result<object, Refusal> {
  const booking = bookingDetail(tx, input);
  const resource = resourceById(tx, input.resource_id);
  if (!booking || !resource) return fail('not_found', { id: input.id });
  if (!mayMove(booking.status)) {
    return fail('bad_status', { status: booking.status, title: booking.title });
  }
  if (occupies(booking.status)) {
    const free = requireSlot(tx, {
      ...input,
      party_size: booking.party_size,
      except: [booking.id],
    });
    if (!free.ok) return free;
  }
  tx.update(bookings, booking.id, {
    resource_id: input.resource_id,
    start_time: input.start_time,
    end_time: input.end_time,
    ...meantIn(input, resource.timezone),
  });
  return ok({});
}
