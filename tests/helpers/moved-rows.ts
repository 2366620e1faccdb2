import { expect } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { movedTables } from '#sync/adopt/moved-tables.ts';
import type { TestCentral } from './postgres.ts';
import { rowsThere } from './table-desks.ts';

const MOVED = movedTables(registry);

/** Rows of a file by table, without what central gives; JSON as it reads, not as it is written. */
export function rowsIn(file: string): ReadonlyMap<Table, readonly string[]> {
  const connection = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
  try {
    return new Map(
      MOVED.map((table) => {
        const columns = Object.keys(table.columns).map(quoted).join(', ');
        const rows = connection.prepare<CanonicalRow>(
          `SELECT ${columns} FROM ${quoted(table.name)} ORDER BY id`,
        );
        return [table, rows.all().map((row) => readAlike(table, row))];
      }),
    );
  } finally {
    connection.close();
  }
}

/** The same of central. */
export async function rowsAtCentral(
  central: TestCentral,
  organization: string,
): Promise<ReadonlyMap<Table, readonly string[]>> {
  const found = await rowsThere(central.admin, organization, MOVED);
  return new Map(
    [...found].map(([table, rows]) => [
      table,
      rows.map((row) => readAlike(table, JSON.parse(row))),
    ]),
  );
}

function readAlike(table: Table, row: CanonicalRow): string {
  return JSON.stringify(
    Object.entries(table.columns).map(([name, { shape }]) => {
      const cell = row[name] ?? null;
      if (name === 'row_version') return null;
      return shape.kind === 'json' && typeof cell === 'string' ? sorted(JSON.parse(cell)) : cell;
    }),
  );
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Fails with the first row of a table that differs. */
export function expectSameRows(
  actual: ReadonlyMap<Table, readonly string[]>,
  expected: ReadonlyMap<Table, readonly string[]>,
): void {
  for (const table of MOVED) {
    // One line for a table that differs: a hundred thousand would hide it.
    const [here, there] = [actual.get(table) ?? [], expected.get(table) ?? []];
    const at = there.findIndex((row, place) => row !== here[place]);
    expect([table.name, here.length, at, here[at]]).toStrictEqual([
      table.name,
      there.length,
      -1,
      undefined,
    ]);
  }
}
