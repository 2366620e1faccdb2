import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Cell } from '#db/schema/column.ts';
import { STAMPED } from '#db/schema/table.ts';
import type { RowChange } from './bookings/rules/effect.ts';
import type { BookingTables } from './bookings/tables-seen.ts';
import { rowOf } from './effects.ts';
import { registry } from './registry.ts';

/**
 * What a refused op wanted, once more, on the rows as they are now: its `after` values, taken against
 * present ones. A row that is there already is changed instead of made; one that is gone is left
 * alone, and `not_found` when that is all of them, or one that may only be changed by those who saw it.
 * `undo_stale` when somebody else changed such a row; `update_needed` for what this version does not
 * know.
 */
export function wantedAgain(
  reads: Reads<BookingTables>,
  changes: readonly RowChange[],
): Result<readonly RowChange[], 'not_found' | 'undo_stale' | 'update_needed'> {
  const unknown = changes.find((change) => !isKnown(change));
  if (unknown !== undefined) return fail('update_needed', { table: unknown.table });
  const lost = changes.find((change) => isLost(reads, change));
  if (lost !== undefined) return fail('not_found', { table: lost.table, row_id: lost.row_id });
  const stale = changes.find((change) => isOverruled(reads, change));
  if (stale !== undefined) {
    return fail('undo_stale', { table: stale.table, row_id: stale.row_id });
  }
  const present = changes.flatMap((change) => onPresent(reads, change));
  return present.length === 0 ? fail('not_found') : ok(present);
}

/**
 * Where doing these changes once more would put back what somebody wrote since: the first cell that holds
 * neither what was there when the change was made nor what it wants. Null where there is none. `refused`
 * never happened: what was there before them is nothing that somebody wrote.
 */
export function overtaken(
  reads: Reads<BookingTables>,
  changes: readonly RowChange[],
  refused: readonly RowChange[],
): { readonly table: string; readonly row_id: string; readonly column: string } | null {
  for (const { table, row_id, values } of changes) {
    const row = rowOf(reads, table, row_id);
    const theirs = refused.filter((change) => change.table === table && change.row_id === row_id);
    const cell = Object.entries(values).find(
      ([column, [before, after]]) =>
        row !== null &&
        !STAMPED.includes(column) &&
        row[column] !== after &&
        !wereThere(theirs, column, before).has(row[column] ?? null),
    );
    if (cell !== undefined) return { table, row_id, column: cell[0] };
  }
  return null;
}

/** What stood in a cell before `cell` was written there by changes that never happened, and itself. */
function wereThere(refused: readonly RowChange[], column: string, cell: Cell): ReadonlySet<Cell> {
  const cells = new Set([cell]);
  for (const was of cells) {
    for (const { values } of refused) {
      const [before, after] = values[column] ?? [];
      if (before !== undefined && after === was) cells.add(before);
    }
  }
  return cells;
}

function isKnown({ table, values }: RowChange): boolean {
  const own = registry.get(table)?.own;
  return (
    own !== undefined &&
    Object.keys(values).every((column) => Object.hasOwn(own, column) || STAMPED.includes(column))
  );
}

/**
 * True when what may only be changed by those who saw it is gone: a central that was put back lost the
 * conflict. Its rows alone must not change: nobody would be asked about a booking that lost its slot.
 */
function isLost(reads: Reads<BookingTables>, change: RowChange): boolean {
  return guarded(change).length > 0 && rowOf(reads, change.table, change.row_id) === null;
}

/**
 * True when somebody else changed what may only be changed by those who saw it: a conflict that was
 * settled meanwhile is not settled a second time over the first.
 */
function isOverruled(reads: Reads<BookingTables>, change: RowChange): boolean {
  const cells = guarded(change);
  const row = cells.length > 0 ? rowOf(reads, change.table, change.row_id) : null;
  return row !== null && cells.some(([column, [before]]) => row[column] !== before);
}

/** Cells of an update that only those may change who saw them. */
function guarded({ table, kind, values }: RowChange) {
  const own = registry.get(table)?.own;
  return kind === 'update'
    ? Object.entries(values).filter(([column]) => own?.[column]?.shape.merge === 'refuse')
    : [];
}

function onPresent(reads: Reads<BookingTables>, change: RowChange): readonly RowChange[] {
  const row = rowOf(reads, change.table, change.row_id);
  if (row === null) return change.kind === 'insert' ? [change] : [];
  return [
    {
      ...change,
      kind: change.kind === 'delete' ? 'delete' : 'update',
      values: Object.fromEntries(
        Object.entries(change.values).map(([column, [, after]]) => [
          column,
          [row[column] ?? null, after],
        ]),
      ),
    },
  ];
}
