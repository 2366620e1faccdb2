import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted, sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import type { TableDdl } from '#db/schema/sqlite-ddl.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { sqliteCode } from '#db/sqlite/failures.node.ts';
import type { SnapshotChunk } from '#sync/core/protocol.ts';
import type { FillProgress } from '#sync/core/replica.ts';
import type { Application } from './application.node.ts';
import type { Workshop } from './parts.node.ts';

/**
 * Empties the confirmed part of the replica. Pending ops stay; their rows come back with
 * `finishFill`. Rows that central does not send stay as well.
 */
export function beginFill(shop: Workshop, cursor: string, filled?: readonly string[]): void {
  const { connection } = shop;
  shop.apply(() => {
    const tables = tablesToFill(connection);
    for (const ddl of tables) if (holdsRows(connection, ddl.table)) empty(connection, ddl);
    connection.exec('DELETE FROM checksums; DELETE FROM fill_progress; DELETE FROM quarantine');
    const start = connection.prepare(
      'INSERT INTO fill_progress (table_name, after, rows, bytes, done) VALUES (?, NULL, 0, 0, ?)',
    );
    const unshade = connection.prepare('UPDATE shadow SET image = NULL WHERE table_name = ?');
    const names = tables.map(({ table }) => table.name);
    const wanted = new Set(filled ?? names);
    for (const name of names) {
      start.run(name, wanted.has(name) ? 0 : 1);
      unshade.run(name);
    }
    connection
      .prepare(`UPDATE replica SET phase = 'filling', cursor = ?, verified_at = NULL`)
      .run(cursor);
    return ['replica', 'fill_progress', ...names];
  });
}

function tablesToFill({ registry }: Connection): readonly TableDdl[] {
  return sqliteDdl(registry).filter(({ table }) => arrives(table));
}

function holdsRows(connection: Connection, table: Table): boolean {
  const sql = `SELECT 1 AS one FROM ${quoted(table.name)} LIMIT 1`;
  return connection.prepare(sql).get() !== undefined;
}

function empty(connection: Connection, ddl: TableDdl): void {
  strip(connection, ddl);
  connection.exec(`DELETE FROM ${quoted(ddl.table.name)}`);
  const name = ddl.search?.name;
  if (name !== undefined) connection.exec(`INSERT INTO ${name}(${name}) VALUES ('delete-all')`);
}

/** Drops what is quicker to build once all rows of a large table are there; `build` makes it anew. */
function strip(connection: Connection, { indexes, search }: TableDdl): void {
  for (const { name } of search?.triggers ?? []) connection.exec(`DROP TRIGGER IF EXISTS ${name}`);
  for (const { name } of indexes) connection.exec(`DROP INDEX IF EXISTS ${quoted(name)}`);
}

/** Makes the indexes and search of the tables that were stripped, and of no others. */
function build(connection: Connection, tables: readonly TableDdl[]): void {
  const there = new Set(
    connection
      .prepare<{ name: string }>('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => name),
  );
  for (const { indexes, search } of tables) {
    for (const { name, create } of indexes) if (!there.has(name)) connection.exec(create);
    const triggers = (search?.triggers ?? []).filter(({ name }) => !there.has(name));
    if (search !== undefined && triggers.length > 0) connection.exec(search.rebuild);
    for (const { create } of triggers) connection.exec(create);
  }
}

export function readProgress(connection: Connection): readonly FillProgress[] {
  const kept = connection
    .prepare<{
      table_name: string;
      after: string | null;
      rows: number;
      bytes: number;
      done: 0 | 1;
    }>('SELECT table_name, after, rows, bytes, done FROM fill_progress')
    .all();
  const byName = new Map(kept.map((row) => [row.table_name, row]));
  return connection.registry.tables.flatMap((table) => {
    const row = byName.get(table.name);
    if (row === undefined) return [];
    return [{ table, after: row.after, rows: row.rows, bytes: row.bytes, done: row.done === 1 }];
  });
}

/** Rows and progress in one transaction: a fill that was cut off goes on after the last chunk. */
export function applyChunk(shop: Workshop, table: Table, chunk: SnapshotChunk): void {
  const { connection } = shop;
  shop.apply((application) => {
    const { after } = must(
      connection
        .prepare<{ after: string | null }>('SELECT after FROM fill_progress WHERE table_name = ?')
        .get(table.name),
      `no fill of ${table.name} is running`,
    );
    // Small tables, most of all, keep their indexes: making them anew costs more than a few rows.
    if (after === null && chunk.last_id !== null) {
      const ddl = tablesToFill(connection).find((each) => each.table === table);
      strip(connection, must(ddl, `${table.name} is filled`));
    }
    // A chunk that arrives twice, after a lost reply, must not count twice.
    const rows =
      after === null ? chunk.rows : chunk.rows.filter((cells) => String(cells[0]) > after);
    insertRows(shop, application, table, rows);
    connection
      .prepare(
        `UPDATE fill_progress SET after = coalesce(?, after), rows = rows + ?, bytes = bytes + ?,
           done = ? WHERE table_name = ?`,
      )
      .run(chunk.last_id, rows.length, chunk.bytes, chunk.last_id === null ? 1 : 0, table.name);
    return ['fill_progress'];
  });
}

// Rows of one INSERT: a third less time than one by one, no more with longer ones.
const ROWS = 25;

function insertRows(
  shop: Workshop,
  application: Application,
  table: Table,
  rows: SnapshotChunk['rows'],
): void {
  const columns = Object.keys(table.columns);
  const version = columns.indexOf('row_version');
  const { connection } = shop;
  const pending = new Set(
    connection
      .prepare<{ row_id: string }>('SELECT row_id FROM shadow WHERE table_name = ?')
      .all(table.name)
      .map((row) => row.row_id),
  );
  const into = `INSERT INTO ${quoted(table.name)} (${columns.map(quoted).join(', ')}) VALUES `;
  const one = `(${columns.map(() => '?').join(', ')})`;
  const many = connection.prepare(into + Array<string>(ROWS).fill(one).join(', '));
  for (let from = 0; from < rows.length; from += ROWS) {
    const slice = rows.slice(from, from + ROWS);
    const plain =
      slice.length === ROWS &&
      (pending.size === 0 || slice.every((cells) => !pending.has(String(cells[0])))) &&
      inserted(() => many.run(slice.flat()));
    for (const cells of slice) {
      const id = String(cells[0]);
      if (plain) application.count(table, id, Number(cells[version]));
      // The careful way, for the last few, for rows with pending ops and for what is refused.
      else application.take({ table: table.name, row_id: id, row: rowOf(columns, cells) });
    }
  }
}

/** False when a constraint refuses one of the rows; none of them is there then. */
function inserted(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT') === true) return false;
    throw error;
  }
}

function rowOf(columns: readonly string[], cells: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? null]));
}

/**
 * Builds the indexes and search that are missing, replays pending ops, opens the replica for work. References that the
 * chunked copy tore are counted as an incident, not refused: the next pull mends them.
 */
export function finishFill(shop: Workshop): void {
  const { connection } = shop;
  shop.apply((application) => {
    for (const { table_name, row_id } of connection
      .prepare<{ table_name: string; row_id: string }>('SELECT table_name, row_id FROM shadow')
      .all()) {
      application.soil(
        must(connection.registry.get(table_name), `shadow of unknown table ${table_name}`),
        row_id,
      );
    }
    const touched = application.finish();
    const filled = tablesToFill(connection);
    build(connection, filled);
    const dangling = connection
      .prepare<{ table: string }>('SELECT "table" FROM pragma_foreign_key_check')
      .all();
    if (dangling.length > 0) {
      connection
        .prepare(`INSERT INTO incidents (at, kind, detail) VALUES (?, 'missing_reference', ?)`)
        .run(
          shop.now(),
          `${dangling.length} in ${[...new Set(dangling.map((row) => row.table))].join(', ')}`,
        );
    }
    connection.prepare(`UPDATE replica SET phase = 'ready'`).run();
    return [...touched, 'replica', 'fill_progress', ...filled.map(({ table }) => table.name)];
  });
}
