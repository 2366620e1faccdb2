import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from './connection.node.ts';

/** The statements on rows of one table, prepared once. All speak canonical rows without `row_no`. */
export interface TableStatements {
  readonly columns: readonly string[];
  get(id: string): CanonicalRow | undefined;
  /** Throws the driver's error when a constraint refuses it. */
  insert(row: CanonicalRow): void;
  /** Sets some columns of an existing row. */
  update(id: string, patch: CanonicalRow): void;
  /** Inserts, or sets every column of the existing row, which keeps its `row_no`. */
  put(row: CanonicalRow): void;
  remove(id: string): void;
}

export type StatementsOf = (table: Table) => TableStatements;

export function createStatements(connection: Connection): StatementsOf {
  const known = new Map<Table, TableStatements>();
  return (table) => {
    const found = known.get(table);
    if (found !== undefined) return found;
    const made = statementsOf(connection, table);
    known.set(table, made);
    return made;
  };
}

function statementsOf(connection: Connection, table: Table): TableStatements {
  const columns = Object.keys(table.columns);
  const name = quoted(table.name);
  const list = columns.map(quoted).join(', ');
  const marks = columns.map(() => '?').join(', ');
  const sets = columns
    .filter((column) => column !== 'id')
    .map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
  const select = `SELECT ${list} FROM ${name} WHERE id = ?`;
  const insert = `INSERT INTO ${name} (${list}) VALUES (${marks})`;
  const put = `${insert} ON CONFLICT (id) DO UPDATE SET ${sets.join(', ')}`;
  const remove = `DELETE FROM ${name} WHERE id = ?`;
  const cells = (row: CanonicalRow): Cell[] =>
    columns.map((column) => {
      const cell = row[column];
      if (cell === undefined) throw new Error(`Bug: row of ${table.name} without ${column}`);
      return cell;
    });
  return {
    columns,
    get: (id) => connection.prepare<CanonicalRow>(select).get(id),
    insert: (row) => void connection.prepare(insert).run(cells(row)),
    update: (id, patch) => {
      const names = Object.keys(patch);
      if (names.length === 0) return;
      const assignments = names
        .map((column) => {
          must(table.columns[column], `no column ${column} in ${table.name}`);
          return `${quoted(column)} = ?`;
        })
        .join(', ');
      connection
        .prepare(`UPDATE ${name} SET ${assignments} WHERE id = ?`)
        .run([...Object.values(patch), id]);
    },
    put: (row) => void connection.prepare(put).run(cells(row)),
    remove: (id) => void connection.prepare(remove).run(id),
  };
}
