import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import { keyParts } from '#db/schema/table.ts';
import type { CanonicalRow, Key, Table } from '#db/schema/table.ts';
import type { TouchedRow } from './changed-rows.ts';
import type { Connection } from './connection.node.ts';
import { WriteRefusal } from './write-refusal.ts';

/**
 * The rows of one op in an order in which no unique key is ever held twice. The replica judges keys
 * when a transaction is over, central after each change: a row that gives a key up goes before the
 * one that takes it. Where nothing changes hands the order stays. Throws `duplicate_value` when there
 * is no such order: rows that swap their keys.
 */
export function inKeyOrder<R extends { readonly row: TouchedRow }>(
  connection: Connection,
  rows: readonly R[],
): readonly R[] {
  // The many commands that change one row have nothing to hand over.
  if (rows.length < 2) return rows;
  const handed = handovers(
    connection,
    rows.map(({ row }) => row),
  );
  if (handed.length === 0) return rows;
  const steps = [...handed, ...references(rows.map(({ row }) => row))];
  const left = new Set(rows.keys());
  const ordered: R[] = [];
  while (left.size > 0) {
    const next = [...left].find(
      (at) => !steps.some(({ first, second }) => second === at && left.has(first)),
    );
    if (next === undefined) throw stuck(handed, left);
    left.delete(next);
    ordered.push(must(rows[next], 'a row of the op'));
  }
  return ordered;
}

/** One row, by its place, must be written before another. */
interface Step {
  readonly first: number;
  readonly second: number;
}

interface Handover extends Step {
  readonly table: Table;
  readonly columns: readonly string[];
}

function handovers(connection: Connection, rows: readonly TouchedRow[]): readonly Handover[] {
  const givers = new Map<string, number>();
  const takers: [name: string, at: number, table: Table, columns: readonly string[]][] = [];
  for (const [at, row] of rows.entries()) {
    for (const [place, key] of (row.table.options.unique ?? []).entries()) {
      const before = keyValue(connection, row.table, key, row.before);
      const now = keyValue(connection, row.table, key, row.now);
      if (before === now) continue;
      const name = (value: string) => `${row.table.name} ${place} ${value}`;
      if (before !== null) givers.set(name(before), at);
      if (now !== null) takers.push([name(now), at, row.table, keyParts(key).columns]);
    }
  }
  return takers.flatMap(([name, second, table, columns]) => {
    const first = givers.get(name);
    return first === undefined ? [] : [{ first, second, table, columns }];
  });
}

/** What a row holds of a key, as text; null when it takes no part. */
function keyValue(
  connection: Connection,
  table: Table,
  key: Key,
  image: CanonicalRow | null,
): string | null {
  if (image === null) return null;
  const { columns, while: condition } = keyParts(key);
  if (condition !== undefined && !condition.values.includes(image[condition.column] ?? null)) {
    return null;
  }
  return JSON.stringify(
    columns.map((column) => {
      const generated = table.options.generated?.[column];
      return generated === undefined
        ? (image[column] ?? null)
        : computed(connection, table, generated, image);
    }),
  );
}

// Only SQLite knows what its expression makes of a row, and the row as it was is no longer there.
function computed(connection: Connection, table: Table, sql: string, image: CanonicalRow): Cell {
  // All of them: a ticket without a number is known by its id.
  const columns = Object.keys(table.columns);
  const cells = columns.map((column) => `? AS ${quoted(column)}`).join(', ');
  const answer = connection
    .prepare<{ value: Cell }>(`SELECT (${sql}) AS value FROM (SELECT ${cells})`)
    .get(columns.map((column) => image[column] ?? null));
  return must(answer, 'an expression has a value').value;
}

/** A row is there before another begins to refer to it, and nobody refers to it when it goes. */
function references(rows: readonly TouchedRow[]): readonly Step[] {
  const places = new Map(rows.map((row, at) => [`${row.table.name} ${row.id}`, at]));
  return rows.flatMap((row, at) =>
    Object.entries(row.table.own).flatMap(([column, { shape }]) => {
      if (shape.reference?.enforced !== true) return [];
      const target = shape.reference.table;
      const place = (image: CanonicalRow | null) =>
        places.get(`${target} ${image?.[column] ?? ''}`);
      const [was, is] = [place(row.before), place(row.now)];
      return [
        ...(is !== undefined && is !== at && rows[is]?.before === null
          ? [{ first: is, second: at }]
          : []),
        ...(was !== undefined && was !== at && rows[was]?.now === null
          ? [{ first: at, second: was }]
          : []),
      ];
    }),
  );
}

function stuck(handed: readonly Handover[], left: ReadonlySet<number>): WriteRefusal {
  const one = must(
    handed.find(({ first, second }) => left.has(first) && left.has(second)),
    'references alone make no circle',
  );
  return new WriteRefusal('duplicate_value', { table: one.table.name, columns: [...one.columns] });
}
