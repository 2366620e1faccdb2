import { quoted, whileCondition } from '#db/schema/sqlite-ddl.ts';
import { keyParts } from '#db/schema/table.ts';
import type { Key, Table } from '#db/schema/table.ts';
import type { TouchedRow } from './changed-rows.ts';
import type { Connection } from './connection.node.ts';
import { WriteRefusal } from './write-refusal.ts';

/**
 * Uniqueness and references of the rows a transaction changed, judged at its end; throws
 * `WriteRefusal`. Only local writes are judged: what central sends has been judged there, and
 * arrives in any order.
 */
export type RefuseBroken = (rows: readonly TouchedRow[]) => void;

interface Reference {
  readonly table: Table;
  readonly column: string;
}

export function createConstraints(connection: Connection): RefuseBroken {
  let references: ReadonlyMap<string, readonly Reference[]> | undefined;
  return (rows) => {
    for (const row of rows) {
      if (row.now === null) {
        references ??= referencesByTarget(connection.registry.tables);
        refuseOrphans(connection, row, references.get(row.table.name) ?? []);
      } else {
        refuseDuplicates(connection, row);
        refuseDangling(connection, row);
      }
    }
  };
}

function refuseDuplicates(connection: Connection, row: TouchedRow): void {
  for (const key of row.table.options.unique ?? []) {
    if (!mayBreak(row, key)) continue;
    const twin = connection.prepare<{ id: string }>(twinQuery(row.table, key)).get(row.id);
    if (twin !== undefined) {
      const { columns } = keyParts(key);
      throw new WriteRefusal('duplicate_value', { table: row.table.name, columns, with: twin.id });
    }
  }
}

/** Only SQLite knows what a generated column became: keys with one are judged after any change. */
function mayBreak(row: TouchedRow, key: Key): boolean {
  const { columns, while: condition } = keyParts(key);
  const stored = columns.every((column) => Object.hasOwn(row.table.columns, column));
  return (
    !stored || changed(row, condition === undefined ? columns : [...columns, condition.column])
  );
}

/**
 * Finds another row with the same key. The row is compared where it lies, so that generated values
 * take part.
 */
export function twinQuery(table: Table, key: Key): string {
  const { columns, while: condition } = keyParts(key);
  const name = quoted(table.name);
  const terms = [
    ...columns.map((column) => `twin.${quoted(column)} = mine.${quoted(column)}`),
    ...(condition === undefined
      ? []
      : [whileCondition(condition, 'mine'), whileCondition(condition, 'twin')]),
  ];
  return `SELECT twin.id FROM ${name} AS mine, ${name} AS twin
    WHERE mine.id = ? AND twin.id <> mine.id AND ${terms.join(' AND ')} LIMIT 1`;
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

function refuseOrphans(
  connection: Connection,
  row: TouchedRow,
  references: readonly Reference[],
): void {
  for (const { table, column } of references) {
    if (exists(connection, table.name, column, row.id)) {
      throw new WriteRefusal('missing_reference', { table: table.name, column });
    }
  }
}

function referencesByTarget(tables: readonly Table[]): ReadonlyMap<string, readonly Reference[]> {
  const all = tables.flatMap((table) =>
    Object.entries(table.own).flatMap(([column, { shape }]) =>
      shape.reference?.enforced === true ? [{ table, column, to: shape.reference.table }] : [],
    ),
  );
  return Map.groupBy(all, ({ to }) => to);
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
