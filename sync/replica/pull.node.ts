import type { RowImage } from '#sync/core/op.ts';
import type { PullReply, Scope } from '#sync/core/protocol.ts';
import { bucketOf } from '#sync/core/checksum.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Workshop } from './parts.node.ts';

/** Up to here a pull is one transaction, from one state of central to the next. */
export const WHOLE_PULL = 20_000;
/** Images of one slice beyond that: a local write waits less than 50 ms. */
const SLICE = 250;

/**
 * Takes a pull in. Slices of a large one are each consistent row by row; the cursor moves with the
 * last, so that after a crash in between the same images come again and change nothing.
 */
export async function applyPull(shop: Workshop, reply: PullReply): Promise<void> {
  const { images } = reply;
  let from = 0;
  if (images.length > WHOLE_PULL) {
    for (; from + SLICE < images.length; from += SLICE) {
      takeAll(shop, images.slice(from, from + SLICE));
      await shop.pause();
    }
  }
  shop.apply((application) => {
    for (const image of images.slice(from)) application.take(image);
    shop.connection.prepare('UPDATE replica SET cursor = ?').run(reply.cursor);
    return ['replica'];
  });
}

function takeAll(shop: Workshop, images: readonly RowImage[]): void {
  shop.apply((application) => {
    for (const image of images) application.take(image);
    return [];
  });
}

/** Makes the confirmed rows of some buckets exactly these images, whatever version they had. */
export async function replaceBuckets(
  shop: Workshop,
  scopes: readonly Scope[],
  images: readonly RowImage[],
): Promise<void> {
  const wanted = Map.groupBy(images, (image) => `${image.table} ${bucketOf(image.row_id)}`);
  for (const { table, bucket } of scopes) {
    const arrived = wanted.get(`${table.name} ${bucket}`) ?? [];
    const ids = new Set(arrived.map((image) => image.row_id));
    const gone = confirmedIds(shop.connection, table, bucket)
      .filter((id) => !ids.has(id))
      .map((id) => ({ table: table.name, row_id: id, row: null }));
    const all = [...gone, ...arrived];
    for (let from = 0; from < all.length; from += SLICE) {
      shop.apply((application) => {
        for (const image of all.slice(from, from + SLICE)) application.take(image, true);
        return [];
      });
      await shop.pause();
    }
  }
}

function confirmedIds(connection: Connection, table: Table, bucket: number): string[] {
  const suffix = bucket.toString(16).padStart(2, '0');
  return connection
    .prepare<{ id: string }>(
      `SELECT id FROM ${quoted(table.name)} WHERE substr(id, 35) = ?
       UNION SELECT row_id FROM shadow WHERE table_name = ? AND substr(row_id, 35) = ?
       UNION SELECT row_id FROM quarantine WHERE table_name = ? AND substr(row_id, 35) = ?`,
    )
    .all(suffix, table.name, suffix, table.name, suffix)
    .map((row) => row.id);
}
