import type { Id } from '#db/kernel/id.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { bucketOf, rowHash } from '#sync/core/checksum.ts';
import type { Checksum } from '#sync/core/protocol.ts';

/** Changes of the checksums of confirmed rows, gathered during one transaction. */
export interface Ledger {
  /** A confirmed row of `id` went from one version to another; undefined means no row. */
  replace(table: Table, id: Id, before: number | undefined, after: number | undefined): void;
  /** Adds what was gathered to the `checksums` table. */
  flush(): void;
}

interface Entry {
  readonly table: string;
  readonly bucket: number;
  count: number;
  sum: number;
}

export function createLedger(connection: Connection): Ledger {
  const entries = new Map<string, Entry[]>();
  const entry = (table: Table, bucket: number): Entry => {
    let buckets = entries.get(table.name);
    if (buckets === undefined) entries.set(table.name, (buckets = []));
    return (buckets[bucket] ??= { table: table.name, bucket, count: 0, sum: 0 });
  };
  return {
    replace: (table, id, before, after) => {
      // Of what this device alone has nothing can be compared.
      if (before === after || !arrives(table)) return;
      const changed = entry(table, bucketOf(id));
      if (before !== undefined) {
        changed.count -= 1;
        changed.sum -= hashOf(id, before);
      }
      if (after !== undefined) {
        changed.count += 1;
        changed.sum += hashOf(id, after);
      }
    },
    flush: () => {
      const add = connection.prepare(
        `INSERT INTO checksums (table_name, bucket, count, sum) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum`,
      );
      for (const buckets of entries.values()) {
        // Sparse: visits only buckets that changed.
        for (const changed of Object.values(buckets)) {
          add.run(changed.table, changed.bucket, changed.count, changed.sum);
        }
      }
      entries.clear();
    },
  };
}

/**
 * Central never gives a row version 0: a migration wants such a row fetched again. It counts, so that
 * its bucket differs even where central has no row.
 */
function hashOf(id: Id, version: number): number {
  return version === 0 ? 0 : rowHash(id, version);
}

/** The kept checksums of buckets that hold rows, ordered by table and bucket. */
export function keptChecksums(connection: Connection): readonly Checksum[] {
  return connection
    .prepare<Checksum>(
      `SELECT table_name AS "table", bucket, count, sum FROM checksums
       WHERE count <> 0 OR sum <> 0 ORDER BY table_name, bucket`,
    )
    .all();
}

/** The same counted anew from every confirmed row: what `verify` compares the kept ones with. */
export function recountedChecksums(connection: Connection): readonly Checksum[] {
  return connection.registry.tables
    .filter(arrives)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((table) => recounted(connection, table));
}

function recounted(connection: Connection, table: Table): Checksum[] {
  const buckets: Checksum[] = [];
  const count = (id: Id, version: number) => {
    const bucket = bucketOf(id);
    const had = buckets[bucket];
    buckets[bucket] = {
      table: table.name,
      bucket,
      count: (had?.count ?? 0) + 1,
      sum: (had?.sum ?? 0) + hashOf(id, version),
    };
  };
  const rows = connection
    .prepare<{ id: Id; row_version: number }>(
      `SELECT id, row_version FROM ${quoted(table.name)} AS t WHERE NOT EXISTS
         (SELECT 1 FROM shadow WHERE table_name = ? AND row_id = t.id)`,
    )
    .iterate(table.name);
  for (const row of rows) count(row.id, row.row_version);
  const images = connection
    .prepare<{ row_id: Id; image: string }>(
      `SELECT row_id, image FROM shadow WHERE table_name = ? AND image IS NOT NULL
       UNION ALL
       SELECT row_id, image FROM quarantine AS q WHERE table_name = ? AND image IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM ${quoted(table.name)} WHERE id = q.row_id)
         AND NOT EXISTS (SELECT 1 FROM shadow AS s WHERE s.table_name = q.table_name AND s.row_id = q.row_id)`,
    )
    .all(table.name, table.name);
  for (const { row_id, image } of images) count(row_id, versionOf(parseImage(image)));
  return Object.values(buckets);
}

export function parseImage(text: string): CanonicalRow {
  // Written by us from a canonical row; nobody else writes the file.
  const row: CanonicalRow = JSON.parse(text);
  return row;
}

export function versionOf(row: CanonicalRow): number {
  return Number(row['row_version'] ?? 0);
}
