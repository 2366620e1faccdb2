import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
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
const TAKING = 15;
/** Rows of a slice: at the beginning, and the bounds between which time finds the right number. */
const FIRST = 500;
const FEWEST = 25;
const MOST = 4000;
/** Keys read at a time. */
const KEYS = 5000;

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

/** Of all rows of a table that lie in these buckets; no bucket is indexed, so all keys are read. */
async function confirmedIds(
  shop: Workshop,
  table: Table,
  buckets: ReadonlySet<number>,
): Promise<readonly Id[]> {
  const found = new Set<Id>();
  for (const source of sources(shop.connection, table)) {
    let after = '';
    for (;;) {
      const ids = source(after);
      for (const id of ids) if (buckets.has(bucketOf(id))) found.add(id);
      if (ids.length < KEYS) break;
      after = must(ids.at(-1), 'a full page has a last key');
      await shop.pause();
    }
  }
  return [...found];
}

type Source = (after: string) => readonly Id[];

/** The places of confirmed rows: pages of their keys, in order. */
function sources(connection: Connection, table: Table): readonly Source[] {
  const page = (sql: string, ...fixed: string[]): Source => {
    const statement = connection.prepare<{ id: Id }>(sql);
    return (after) => statement.all(...fixed, after, KEYS).map(({ id }) => id);
  };
  const kept = (place: 'shadow' | 'quarantine') =>
    page(
      `SELECT row_id AS id FROM ${place} WHERE table_name = ? AND row_id > ?
       ORDER BY row_id LIMIT ?`,
      table.name,
    );
  const rows = page(`SELECT id FROM ${quoted(table.name)} WHERE id > ? ORDER BY id LIMIT ?`);
  return [rows, kept('shadow'), kept('quarantine')];
}
