import type { Cell } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { sqliteCode } from '#db/sqlite/failures.node.ts';

/** Rows of one INSERT: a third less time than one by one, no more with longer ones. */
export const BULK = 25;

/** From so many rows on it pays to look which columns say the same in all of them. */
const MANY = 1000;

type Rows = readonly (readonly Cell[])[];

/** Inserts `BULK` rows; false when a constraint refuses one of them: none of them is there then. */
type InsertBulk = (rows: Rows) => boolean;

/** Prepares to insert some of `rows`, which are in the order of `table.columns`. */
export type Bulk = (table: Table, rows: Rows) => InsertBulk;

/**
 * Binding a cell costs as much as storing it, and most columns of a large table say the same in every
 * row: those are bound once for each statement. Which they are is looked at for each chunk, but a
 * column that once differed counts as differing from then on, so that there are few statements.
 */
export function createBulk(connection: Connection): Bulk {
  const differing = new Map<Table, Set<number>>();
  return (table, rows) => {
    const names = Object.keys(table.columns);
    const first = rows[0] ?? [];
    let differs = differing.get(table);
    if (differs === undefined) differing.set(table, (differs = new Set()));
    for (let column = 0; column < names.length; column++) {
      if (differs.has(column)) continue;
      const cell = first[column];
      if (rows.length < MANY || rows.some((row) => row[column] !== cell)) differs.add(column);
    }
    const own = [...differs].toSorted((a, b) => a - b);
    const marks = names.map((_, column) => (differs.has(column) ? '?' : `@c${column}`));
    const one = `(${marks.join(', ')})`;
    const statement = connection.prepare(
      `INSERT INTO ${quoted(table.name)} (${names.map(quoted).join(', ')}) VALUES ` +
        Array<string>(BULK).fill(one).join(', '),
    );
    const shared: Record<string, Cell> = {};
    names.forEach((_, column) => {
      if (!differs.has(column)) shared[`c${column}`] = first[column] ?? null;
    });
    const cells = Array<Cell>(own.length * BULK);
    return (some) => {
      let at = 0;
      for (const row of some) for (const column of own) cells[at++] = row[column] ?? null;
      return inserted(() => statement.run(cells, shared));
    };
  };
}

function inserted(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT') === true) return false;
    throw error;
  }
}
