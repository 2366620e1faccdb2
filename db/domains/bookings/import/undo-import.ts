import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { ok } from '#db/kernel/result.ts';
import type { Reads } from '#db/schema/access.ts';
import { bookings, resources } from '../tables.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { ImportTarget } from './target.ts';
import { OP_ROWS, slices } from './target.ts';

export interface UndoneImport {
  readonly deleted: number;
  /** Changed by somebody since: they stay. */
  readonly kept: number;
  readonly resources_deleted: number;
}

/**
 * Takes an import back in one transaction: deletes its bookings that nobody changed since, and, when
 * an admin does it, the rooms that stand empty then and were never changed or closed.
 */
export function undoImport(target: ImportTarget, import_id: Id): Result<UndoneImport> {
  const { reads, writer, actor } = target;
  const rows = reads.all(
    reads.sql
      .selectFrom('bookings')
      .select(['id', 'resource_id', 'created_at', 'updated_at', 'external_ref'])
      .where('import_id', '=', import_id),
  );
  const unchanged = rows.filter((row) => row.created_at === row.updated_at);
  const options = { command: 'bookings.undoImport', actor };
  return writer.batch(() => {
    for (const some of slices(unchanged, OP_ROWS)) {
      const done = writer.write(options, (tx) => {
        for (const { id } of some) tx.delete(bookings, id);
        return ok(null);
      });
      if (!done.ok) return done;
    }
    const used = new Set(
      unchanged.flatMap((row) => (row.resource_id === null ? [] : [row.resource_id])),
    );
    const empty = actor.role === 'admin' ? [...used].filter((id) => standsEmpty(reads, id)) : [];
    for (const some of slices(empty, OP_ROWS)) {
      const done = writer.write(options, (tx) => {
        for (const id of some) tx.delete(resources, id);
        return ok(null);
      });
      if (!done.ok) return done;
    }
    return ok({
      deleted: unchanged.length,
      kept: rows.length - unchanged.length,
      resources_deleted: empty.length,
    });
  });
}

function standsEmpty(reads: Reads<BookingTables>, resource_id: Id): boolean {
  const { sql } = reads;
  const resource = reads.first(
    sql.selectFrom('resources').select(['created_at', 'updated_at']).where('id', '=', resource_id),
  );
  if (!resource || resource.created_at !== resource.updated_at) return false;
  const booking = sql.selectFrom('bookings').select('id').where('resource_id', '=', resource_id);
  const closure = sql
    .selectFrom('resource_closures')
    .select('id')
    .where('resource_id', '=', resource_id);
  return !reads.first(booking.limit(1)) && !reads.first(closure.limit(1));
}
