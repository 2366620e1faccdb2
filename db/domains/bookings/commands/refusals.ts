import type { Failure, Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Reads } from '#db/schema/access.ts';
import { checkRoom, checkSlot, resourceById } from '../queries/slots.ts';
import type { Request } from '../queries/slots.ts';
import type { Slot } from '../rules/overlap.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { SlotCheck } from '../views.ts';

export type SlotRefusal = Exclude<SlotCheck, { free: true }>['code'];

/**
 * `checkSlot` as a refusal that a person can read: `details.resource` names the resource,
 * `details.with` the booking that holds the slot, `details.closure` why and until when it is closed,
 * `details.left` how many people still fit.
 */
export function requireSlot(
  reads: Reads<BookingTables>,
  request: Request,
): Result<null, SlotRefusal> {
  const check = checkSlot(reads, request);
  return check.free ? ok(null) : slotRefused(reads, request, check);
}

/**
 * The same for a booking that keeps its slot: a closure that came meanwhile is not its affair, room
 * for its people is.
 */
export function requireRoom(
  reads: Reads<BookingTables>,
  request: Request,
): Result<null, SlotRefusal> {
  const resource = resourceById(reads, request.resource_id);
  if (!resource) return fail('resource_inactive', { resource: '' });
  const check = checkRoom(reads, resource, request);
  return check.free ? ok(null) : slotRefused(reads, request, check);
}

function slotRefused(
  reads: Reads<BookingTables>,
  slot: Slot,
  check: Exclude<SlotCheck, { free: true }>,
): Failure<SlotRefusal> {
  const resource = resourceById(reads, slot.resource_id)?.name ?? '';
  const room = check.code === 'capacity_exceeded' ? { left: check.left } : {};
  if (check.with === null) return fail(check.code, { resource, ...room });
  const { id, title, start_time, end_time } = check.with;
  if (check.code === 'resource_closed') {
    return fail(check.code, { resource, closure: { id, reason: title, start_time, end_time } });
  }
  return fail(check.code, { resource, with: { id, title, start_time, end_time }, ...room });
}
