import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { RowImage } from '#sync/core/op.ts';
import { parseImage, versionOf } from './ledger.node.ts';

/** Images this version cannot store, whole or in part, kept for the version that can. */
export interface Quarantine {
  keep(image: RowImage): void;
  /** The row could be stored at `version`, or is gone: forgets images of any other version. */
  release(table: string, id: Id, version: number | undefined): void;
  /** The confirmed image of a row that is in no table because nothing of it could be stored. */
  unreadable(table: string, id: Id): CanonicalRow | null;
}

export function createQuarantine(connection: Connection, now: () => Instant): Quarantine {
  const select = 'SELECT image FROM quarantine WHERE table_name = ? AND row_id = ?';
  const remove = 'DELETE FROM quarantine WHERE table_name = ? AND row_id = ?';
  // Almost always empty: then a pull does not look once per row.
  let empty = connection.prepare('SELECT 1 AS one FROM quarantine LIMIT 1').get() === undefined;
  const imageOf = (table: string, id: Id): CanonicalRow | null => {
    if (empty) return null;
    const image = connection.prepare<{ image: string | null }>(select).get(table, id)?.image;
    return image === undefined || image === null ? null : parseImage(image);
  };
  return {
    keep: (image) => {
      empty = false;
      connection
        .prepare(
          `INSERT INTO quarantine (table_name, row_id, image, arrived_at) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET image = excluded.image, arrived_at = excluded.arrived_at`,
        )
        .run(
          image.table,
          image.row_id,
          image.row === null ? null : JSON.stringify(image.row),
          now(),
        );
    },
    release: (table, id, version) => {
      const kept = imageOf(table, id);
      // The same version: a row whose unknown columns wait here.
      if (kept !== null && versionOf(kept) !== version) connection.prepare(remove).run(table, id);
    },
    unreadable: imageOf,
  };
}

/** True when the image holds columns this version does not know. */
export function unknownPart(table: Table, row: CanonicalRow): boolean {
  for (const column in row) if (!Object.hasOwn(table.columns, column)) return true;
  return false;
}
