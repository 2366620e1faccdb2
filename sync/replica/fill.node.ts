import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted, sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import type { TableDdl } from '#db/schema/sqlite-ddl.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { SnapshotChunk } from '#sync/core/protocol.ts';
import type { FillProgress } from '#sync/core/replica.ts';
import type { Application } from './application.node.ts';
import { BULK } from './bulk.node.ts';
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
    connection.exec(
      'DELETE FROM checksums; DELETE FROM doubts; DELETE FROM fill_progress; DELETE FROM quarantine',
    );
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

/** What makes the indexes and search of tables that were stripped, each as one whole. */
function missing(connection: Connection, tables: readonly TableDdl[]): (readonly string[])[] {
  const there = new Set(
    connection
      .prepare<{ name: string }>('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => name),
  );
  return tables.flatMap(({ indexes, search }) => {
    const wanted = indexes.filter(({ name }) => !there.has(name)).map(({ create }) => [create]);
    const triggers = (search?.triggers ?? []).filter(({ name }) => !there.has(name));
    if (search === undefined || triggers.length === 0) return wanted;
    return [...wanted, [search.rebuild, ...triggers.map(({ create }) => create)]];
  });
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
  shop.load((application) => {
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

function insertRows(
  shop: Workshop,
  application: Application,
  table: Table,
  rows: SnapshotChunk['rows'],
): void {
  const columns = Object.keys(table.columns);
  const version = columns.indexOf('row_version');
  const pending = new Set(
    shop.connection
      .prepare<{ row_id: string }>('SELECT row_id FROM shadow WHERE table_name = ?')
      .all(table.name)
      .map((row) => row.row_id),
  );
  const insert = shop.bulk(table, rows);
  for (let from = 0; from < rows.length; from += BULK) {
    const slice = rows.slice(from, from + BULK);
    const plain =
      slice.length === BULK &&
      (pending.size === 0 || slice.every((cells) => !pending.has(String(cells[0])))) &&
      insert(slice);
    for (const cells of slice) {
      const id = String(cells[0]);
      if (plain) application.count(table, id, Number(cells[version]));
      // The careful way, for the last few, for rows with pending ops and for what is refused.
      else application.take({ table: table.name, row_id: id, row: rowOf(columns, cells) });
    }
  }
}

function rowOf(columns: readonly string[], cells: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? null]));
}

/**
 * Builds the indexes and search that are missing, then replays pending ops and opens the replica for
 * work. References that the chunked copy tore are counted as an incident, not refused: the next pull
 * mends them.
 */
export async function finishFill(shop: Workshop): Promise<void> {
  const { connection } = shop;
  const filled = tablesToFill(connection);
  for (const statements of missing(connection, filled)) {
    // A transaction each: a fill that is cut off here goes on here.
    connection.spilling(() =>
      shop.load(() => {
        for (const statement of statements) connection.exec(statement);
        return [];
      }),
    );
    await shop.pause();
  }
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
