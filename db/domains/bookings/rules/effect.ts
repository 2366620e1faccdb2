import { z } from 'zod';
import type { Cell } from '#db/schema/column.ts';

const cell = z.union([z.string(), z.number(), z.null()]);

/** What an op or a settlement did to one row, `[before, after]` per column. */
export const rowChange = z.object({
  table: z.string(),
  row_id: z.string(),
  kind: z.enum(['insert', 'update', 'delete']),
  values: z.record(z.string(), z.tuple([cell, cell])),
});

export type RowChange = z.infer<typeof rowChange>;

const changes = z.array(rowChange);
const effect = z.object({ changes });

/** Reads the `changes` of a stored op. Throws when it is not that: a damaged file. */
export function changesOf(json: string): readonly RowChange[] {
  return changes.parse(JSON.parse(json));
}

/** Reads `conflict_actions.effect`. Throws when it is not that. */
export function effectOf(json: string): readonly RowChange[] {
  return effect.parse(JSON.parse(json)).changes;
}

export function effectText(of: readonly RowChange[]): string {
  return JSON.stringify({ changes: of });
}

const OPPOSITE = { insert: 'delete', update: 'update', delete: 'insert' } as const;

/** What takes the changes back. Applied in reverse order: who came last to a slot leaves first. */
export function inverse(of: readonly RowChange[]): readonly RowChange[] {
  return of
    .map(({ table, row_id, kind, values }) => ({
      table,
      row_id,
      kind: OPPOSITE[kind],
      values: Object.fromEntries(
        Object.entries(values).map(([column, [before, after]]) => [column, swap(before, after)]),
      ),
    }))
    .reverse();
}

function swap(before: Cell, after: Cell): [Cell, Cell] {
  return [after, before];
}

/**
 * The change that gives a row these values. Columns that hold theirs already stay named: a later
 * undo then sees that somebody changed them.
 */
export function updateOf(
  table: string,
  row: { readonly id: string },
  values: Readonly<Record<string, Cell>>,
): RowChange {
  const held = new Map<string, unknown>(Object.entries(row));
  return {
    table,
    row_id: row.id,
    kind: 'update',
    values: Object.fromEntries(
      Object.entries(values).map(([column, after]) => [
        column,
        [cell.parse(held.get(column)), after],
      ]),
    ),
  };
}
