import type { Id } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';

/** A row that a transaction touched: as it was before, and as it is now. */
export interface TouchedRow {
  readonly table: Table;
  readonly id: Id;
  readonly before: CanonicalRow | null;
  now: CanonicalRow | null;
}

/** What one transaction did to one row; the shape of `Change` in the protocol. */
export interface RowChange {
  readonly table: string;
  readonly row_id: Id;
  readonly kind: 'insert' | 'update' | 'delete';
  readonly version?: number;
  readonly values: Record<string, readonly [before: Cell, after: Cell]>;
}

/**
 * Several steps on one row become the one change between its two ends; undefined when equal. Where
 * one column of a `together` group changed, the others travel with it unchanged: central can then
 * see that somebody else moved the end while this desk moved the start.
 */
export function changeOf(row: TouchedRow): RowChange | undefined {
  const { before, now, table } = row;
  if (before === null && now === null) return undefined;
  const kind = before === null ? 'insert' : now === null ? 'delete' : 'update';
  const names = kind === 'update' ? updatedColumns(row) : Object.keys(table.own).filter(named(row));
  if (kind === 'update' && names.length === 0) return undefined;
  const values = Object.fromEntries(
    names.map((name) => [name, [before?.[name] ?? null, now?.[name] ?? null] as const]),
  );
  const version = kind === 'update' ? { version: Number(before?.['row_version'] ?? 0) } : {};
  return { table: table.name, row_id: row.id, kind, ...version, values };
}

// What a new row has by default need not travel: most of a long row does not.
function named({ before, now, table }: TouchedRow): (name: string) => boolean {
  return (name) => before !== null || now?.[name] !== (table.own[name]?.shape.defaultValue ?? null);
}

function updatedColumns({ table, before, now }: TouchedRow): string[] {
  const columns = Object.entries(table.own);
  const changed = columns.filter(([name]) => before?.[name] !== now?.[name]);
  const groups = new Set(changed.flatMap(([, { shape }]) => shape.group ?? []));
  return columns
    .filter((column) => changed.includes(column) || groups.has(column[1].shape.group ?? ''))
    .map(([name]) => name);
}
