import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { registry } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import { createRowSets } from './any-row.ts';
import type { RowSet } from './any-row.ts';

/** Tables of the product that central holds, in reference order. */
export const centralTables: readonly Table[] = registry.tables.filter(
  ({ options }) => options.sync !== 'local',
);

/** Tables whose rows come to devices. */
export const sharedTables: readonly Table[] = centralTables.filter(
  ({ options }) => options.sync === 'both' || options.sync === 'down',
);

/**
 * Rows of an organization for every table of the product; none is there yet. `ids` of the first set
 * may be given.
 */
export function rowSetsOf(
  organization: Id,
  ids: Readonly<Record<string, Id>> = {},
): readonly [RowSet, RowSet] {
  const options = { registry, newId: randomUUID, given: { organizations: organization } };
  return createRowSets({ ...options, given: { ...ids, ...options.given } }, options);
}

/** SQL that inserts a row, for any role: text only, everything in it is quoted. */
export function insertSql(
  client: pg.Client,
  table: Table,
  organization: Id,
  id: Id,
  cells: Readonly<Record<string, Cell>>,
): string {
  const row: Record<string, unknown> = { ...cells, id, organization_id: organization };
  for (const [name, { shape }] of Object.entries(table.own)) {
    const cell = cells[name];
    if (shape.kind === 'json' && typeof cell === 'string') row[name] = JSON.parse(cell);
  }
  const columns = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ');
  return `insert into data.${table.name} (${columns})
    select ${columns} from jsonb_populate_record(null::data.${table.name}, ${client.escapeLiteral(JSON.stringify(row))})`;
}

/**
 * Puts rows there, past rights, policies and references. The organization is there already.
 */
export async function putRows(
  admin: pg.Client,
  organization: Id,
  sets: readonly RowSet[],
): Promise<void> {
  const statements = centralTables
    .filter(({ name }) => name !== 'organizations')
    .flatMap((table) =>
      sets.map((set) =>
        insertSql(admin, table, organization, set.id(table.name), set.cells(table)),
      ),
    );
  const all = ['begin', 'set local session_replication_role = replica', ...statements, 'commit'];
  await admin.query(all.join(';\n'));
}
