import type { Failure, Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Reads } from '#db/schema/access.ts';
import { resourceById, checkSlot } from '../queries/slots.ts';
import type { Slot } from '../rules/overlap.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { SlotCheck } from '../views.ts';

export type SlotRefusal = Exclude<SlotCheck, { free: true }>['code'];

/**
 * `checkSlot` as a refusal that a person can read: `details.resource` names the resource,
 * `details.with` the booking that holds the slot, `details.closure` why and until when it is closed.
 */
export function requireSlot(
  reads: Reads<BookingTables>,
  slot: Slot,
  except: readonly string[],
): Result<null, SlotRefusal> {
  const check = checkSlot(reads, slot, except);
  return check.free ? ok(null) : slotRefused(reads, slot, check);
}

function slotRefused(
  reads: Reads<BookingTables>,
  slot: Slot,
  check: Exclude<SlotCheck, { free: true }>,
): Failure<SlotRefusal> {
  const resource = resourceById(reads, slot.resource_id)?.name ?? '';
  if (check.with === null) return fail(check.code, { resource });
  const { id, title, start_time, end_time } = check.with;
  if (check.code === 'resource_closed') {
    return fail(check.code, { resource, closure: { id, reason: title, start_time, end_time } });
  }
  return fail(check.code, { resource, with: { id, title, start_time, end_time } });
}
