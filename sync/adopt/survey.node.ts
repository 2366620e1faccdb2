import type { Id } from '#db/kernel/id.ts';
import { cellProblem } from '#db/schema/cell.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { checkIntegrity } from '#db/sqlite/open.node.ts';
import { readContent } from './content.node.ts';
import type { Content } from './content.node.ts';
import { movedColumns, movedTables } from './moved-tables.ts';
import { AdoptionRefused } from './refused.ts';
import { refuseBrokenRules } from './rules.node.ts';

/**
 * Reads every row that would move and judges it as central would, so that a bad one is named by
 * table, row and column before central hears of anything. Throws `AdoptionRefused`, and
 * `replica_failed` where the file itself is damaged.
 */
export function survey(connection: Connection, organization: Id): readonly Content[] {
  const tables = movedTables(connection.registry);
  const contents = tables.map((table) => contentHere(connection, table, organization));
  for (const table of tables) refuseBrokenRules(connection, table);
  // Rows were read by way of an index; one that lacks some would hide them.
  checkIntegrity(connection);
  return contents;
}

/** The content of one table. Throws `AdoptionRefused` for the first cell that cannot be. */
export function contentHere(connection: Connection, table: Table, organization: Id): Content {
  const columns = movedColumns(table).map((name) => {
    const shape = table.columns[name]?.shape;
    if (shape === undefined) throw new Error(`Bug: ${table.name} has no column ${name}`);
    return { name, shape };
  });
  const content = readContent(table);
  const list = columns.map(({ name }) => quoted(name)).join(', ');
  const rows = connection
    .prepare<CanonicalRow>(`SELECT ${list} FROM ${quoted(table.name)} ORDER BY id`)
    .iterate();
  let last = '';
  for (const row of rows) {
    const id = String(row['id']);
    const cells: Cell[] = [];
    for (const { name, shape } of columns) {
      const cell = row[name] ?? null;
      const problem = cellProblem(shape, cell);
      if (problem !== undefined) refuse('bad_value', table, id, name, { problem });
      cells.push(cell);
    }
    if (id === last) refuse('duplicate_row', table, id, 'id');
    if (row['organization_id'] !== organization) {
      refuse('foreign_organization', table, id, 'organization_id');
    }
    last = id;
    content.add(cells);
  }
  return content.end();
}

function refuse(
  reason: 'bad_value' | 'duplicate_row' | 'foreign_organization',
  table: Table,
  row_id: string,
  column: string,
  more: { readonly problem?: string } = {},
): never {
  throw new AdoptionRefused(reason, { table: table.name, row_id, column, ...more });
}
