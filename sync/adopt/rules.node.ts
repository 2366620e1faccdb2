import { quoted, whileCondition } from '#db/schema/sqlite-ddl.ts';
import { keyParts } from '#db/schema/table.ts';
import type { NoOverlap, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { AdoptionRefused } from './refused.ts';

/**
 * References, unique keys, slots and checks of a table over all its rows, as central's constraints
 * will judge them. Throws `AdoptionRefused` for the first row that breaks one.
 */
export function refuseBrokenRules(connection: Connection, table: Table): void {
  for (const [column, { shape }] of Object.entries(table.own)) {
    if (shape.reference?.enforced === true) {
      refuseDangling(connection, table, column, shape.reference.table);
    }
  }
  for (const key of table.options.unique ?? []) {
    const { columns, while: condition } = keyParts(key);
    refuseTwins(
      connection,
      table,
      columns,
      condition === undefined ? [] : [whileCondition(condition)],
    );
  }
  for (const [at, check] of (table.options.checks ?? []).entries()) {
    const id = firstId(connection, `SELECT id FROM ${quoted(table.name)} WHERE NOT (${check})`);
    if (id !== undefined) {
      throw new AdoptionRefused('rule_broken', { table: table.name, row_id: id, rule: at + 1 });
    }
  }
  if (table.options.noOverlap !== undefined) {
    refuseOverlap(connection, table, table.options.noOverlap);
  }
}

function refuseDangling(
  connection: Connection,
  table: Table,
  column: string,
  target: string,
): void {
  const id = firstId(
    connection,
    `SELECT t.id FROM ${quoted(table.name)} AS t
     WHERE t.${quoted(column)} IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM ${quoted(target)} AS r WHERE r.id = t.${quoted(column)})`,
  );
  if (id !== undefined) {
    throw new AdoptionRefused('missing_reference', { table: table.name, row_id: id, column });
  }
}

function refuseTwins(
  connection: Connection,
  table: Table,
  columns: readonly string[],
  conditions: readonly string[],
): void {
  const key = columns.map(quoted);
  const where = [...key.map((column) => `${column} IS NOT NULL`), ...conditions].join(' AND ');
  const id = firstId(
    connection,
    `SELECT max(id) AS id FROM ${quoted(table.name)} WHERE ${where}
     GROUP BY ${key.join(', ')} HAVING count(*) > 1`,
  );
  if (id !== undefined) {
    throw new AdoptionRefused('duplicate_value', { table: table.name, row_id: id, columns });
  }
}

// In order of their beginnings, a row that begins before all earlier ones have ended overlaps one.
function refuseOverlap(connection: Connection, table: Table, rule: NoOverlap): void {
  const [by, from, to] = [quoted(rule.by), quoted(rule.from), quoted(rule.to)];
  const id = firstId(
    connection,
    `SELECT id FROM (
       SELECT id, ${from} AS begins, max(${to}) OVER (
         PARTITION BY ${by} ORDER BY ${from}, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
       ) AS ended
       FROM ${quoted(table.name)}
       WHERE ${whileCondition(rule.while)} AND ${by} IS NOT NULL AND ${from} < ${to}
     ) WHERE ended > begins`,
  );
  if (id !== undefined) {
    throw new AdoptionRefused('overlap', { table: table.name, row_id: id, column: rule.from });
  }
}

// Names are the registry's; nothing of the rows reaches SQL text.
function firstId(connection: Connection, sql: string): string | undefined {
  return connection.prepare<{ id: string }>(`${sql} LIMIT 1`).get()?.id;
}
