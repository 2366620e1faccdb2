import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import { resourceById } from '../queries/slots.ts';
import type { Slot } from '../rules/overlap.ts';
import { timesFit } from '../rules/slot-times.ts';
import type { BookingTables } from '../tables-seen.ts';
import { resource_closures } from '../tables.ts';

/** Serves `resources.close`. Bookings that stand in that time stay; no new one can be made. */
export function closeResource(
  tx: Writes<BookingTables>,
  input: Slot & { readonly reason: string },
): Result<{ readonly closure_id: string }, 'not_found' | 'bad_times'> {
  const { resource_id, start_time, end_time, reason } = input;
  const resource = resourceById(tx, resource_id);
  if (!resource) return fail('not_found', { resource_id });
  if (!timesFit(input)) return fail('bad_times', { resource: resource.name });
  return ok({
    closure_id: tx.insert(resource_closures, { resource_id, start_time, end_time, reason }),
  });
}

/** Serves `resources.open`: takes a closure away. */
export function openResource(
  tx: Writes<BookingTables>,
  input: { readonly closure_id: string },
): Result<object, 'not_found'> {
  const { sql } = tx;
  const closure = tx.first(
    sql.selectFrom('resource_closures').select('id').where('id', '=', input.closure_id),
  );
  if (!closure) return fail('not_found', { closure_id: input.closure_id });
  tx.delete(resource_closures, closure.id);
  return ok({});
}
