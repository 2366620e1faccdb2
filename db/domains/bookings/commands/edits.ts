import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import type { Patch } from '#db/schema/table.ts';
import { bookingDetail } from '../queries/detail.ts';
import { mayBecome, occupies } from '../rules/status.ts';
import type { BookingTables } from '../tables-seen.ts';
import { bookings } from '../tables.ts';
import type { SlotRefusal } from './refusals.ts';
import { requireRoom, requireSlot } from './refusals.ts';

/**
 * Serves `bookings.edit`: what does not touch time. Fields left out stay. More people than before must
 * find room where the resource is shared.
 */
export function editBooking(
  tx: Writes<BookingTables>,
  input: {
    readonly id: string;
    readonly title?: string | undefined;
    readonly notes?: string | undefined;
    readonly party_size?: number | undefined;
  },
): Result<object, SlotRefusal | 'not_found'> {
  const booking = bookingDetail(tx, input);
  if (!booking) return fail('not_found', { id: input.id });
  const { resource_id, start_time, end_time, status } = booking;
  const party_size = input.party_size ?? booking.party_size;
  if (resource_id !== null && occupies(status) && party_size > booking.party_size) {
    const slot = { resource_id, start_time, end_time };
    const room = requireRoom(tx, { ...slot, party_size, except: [booking.id] });
    // On an exclusive resource a guest more takes nothing from anybody.
    if (!room.ok && room.error.code === 'capacity_exceeded') return room;
  }
  const patch: Patch<typeof bookings> = {
    title: input.title ?? booking.title,
    notes: input.notes ?? booking.notes,
    party_size,
  };
  tx.update(bookings, booking.id, patch);
  return ok({});
}

/** Serves `bookings.setStatus`. A status that takes time again must find its slot free. */
export function setBookingStatus(
  tx: Writes<BookingTables>,
  input: {
    readonly id: string;
    readonly status: 'confirmed' | 'checked_in' | 'completed' | 'no_show';
  },
): Result<object, SlotRefusal | 'not_found' | 'bad_status'> {
  const booking = bookingDetail(tx, input);
  if (!booking) return fail('not_found', { id: input.id });
  const { resource_id, start_time, end_time, status } = booking;
  if (!mayBecome(status, input.status) || (resource_id === null && occupies(input.status))) {
    return fail('bad_status', { status, title: booking.title, conflict_id: booking.conflict_id });
  }
  if (resource_id !== null && occupies(input.status)) {
    const { party_size } = booking;
    const request = { resource_id, start_time, end_time, party_size, except: [booking.id] };
    // Who holds the slot already keeps it, even if it was closed meanwhile.
    const keeps = occupies(status) && requireRoom(tx, request).ok;
    const free = keeps ? ok(null) : requireSlot(tx, request);
    if (!free.ok) return free;
  }
  tx.update(bookings, booking.id, { status: input.status });
  return ok({});
}

/** Serves `bookings.cancel`. The booking stays, with its reason, and takes no time any more. */
export function cancelBooking(
  tx: Writes<BookingTables>,
  input: { readonly id: string; readonly reason: string },
): Result<object, 'not_found' | 'bad_status'> {
  const booking = bookingDetail(tx, input);
  if (!booking) return fail('not_found', { id: input.id });
  if (!mayBecome(booking.status, 'cancelled')) {
    return fail('bad_status', {
      status: booking.status,
      title: booking.title,
      conflict_id: booking.conflict_id,
    });
  }
  tx.update(bookings, booking.id, { status: 'cancelled', cancel_reason: input.reason });
  return ok({});
}
