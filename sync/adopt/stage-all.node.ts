import type pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { AdoptionProgress } from './progress.ts';
import type { Content } from './content.node.ts';
import { movedColumns } from './moved-tables.ts';
import { refusalOf } from './move.node.ts';
import { openStaging } from './staging.node.ts';

/** Rows of one committed batch. */
const BATCH = 5000;

export interface StageOptions {
  readonly connection: Connection;
  readonly tables: readonly { readonly table: Table; readonly content: Content }[];
  readonly desk: { readonly device_id: Id };
  readonly fingerprint: string;
  readonly progress: (progress: AdoptionProgress) => Promise<void>;
}

/** Brings all rows into the staging area, from where an earlier run stopped; answers how many that had. */
export async function stageAll(client: pg.Client, options: StageOptions): Promise<number> {
  const filled = options.tables.filter(({ content }) => content.rows > 0);
  const staging = await openStaging(
    client,
    filled.map(({ table }) => table),
    { device_id: options.desk.device_id, fingerprint: options.fingerprint },
  );
  for (const { table, content } of filled) {
    while (staging.rows(table) < content.rows) {
      const batch = batchOf(options.connection, table, staging.after(table));
      try {
        await staging.add(table, batch);
      } catch (error) {
        throw refusalOf(error, table, batch);
      }
      const rows = staging.rows(table);
      await options.progress({ phase: 'stage', table: table.name, rows, of: content.rows });
    }
  }
  return staging.resumed;
}

function batchOf(
  connection: Connection,
  table: Table,
  after: Id | null,
): readonly (readonly Cell[])[] {
  const columns = movedColumns(table);
  const rows = connection
    .prepare<CanonicalRow>(
      `SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table.name)}
       WHERE id > ? ORDER BY id LIMIT ${BATCH}`,
    )
    .all(after ?? '');
  if (rows.length === 0) throw new Error(`Bug: rows of ${table.name} went missing`);
  return rows.map((row) => columns.map((name) => row[name] ?? null));
}
