import { sql } from 'kysely';
import { must } from '#db/kernel/must.ts';
import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { STAMPED } from '#db/schema/table.ts';
import type { SlotRefusal } from './bookings/commands/refusals.ts';
import { requireRoom, requireSlot } from './bookings/commands/refusals.ts';
import { bookingDetail } from './bookings/queries/detail.ts';
import type { RowChange } from './bookings/rules/effect.ts';
import { occupies } from './bookings/rules/status.ts';
import type { BookingTables } from './bookings/tables-seen.ts';
import { registry } from './registry.ts';

export type EffectRefusal = SlotRefusal | 'undo_stale';

/**
 * Carries out prepared changes: those of a settlement, or the inverse of an op. Every column must
 * still hold its `before` (`undo_stale` names the row and column that does not), and every booking
 * that takes time or another slot by it must find that slot free. A refusal leaves the caller's
 * transaction to be rolled back.
 */
export function applyEffect(
  tx: Writes<BookingTables>,
  changes: readonly RowChange[],
): Result<null, EffectRefusal> {
  const before = new Map(
    changes
      .filter((change) => change.table === 'bookings')
      .map((change) => [change.row_id, bookingDetail(tx, { id: change.row_id })]),
  );
  for (const change of changes) {
    const stale = staleColumn(tx, change);
    if (stale !== null) {
      return fail('undo_stale', { table: change.table, row_id: change.row_id, column: stale });
    }
    write(tx, change);
  }
  for (const [id, was] of before) {
    const free = requireItsSlot(tx, id, was);
    if (!free.ok) return free;
  }
  return ok(null);
}

type Held = ReturnType<typeof bookingDetail>;

function requireItsSlot(tx: Writes<BookingTables>, id: string, was: Held) {
  const is = bookingDetail(tx, { id });
  if (is === null || !occupies(is.status)) return ok(null);
  const resource_id = must(is.resource_id, 'a booking that takes time has a resource');
  const same =
    was !== null &&
    occupies(was.status) &&
    was.resource_id === resource_id &&
    was.start_time === is.start_time &&
    was.end_time === is.end_time;
  const { start_time, end_time, party_size } = is;
  const request = { resource_id, start_time, end_time, party_size, except: [id] };
  if (!same) return requireSlot(tx, request);
  return party_size > was.party_size ? requireRoom(tx, request) : ok(null);
}

/** The first column that does not hold what the change expects; `id` when the row is there or not against it. */
function staleColumn(tx: Writes<BookingTables>, change: RowChange): string | null {
  const row = rowOf(tx, change.table, change.row_id);
  if (change.kind === 'insert') return row === null ? null : 'id';
  if (row === null) return 'id';
  const expected = Object.entries(change.values).map(
    ([column, [before]]) => [column, before] as const,
  );
  // The op that made the row left out what stood at its default.
  const unnamed = change.kind === 'delete' ? defaultsBeside(change) : [];
  return [...expected, ...unnamed].find(([column, before]) => row[column] !== before)?.[0] ?? null;
}

function defaultsBeside({ table: name, values }: RowChange): (readonly [string, Cell])[] {
  const table = must(registry.get(name), `no table ${name}`);
  return Object.entries(table.own)
    .filter(([column]) => values[column] === undefined)
    .map(([column, { shape }]) => [column, shape.defaultValue ?? null] as const);
}

/** Columns an insert may not leave out. Throws for an unknown table. */
export function requiredColumns(name: string): readonly string[] {
  const table = must(registry.get(name), `no table ${name}`);
  return Object.entries(table.own)
    .filter(([, { shape }]) => !shape.nullable && shape.defaultValue === undefined)
    .map(([column]) => column);
}

/** A row by its own columns (without stamps); null when it is gone. Throws for an unknown table. */
export function rowOf(
  reads: Reads<BookingTables>,
  name: string,
  id: string,
): Readonly<Record<string, Cell>> | null {
  const table = must(registry.get(name), `no table ${name}`);
  const columns = sql.join(Object.keys(table.own).map((column) => sql.ref(column)));
  const query = sql<CanonicalRow>`select ${columns} from ${sql.table(table.name)} where id = ${id}`;
  return reads.first({ compile: () => query.compile(reads.sql) }) ?? null;
}

function write(tx: Writes<BookingTables>, change: RowChange): void {
  const table = must(registry.get(change.table), `no table ${change.table}`);
  const after = Object.fromEntries(
    Object.entries(change.values)
      .filter(([column]) => !STAMPED.includes(column))
      .map(([column, [, value]]) => [column, value]),
  );
  switch (change.kind) {
    case 'insert':
      tx.insert(table, after, change.row_id);
      break;
    case 'update':
      tx.update(table, change.row_id, after);
      break;
    case 'delete':
      tx.delete(table, change.row_id);
      break;
  }
}
