import type { Id } from '#db/kernel/id.ts';
import type { RowImage } from '#sync/core/op.ts';
import type { PullReply, Scope } from '#sync/core/protocol.ts';
import { bucketOf } from '#sync/core/checksum.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Workshop } from './parts.node.ts';

/** Milliseconds one transaction may hold the file: a person's write waits no longer for it. */
const HELD = 25;
/** Share of it for taking rows in; the rest is for replaying pending ops, and for the commit. */
const TAKING = 8;
/** Rows of a slice: at the beginning, and the bounds between which time finds the right number. */
const FIRST = 500;
const FEWEST = 25;
const MOST = 4000;
/** Keys looked through at a time, and what no key comes after. */
const KEYS = 20_000;
const BEYOND = 'g';

/**
 * Takes a pull in: at once when it fits into one short transaction, in slices otherwise. Each row is
 * consistent at any moment, and no row comes before the one it refers to; the cursor moves with the
 * last slice, so that after a crash in between the same images come again and change nothing. So they
 * do after a power failure, which may take the last pulls back: none of them waits for the disk.
 */
export async function applyPull(shop: Workshop, reply: PullReply): Promise<void> {
  await takeInSlices(shop, inReferenceOrder(reply.images), false, () => {
    shop.connection
      .prepare('UPDATE replica SET cursor = ?, witness = ?')
      .run(reply.cursor, reply.witness ?? null);
    return ['replica'];
  });
}

// Central sends tables in reference order: what is gone must go the other way round.
function inReferenceOrder(images: readonly RowImage[]): readonly RowImage[] {
  const gone = images.filter(({ row }) => row === null);
  if (gone.length === 0) return images;
  return [...images.filter(({ row }) => row !== null), ...gone.reverse()];
}

async function takeInSlices(
  shop: Workshop,
  images: readonly RowImage[],
  exactly: boolean,
  atEnd: () => readonly string[],
): Promise<number> {
  const { clock } = shop;
  let limit = FIRST;
  let from = 0;
  let rotten = 0;
  for (;;) {
    const began = clock.now();
    shop.load((application) => {
      const end = Math.min(images.length, from + limit);
      do {
        const image = images[from];
        if (image === undefined) break;
        if (application.take(image, exactly) === 'rotten') rotten += 1;
        from += 1;
      } while (from < end && clock.now() - began < TAKING);
      return from === images.length ? atEnd() : [];
    });
    if (from === images.length) return rotten;
    limit = clock.now() - began > HELD ? Math.max(FEWEST, limit / 2) : Math.min(MOST, limit * 2);
    await shop.pause();
  }
}

/** Remembers which buckets are still to be fetched. */
export function doubt(connection: Connection, buckets: readonly Scope[]): void {
  const insert = connection.prepare(
    'INSERT OR IGNORE INTO doubts (table_name, bucket) VALUES (?, ?)',
  );
  connection.transaction(() => {
    for (const { table, bucket } of buckets) insert.run(table.name, bucket);
  });
  connection.touch(new Set(['doubts']));
}

/**
 * Makes the confirmed rows of some buckets exactly these images, whatever version they had. Answers how
 * many had other contents under the same version.
 */
export async function replaceBuckets(
  shop: Workshop,
  scopes: readonly Scope[],
  images: readonly RowImage[],
): Promise<number> {
  let rotten = 0;
  const wanted = Map.groupBy(images, ({ table }) => table);
  for (const [table, some] of Map.groupBy(scopes, (scope) => scope.table)) {
    const buckets = new Set(some.map(({ bucket }) => bucket));
    const arrived = (wanted.get(table.name) ?? []).filter((image) =>
      buckets.has(bucketOf(image.row_id)),
    );
    const ids = new Set(arrived.map((image) => image.row_id));
    const gone = (await confirmedIds(shop, table, buckets))
      .filter((id) => !ids.has(id))
      .map((id) => ({ table: table.name, row_id: id, row: null }));
    rotten += await takeInSlices(shop, [...gone, ...arrived], true, () => {
      const trust = shop.connection.prepare(
        'DELETE FROM doubts WHERE table_name = ? AND bucket = ?',
      );
      for (const bucket of buckets) trust.run(table.name, bucket);
      return ['doubts'];
    });
    await shop.pause();
  }
  return rotten;
}

/** Of all rows of a table that lie in these buckets; no bucket is indexed, so all keys are looked through. */
async function confirmedIds(
  shop: Workshop,
  table: Table,
  buckets: ReadonlySet<number>,
): Promise<readonly Id[]> {
  const found = new Set<Id>();
  for (const source of sources(shop.connection, table)) {
    for (let after: string | null = ''; after !== null;) {
      const page = source(after, buckets);
      for (const id of page.ids) found.add(id);
      after = page.last;
      if (after !== null) await shop.pause();
    }
  }
  return [...found];
}

/** Those of a page of keys that lie in these buckets, and the last key of the page; null at the end. */
type Source = (
  after: string,
  buckets: ReadonlySet<number>,
) => { readonly ids: readonly Id[]; readonly last: Id | null };

/** The places of confirmed rows: pages of their keys, in order. */
function sources(connection: Connection, table: Table): readonly Source[] {
  const pages = (from: string, id: string, ...fixed: string[]): Source => {
    const end = connection.prepare<{ id: Id }>(
      `SELECT ${id} AS id FROM ${from} ${id} > ? ORDER BY ${id} LIMIT 1 OFFSET ?`,
    );
    // Told here: a million keys take longer to hand over than to look through.
    const lying = connection.prepare<{ id: Id }>(
      `SELECT ${id} AS id FROM ${from} ${id} > ? AND ${id} <= ?
         AND substr(${id}, 35) IN (SELECT value FROM json_each(?))`,
    );
    return (after, buckets) => {
      const last = end.get(...fixed, after, KEYS - 1)?.id ?? null;
      const endings = [...buckets].map((bucket) => bucket.toString(16).padStart(2, '0'));
      const ids = lying.all(...fixed, after, last ?? BEYOND, JSON.stringify(endings));
      return { ids: ids.map((row) => row.id), last };
    };
  };
  return [
    pages(`${quoted(table.name)} WHERE`, 'id'),
    pages('shadow WHERE table_name = ? AND', 'row_id', table.name),
    pages('quarantine WHERE table_name = ? AND', 'row_id', table.name),
  ];
}
