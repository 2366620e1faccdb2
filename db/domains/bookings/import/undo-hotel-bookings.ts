import { referredTo } from '#db/domains/import/references.ts';
import type { UndoneImport } from '#db/domains/import/report.ts';
import type { Step } from '#db/domains/import/steps.ts';
import { carryOut } from '#db/domains/import/steps.ts';
import type { ImportTarget } from '#db/domains/import/target.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { ok } from '#db/kernel/result.ts';
import type { Table } from '#db/schema/table.ts';
import { bookings, resources } from '../tables.ts';
import type { BookingTables } from '../tables-seen.ts';

export interface UndoneHotelBookings extends UndoneImport {
  readonly resources_deleted: number;
}

const COMMAND = 'bookings.undoImport';

/**
 * Takes an import back in one transaction: deletes its bookings that nobody changed since, and, when
 * an admin does it, the rooms that nothing points at then and that were never changed.
 */
export function undoHotelBookings(
  target: ImportTarget<BookingTables>,
  import_id: Id,
): Result<UndoneHotelBookings> {
  const { reads, writer, actor } = target;
  const rows = reads.all(
    reads.sql
      .selectFrom('bookings')
      .select(['id', 'resource_id', 'created_at', 'updated_at'])
      .where('import_id', '=', import_id),
  );
  const unchanged = rows.filter((row) => row.created_at === row.updated_at);
  return writer.batch(() => {
    const done = carryOut(target, COMMAND, deleting(bookings, ids(unchanged)));
    if (!done.ok) return done;
    const used = unchanged.flatMap((row) => (row.resource_id === null ? [] : [row.resource_id]));
    const empty = actor.role === 'admin' ? emptyRooms(target, [...new Set(used)]) : [];
    const cleared = carryOut(target, COMMAND, deleting(resources, empty));
    if (!cleared.ok) return cleared;
    return ok({
      deleted: unchanged.length,
      kept: rows.length - unchanged.length,
      resources_deleted: empty.length,
    });
  });
}

function ids(rows: readonly { readonly id: Id }[]): readonly Id[] {
  return rows.map(({ id }) => id);
}

function deleting(table: Table, rows: readonly Id[]): readonly Step[] {
  return rows.map((id) => ({ kind: 'delete', table, id }));
}

function emptyRooms({ reads }: ImportTarget<BookingTables>, rooms: readonly Id[]): readonly Id[] {
  const used = referredTo(reads, resources, rooms);
  return rooms.filter((id) => {
    const room = reads.first(
      reads.sql.selectFrom('resources').select(['created_at', 'updated_at']).where('id', '=', id),
    );
    return room !== undefined && room.created_at === room.updated_at && !used.has(id);
  });
}
