import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { cellProblem } from '#db/schema/cell.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { rowsOfEveryTable, standaloneDesk } from '#tests/helpers/standalone.ts';
import type { StandaloneDesk } from '#tests/helpers/standalone.ts';
import { movedColumns, movedTables } from './moved-tables.ts';
import { AdoptionRefused } from './refused.ts';
import { refuseBrokenRules } from './rules.node.ts';
import { contentHere, survey } from './survey.node.ts';

const TABLES = movedTables(registry);
const STRANGER = '0190aaaa-0000-7000-8000-000000000009';
const ODD: readonly Cell[] = [
  STRANGER,
  '',
  'x'.repeat(100_000),
  'no such thing',
  '2026-02-30',
  '24:00',
  '{"a":',
  '{"a":"\\u0000"}',
  2,
  9_007_199_254_740_992,
  null,
];

let folder: string;
let desk: StandaloneDesk;
let connection: Connection;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-survey-'));
  desk = standaloneDesk(folder, 'Survey');
  desk.load(rowsOfEveryTable(desk));
  connection = openReplica({ file: desk.file, registry, schemaVersion: SCHEMA_VERSION });
  connection.pragma('foreign_keys = OFF');
  connection.pragma('ignore_check_constraints = ON');
});
afterAll(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the survey says of a cell, which is taken back. Null where SQLite refuses it, or mends it. */
function planted(table: Table, column: string, cell: Cell): unknown {
  const { id } = firstRow(table);
  const [name, quotedColumn] = [quoted(table.name), quoted(column)];
  connection.exec('BEGIN');
  try {
    try {
      connection
        .prepare(`UPDATE ${name} SET ${quotedColumn} = ? WHERE id = ?`)
        .run(cell, String(id));
    } catch {
      return null;
    }
    const stored = connection
      .prepare<{ cell: Cell }>(`SELECT ${quotedColumn} AS cell FROM ${name} WHERE id = ?`)
      .get(String(id));
    if (stored?.cell !== cell) return null;
    contentHere(connection, table, desk.organization_id);
    refuseBrokenRules(connection, table);
    return 'accepted';
  } catch (error) {
    if (error instanceof AdoptionRefused) return error.details;
    throw error;
  } finally {
    connection.exec('ROLLBACK');
  }
}

function firstRow(table: Table): CanonicalRow {
  const row = connection
    .prepare<CanonicalRow>(`SELECT * FROM ${quoted(table.name)} ORDER BY id LIMIT 1`)
    .get();
  if (row === undefined) throw new Error(`no row of ${table.name}`);
  return row;
}

test('a good file is accepted, and its digest follows every cell', () => {
  const contents = survey(connection, desk.organization_id);
  expect(contents.map(({ table, rows }) => [table, rows > 0])).toStrictEqual(
    TABLES.map(({ name }) => [name, true]),
  );
  expect(survey(connection, desk.organization_id)).toStrictEqual(contents);
  for (const [at, table] of TABLES.entries()) {
    connection.exec('BEGIN');
    connection
      .prepare(`UPDATE ${quoted(table.name)} SET created_at = ? WHERE id = ?`)
      .run('2026-01-02T03:04:05.679Z', String(firstRow(table)['id']));
    const changed = contentHere(connection, table, desk.organization_id);
    connection.exec('ROLLBACK');
    expect(changed).toMatchObject({ rows: contents[at]?.rows });
    expect(changed.digest).not.toBe(contents[at]?.digest);
  }
});

describe.each(TABLES.map((table) => [table.name, table] as const))('%s', (_, table) => {
  test('every column refuses every cell that cannot be, by name', () => {
    const { id } = firstRow(table);
    let tried = 0;
    for (const column of movedColumns(table).filter((name) => name !== 'id')) {
      const shape = table.columns[column]?.shape;
      if (shape === undefined) throw new Error(column);
      for (const cell of ODD.filter((odd) => cellProblem(shape, odd) !== undefined)) {
        const said = planted(table, column, cell);
        if (said === null) continue;
        tried += 1;
        expect({ column, cell, said }).toMatchObject({
          said: { reason: 'bad_value', table: table.name, row_id: id, column },
        });
      }
    }
    expect(tried).toBeGreaterThan(0);
  });

  test('a reference to nothing, and a row of strangers, are refused by name', () => {
    const { id } = firstRow(table);
    const columns = Object.entries(table.own)
      .filter(([, { shape }]) => shape.reference?.enforced === true)
      .map(([column]) => [column, 'missing_reference']);
    for (const [column = '', reason] of [...columns, ['organization_id', 'foreign_organization']]) {
      const said = planted(table, column, STRANGER);
      expect({ column, said }).toMatchObject({
        said: { reason, table: table.name, row_id: id, column },
      });
    }
  });
});
