import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { Table } from '#db/schema/table.ts';
import type { TouchedRow } from './changed-rows.ts';
import type { Connection } from './connection.node.ts';
import { WriteRefusal } from './write-refusal.ts';

/**
 * Uniqueness and references of the rows a transaction changed, judged at its end. Only local writes
 * are judged: what central sends has been judged there, and arrives in any order.
 */
export function refuseBroken(connection: Connection, rows: readonly TouchedRow[]): void {
  for (const row of rows) {
    if (row.now === null) refuseOrphans(connection, row);
    else {
      refuseDuplicates(connection, row);
      refuseDangling(connection, row);
    }
  }
}

function refuseDuplicates(connection: Connection, row: TouchedRow): void {
  for (const columns of row.table.options.unique ?? []) {
    if (!changed(row, columns)) continue;
    const where = columns.map((column) => `${quoted(column)} = ?`).join(' AND ');
    const twin = connection
      .prepare<{ id: string }>(
        `SELECT id FROM ${quoted(row.table.name)} WHERE ${where} AND id <> ? LIMIT 1`,
      )
      .get([...columns.map((column) => row.now?.[column] ?? null), row.id]);
    if (twin !== undefined) {
      throw new WriteRefusal('duplicate_value', { table: row.table.name, columns, with: twin.id });
    }
  }
}

function refuseDangling(connection: Connection, row: TouchedRow): void {
  for (const [column, { shape }] of Object.entries(row.table.own)) {
    const target = row.now?.[column];
    if (shape.reference?.enforced !== true || typeof target !== 'string') continue;
    if (!changed(row, [column]) || exists(connection, shape.reference.table, 'id', target))
      continue;
    throw new WriteRefusal('missing_reference', { table: row.table.name, column });
  }
}

function refuseOrphans(connection: Connection, row: TouchedRow): void {
  for (const { table, column } of referencesTo(connection.registry.tables, row.table)) {
    if (exists(connection, table.name, column, row.id)) {
      throw new WriteRefusal('missing_reference', { table: table.name, column });
    }
  }
}

function referencesTo(tables: readonly Table[], target: Table): { table: Table; column: string }[] {
  return tables.flatMap((table) =>
    Object.entries(table.own)
      .filter(([, { shape }]) => shape.reference?.enforced === true)
      .filter(([, { shape }]) => shape.reference?.table === target.name)
      .map(([column]) => ({ table, column })),
  );
}

function changed(row: TouchedRow, columns: readonly string[]): boolean {
  return (
    row.before === null || columns.some((column) => row.before?.[column] !== row.now?.[column])
  );
}

function exists(connection: Connection, table: string, column: string, value: string): boolean {
  const sql = `SELECT 1 AS one FROM ${quoted(table)} WHERE ${quoted(column)} = ? LIMIT 1`;
  return connection.prepare(sql).get(value) !== undefined;
}
