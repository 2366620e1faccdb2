import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Cell } from '#db/schema/column.ts';
import { wantedAgain } from '#db/domains/again.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { requiredColumns, rowOf } from '#db/domains/effects.ts';
import { registry } from '#db/domains/registry.ts';
import type { ConflictRecord } from '../rules/conflict-data.ts';
import type { Decision } from '../rules/settlement.ts';

/**
 * The row changes that settle the conflict of an op which central refused as a whole: none for
 * `theirs`; for `mine` the op once more, after the row it refers to is back, and with another key
 * where somebody holds its own. `bad_status` for a decision that does not fit or another value of
 * what is no key, `not_found` where too little is known to bring a row back.
 */
export function refusedSettlement(
  reads: Reads<BookingTables>,
  row_id: string,
  { key, changes, parent }: ConflictRecord,
  decision: Decision,
): Result<readonly RowChange[], 'bad_status' | 'not_found' | 'undo_stale' | 'update_needed'> {
  if (decision.action === 'theirs') return ok([]);
  if (decision.action !== 'mine') return fail('bad_status', { action: decision.action });
  const values = decision.values ?? {};
  const other = Object.keys(values).find((column) => !key.includes(column));
  if (other !== undefined) return fail('bad_status', { column: other });
  const restored = parent === null ? ok([]) : restoredParent(reads, parent);
  if (!restored.ok) return restored;
  const wanted = wantedAgain(
    reads,
    changes.map((change) => (change.row_id === row_id ? withValues(change, values) : change)),
  );
  return wanted.ok ? ok([...restored.value, ...wanted.value]) : wanted;
}

function withValues(change: RowChange, values: Readonly<Record<string, Cell>>): RowChange {
  const renamed = Object.entries(values).map(([column, after]): [string, [Cell, Cell]] => [
    column,
    [change.values[column]?.[0] ?? null, after],
  ]);
  return { ...change, values: { ...change.values, ...Object.fromEntries(renamed) } };
}

function restoredParent(
  reads: Reads<BookingTables>,
  { table, row_id, cells }: NonNullable<ConflictRecord['parent']>,
): Result<readonly RowChange[], 'not_found' | 'update_needed'> {
  if (registry.get(table) === undefined) return fail('update_needed', { table });
  if (rowOf(reads, table, row_id) !== null) return ok([]);
  const missing = requiredColumns(table).filter((column) => cells[column] === undefined);
  if (missing.length > 0) return fail('not_found', { id: row_id, missing });
  const values = Object.entries(cells).map(([column, cell]): [string, [Cell, Cell]] => [
    column,
    [null, cell],
  ]);
  return ok([{ table, row_id, kind: 'insert', values: Object.fromEntries(values) }]);
}
