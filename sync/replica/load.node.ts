import type { Cell } from '#db/schema/column.ts';
import { quoted, sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';

/** Rows of one transaction while a file that nobody works with is filled. */
const BATCH = 20_000;

/** Fills a new file with rows that come from no feed: their version is 0, nothing is counted. */
export interface Load {
  /** `rows` in the order of `table.columns`. */
  add(table: Table, rows: readonly (readonly Cell[])[]): void;
  /** Builds indexes and search. */
  finish(): void;
}

export function beginLoad(connection: Connection): Load {
  const slow = sqliteDdl(connection.registry);
  // A row may refer to a later one of its own table; all of them are looked at in the end.
  connection.pragma('foreign_keys = OFF');
  connection.transaction(() => {
    for (const { indexes, search } of slow) {
      for (const trigger of search?.triggers ?? []) connection.exec(`DROP TRIGGER ${trigger.name}`);
      for (const index of indexes) connection.exec(`DROP INDEX ${quoted(index.name)}`);
    }
  });
  let open = 0;
  const commit = () => {
    if (connection.inTransaction) connection.prepare('COMMIT').run();
    open = 0;
  };
  return {
    add: (table, rows) => {
      if (!connection.inTransaction) connection.prepare('BEGIN IMMEDIATE').run();
      const columns = Object.keys(table.columns);
      const version = columns.indexOf('row_version');
      const insert = connection.prepare(
        `INSERT INTO ${quoted(table.name)} (${columns.map(quoted).join(', ')})
         VALUES (${columns.map((_, at) => (at === version ? '0' : '?')).join(', ')})`,
      );
      for (const row of rows) {
        insert.run(row.filter((_, at) => at !== version));
      }
      open += rows.length;
      if (open >= BATCH) commit();
    },
    finish: () => {
      commit();
      connection.spilling(() =>
        connection.transaction(() => {
          for (const { indexes, search } of slow) {
            for (const index of indexes) connection.exec(index.create);
            if (search !== undefined) connection.exec(search.rebuild);
            for (const trigger of search?.triggers ?? []) connection.exec(trigger.create);
          }
          const dangling = connection.prepare(
            'SELECT 1 AS one FROM pragma_foreign_key_check LIMIT 1',
          );
          if (dangling.get() !== undefined) throw new Error('Bug: rows of one snapshot do not fit');
        }),
      );
      connection.pragma('foreign_keys = ON');
    },
  };
}
