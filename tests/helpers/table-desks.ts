import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { registry } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import { keyParts } from '#db/schema/table.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createLooseRows, createRowSets } from './any-row.ts';
import type { RowSet } from './any-row.ts';

/** Tables of one class or several, in reference order. */
export function tablesOf(...classes: readonly Table['options']['sync'][]): readonly Table[] {
  return registry.tables.filter(({ options }) => classes.includes(options.sync));
}

/** Rows for every table of the product, in sets that refer to one another. */
export interface TableRows {
  /** Written at central before anybody looks, in this order. */
  readonly atCentral: readonly { readonly table: Table; readonly rows: RowSet }[];
  readonly central: RowSet;
  /** Written by a device, refers to its own rows. */
  readonly device: RowSet;
  /** 0 is the device's row to insert; others are the same with other cells, the odd ones refer to central's. */
  cells(table: Table, variant: number): Readonly<Record<string, Cell>>;
  /** Refers to central's rows alone: for tables that only take rows up, and for what is spoilt. */
  readonly fresh: RowSet;
}

export function rowsForTables(organizationId: Id): TableRows {
  const newId = () => randomUUID();
  const given = { organizations: organizationId };
  const [central, second] = createRowSets({ registry, newId, given });
  const arriving = tablesOf('both', 'down').filter(({ name }) => name !== 'organizations');
  const newIds = (tables: readonly Table[]) =>
    Object.fromEntries(tables.map(({ name }) => [name, newId()]));
  const idsOf = (tables: readonly Table[], set: RowSet) =>
    Object.fromEntries(tables.map(({ name }) => [name, set.id(name)]));
  const centrals = { ...newIds(registry.tables), ...idsOf(arriving, central), ...given };

  // Rows that refer to the same rows as central's own would be their doubles there: for these,
  // central has more rows to refer to.
  const tight = new Set(tablesOf('both', 'up').filter(isTight));
  const targets = new Set([...tight].flatMap((table) => targetsOf(table)));
  const targeted = arriving.filter((table) => targets.has(table.name) && !tight.has(table));
  const forChanges = setOf({ ...centrals, ...newIds(targeted) }, second);
  const forFresh = setOf({ ...centrals, ...newIds(targeted) }, second);

  const own = { ...centrals, ...newIds(tablesOf('both')), ...given };
  const device = setOf(own, central);
  const apart = setOf(own, forChanges);
  return {
    atCentral: arriving.flatMap((table) => [
      { table, rows: central },
      { table, rows: second },
      ...(targeted.includes(table)
        ? [
            { table, rows: forChanges },
            { table, rows: forFresh },
          ]
        : []),
    ]),
    central,
    device,
    cells: (table, variant) => (tight.has(table) ? apart : device).cells(table, variant),
    fresh: setOf({ ...centrals, ...idsOf(targeted, forFresh) }, second),
  };
}

/** Rows that refer to one another by these ids; a second of a table, and odd variants, to `other`. */
function setOf(ids: Readonly<Record<string, Id>>, other: RowSet): RowSet {
  const named: RowSet = { id: (name) => must(ids[name], name), cells: () => ({}) };
  return createLooseRows({ registry, newId: () => randomUUID(), given: ids }, [named, other]);
}

/** Two rows that refer to the same rows may not be: slots, or a key in which no text differs. */
function isTight(table: Table): boolean {
  // Rows made from definitions keep out of keys that hold for some rows only.
  const keys = (table.options.unique ?? [])
    .map((key) => keyParts(key))
    .filter((key) => key.while === undefined);
  const named = (sql: string, kind: 'text' | 'id') =>
    Object.entries(table.own).some(
      ([name, { shape }]) => shape.kind === kind && new RegExp(`\\b${name}\\b`).test(sql),
    );
  const differs = (name: string) => {
    const sql = table.options.generated?.[name] ?? name;
    return named(sql, 'text') && !named(sql, 'id');
  };
  return (
    table.options.noOverlap !== undefined || keys.some(({ columns }) => !columns.some(differs))
  );
}

function targetsOf(table: Table): readonly string[] {
  return Object.values(table.own).flatMap(({ shape }) => shape.reference?.table ?? []);
}

/** Puts a row there as the administrator, past devices and their rights. */
export async function insertAtCentral(
  admin: pg.Client,
  table: Table,
  row: { readonly id: Id; readonly organization_id: Id; readonly cells: CanonicalRow },
): Promise<void> {
  const cells = { id: row.id, organization_id: row.organization_id, ...row.cells };
  const names = Object.keys(cells);
  await admin.query(
    `insert into data.${quoted(table.name)} (${names.map(quoted).join(', ')})
     values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(cells),
  );
}

/** What a replica holds of each table, one line of JSON a row, ordered by id. */
export function rowsHere(connection: Connection, table: Table): readonly string[] {
  const columns = Object.keys(table.columns).map(quoted).join(', ');
  return connection
    .prepare<CanonicalRow>(`SELECT ${columns} FROM ${quoted(table.name)} ORDER BY id`)
    .all()
    .map((row) => JSON.stringify(row));
}

/** The same of central, made canonical here and not by the product. */
export async function rowsThere(
  admin: pg.Client,
  organizationId: Id,
  tables: readonly Table[],
): Promise<ReadonlyMap<Table, readonly string[]>> {
  const selects = tables.map((table, at) => {
    const pairs = Object.entries(table.columns).map(
      ([name, { shape }]) => `'${name}', ${canonical(shape, `t.${quoted(name)}`)}`,
    );
    // A function takes at most 100 arguments.
    const objects = chunks(pairs, 40).map((part) => `jsonb_build_object(${part.join(', ')})`);
    return `select ${at} as at, ${objects.join(' || ')} as row
      from data.${quoted(table.name)} t where t.organization_id = '${organizationId}'`;
  });
  const found = await admin.query<{ at: number; row: Record<string, Cell> }>(
    `select * from (${selects.join('\nunion all\n')}) rows order by at, row ->> 'id' collate "C"`,
  );
  const byTable = Map.groupBy(found.rows, ({ at }) => tables[at]);
  return new Map(
    tables.map((table) => {
      const names = Object.keys(table.columns);
      const rows = (byTable.get(table) ?? []).map(({ row }) =>
        JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name] ?? null]))),
      );
      return [table, rows];
    }),
  );
}

function canonical({ kind }: ColumnShape, column: string): string {
  switch (kind) {
    case 'integer':
    case 'money':
    case 'text':
    case 'enum':
    case 'clock':
    case 'wall':
      return column;
    case 'id':
    case 'decimal':
    case 'json':
      return `${column}::text`;
    case 'boolean':
      return `${column}::integer`;
    case 'day':
      return `to_char(${column}, 'YYYY-MM-DD')`;
    case 'instant':
      return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    default:
      return unreachable(kind);
  }
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}
