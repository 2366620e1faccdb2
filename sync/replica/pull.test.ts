import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { RowImage } from '#sync/core/op.ts';
import { bucketOf } from '#sync/core/checksum.ts';
import { boxes, policyRegistry, things } from '#tests/helpers/policy-tables.ts';
import type { PolicyDatabase } from '#tests/helpers/policy-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import { createSyncReplica } from './create.node.ts';

const COUNT = 400;
/** What one write of a person may have to wait for: reliability of every screen. Milliseconds. */
const HELD = 25;

let replica: TestReplica<PolicyDatabase & ReplicaTables>;
beforeEach(() => {
  replica = testReplica({ registry: policyRegistry });
});
afterEach(() => replica.remove());

function image(table: typeof boxes | typeof things, own: Record<string, Cell>): RowImage {
  const stamp = '2026-01-01T00:00:00.000Z';
  const { organization_id } = replica;
  const row = { organization_id, ...own, created_at: stamp, updated_at: stamp, row_version: 1 };
  return { table: table.name, row_id: String(own['id']), row };
}

/** Half of the boxes with one thing in each, in reference order. */
function filled(): readonly RowImage[] {
  const ids = Array.from({ length: COUNT }, () => replica.ids.next());
  const thing = { note: '', counted: 0, tags: '[]', judged: '', strict: 0, opens: 1, closes: 2 };
  return [
    ...ids.map((id) => image(boxes, { id, label: 'Box', kind: 'bag' })),
    ...ids.map((box_id) =>
      image(things, { id: replica.ids.next(), box_id, title: 'Thing', ...thing }),
    ),
  ];
}

/** The same file with a clock on which every look takes a millisecond; `between` sees each pause. */
function slow(between: (held: number) => void) {
  let now = 0;
  let resumed = 0;
  const pause = async () => {
    between(now - resumed);
    await Promise.resolve();
    resumed = now;
  };
  return createSyncReplica({
    connection: replica.connection,
    clock: { now: () => (now += 1) },
    pause,
  });
}

/** Things without their box. */
function orphans(): number {
  return must(
    replica.connection
      .prepare<{ n: number }>(
        'SELECT count(*) AS n FROM things WHERE box_id NOT IN (SELECT id FROM boxes)',
      )
      .get(),
    'a count',
  ).n;
}

test('no slice of a pull holds the file for long, and none shows a row without the one it refers to', async () => {
  const seen: { held: number; orphans: number; cursor: string | null }[] = [];
  const sync = slow((held) =>
    seen.push({ held, orphans: orphans(), cursor: replica.sync.state().cursor }),
  );
  const images = filled();
  const before = replica.sync.state().cursor;
  await sync.applyPull({ cursor: '9:9:', images, checksums: null });
  expect(replica.rows(things).size).toBe(COUNT);
  const filling = seen.length;
  expect(filling).toBeGreaterThan(10);

  const gone = images.map((one) => ({ ...one, row: null }));
  await sync.applyPull({ cursor: '10:10:', images: gone, checksums: null });
  expect(replica.rows(boxes).size).toBe(0);
  expect(seen.length).toBeGreaterThan(filling + 10);

  expect(seen.filter(({ held }) => held > HELD)).toStrictEqual([]);
  expect(seen.filter((one) => one.orphans > 0)).toStrictEqual([]);
  // With the last slice and never before: what was cut off comes again.
  expect(seen.slice(0, filling).filter(({ cursor }) => cursor !== before)).toStrictEqual([]);
  expect(replica.sync.state().cursor).toBe('10:10:');
  expect(replica.sync.checksums()).toStrictEqual(replica.sync.recomputeChecksums());
});

test('a pull that was cut off between two slices is taken in whole the next time', async () => {
  const images = filled();
  let pauses = 0;
  const cut = slow(() => {
    pauses += 1;
    if (pauses === 3) throw new Error('the process ends');
  });
  await expect(cut.applyPull({ cursor: '9:9:', images, checksums: null })).rejects.toThrow('ends');
  expect(replica.rows(boxes).size).toBeGreaterThan(0);
  expect(replica.rows(things).size).toBe(0);
  const again = replica.reopened();
  await again.sync.applyPull({ cursor: '9:9:', images, checksums: null });
  expect(again.rows(things).size).toBe(COUNT);
  expect(again.sync.checksums()).toStrictEqual(again.sync.recomputeChecksums());
  again.connection.close();
});

test('the repair of many rows holds the file no longer than a pull, and leaves exactly what it was given', async () => {
  const images = filled();
  await replica.sync.applyPull({ cursor: '9:9:', images, checksums: null });
  const held: number[] = [];
  const sync = slow((ms) => held.push(ms));
  const kept = images.filter((_, at) => at % 2 === 0);
  const scopes = [boxes, things].flatMap((table) =>
    Array.from({ length: 256 }, (_, bucket) => ({ table, bucket })),
  );
  await sync.replaceBuckets(scopes, kept);
  expect(held.length).toBeGreaterThan(10);
  expect(held.filter((ms) => ms > HELD)).toStrictEqual([]);
  const left = [...replica.rows(boxes).keys(), ...replica.rows(things).keys()];
  expect(left.toSorted()).toStrictEqual(kept.map(({ row_id }) => row_id).toSorted());
  expect(sync.checksums()).toStrictEqual(sync.recomputeChecksums());
});

test('a repair leaves the buckets it was not asked for alone', async () => {
  const images = filled();
  await replica.sync.applyPull({ cursor: '9:9:', images, checksums: null });
  const [first] = images;
  const bucket = bucketOf(must(first, 'an image').row_id);
  await replica.sync.replaceBuckets([{ table: boxes, bucket }], []);
  const left = [...replica.rows(boxes).keys()];
  const others = images.filter(
    ({ table, row_id }) => table === boxes.name && bucketOf(row_id) !== bucket,
  );
  expect(left.toSorted()).toStrictEqual(others.map(({ row_id }) => row_id).toSorted());
});

test('after a central that went back every bucket is in doubt until its rows were fetched', async () => {
  const { sync } = replica;
  const [box] = filled();
  const { row_id: id } = must(box, 'a box');
  const labelled = (label: string) => [image(boxes, { id, label, kind: 'bag' })];
  await sync.applyPull({ cursor: '5:5:', images: labelled('Lost'), checksums: null });
  expect(sync.state().doubted).toBe(false);
  // Counts of a table that left with an older version.
  replica.connection.exec(`INSERT INTO checksums VALUES ('gone', 1, 1, 1)`);
  sync.resend(replica.ids.next());
  expect(sync.doubts()).toEqual([{ table: 'boxes', bucket: bucketOf(id) }]);

  // Of the same version: not known to be another row.
  await sync.applyPull({ cursor: '6:6:', images: labelled('Present'), checksums: null });
  expect(sync.state().doubted).toBe(true);
  const other = (bucketOf(id) + 1) % 256;
  await sync.replaceBuckets([{ table: boxes, bucket: other }], []);
  expect(sync.state().doubted).toBe(true);
  await sync.replaceBuckets([{ table: boxes, bucket: bucketOf(id) }], labelled('Present'));
  expect(sync.state().doubted).toBe(false);
  const labels = replica.connection.prepare<{ label: string }>('SELECT label FROM boxes').all();
  expect(labels).toEqual([{ label: 'Present' }]);
  replica.connection.exec(`DELETE FROM checksums WHERE table_name = 'gone'`);
  expect(sync.checksums()).toStrictEqual(sync.recomputeChecksums());
});

test('what differs is in doubt until it was fetched, also where nothing was here', async () => {
  const { sync, connection } = replica;
  const buckets = [boxes, things].map((table) => ({ table, bucket: 3 }));
  const told: string[] = [];
  connection.onTouched((tables) => told.push(...tables));
  sync.doubt(buckets);
  sync.doubt(buckets);
  expect(told).toContain('doubts');
  expect(sync.state().doubted).toBe(true);
  await sync.replaceBuckets(buckets.slice(0, 1), []);
  expect(sync.doubts()).toEqual([{ table: 'things', bucket: 3 }]);
  await sync.replaceBuckets(buckets, []);
  expect(sync.state().doubted).toBe(false);
});

test('what central has no more goes from a table of any size', async () => {
  const { sync, connection } = replica;
  const many = 20_001;
  connection.exec(`
    WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${many})
    INSERT INTO boxes (id, organization_id, label, kind, created_at, updated_at, row_version)
    SELECT printf('00000000-0000-7000-8000-%012x', n), '${replica.organization_id}', 'Box', 'bag',
      '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1 FROM n`);
  const buckets = [0, 7, 255].map((bucket) => ({ table: boxes, bucket }));
  const count = () => connection.prepare<{ n: number }>('SELECT count(*) AS n FROM boxes').get()?.n;
  await sync.replaceBuckets(buckets, []);
  // Of 20,001 in a row 78 end in 0 and in 255, and one more in 7.
  expect(count()).toBe(many - 78 - 79 - 78);
  await sync.replaceBuckets(
    Array.from({ length: 256 }, (_, bucket) => ({ table: boxes, bucket })),
    [],
  );
  expect(count()).toBe(0);
});

test('a repair tells how many rows had other contents under the same version', async () => {
  const { sync, connection } = replica;
  const images = filled();
  await sync.applyPull({ cursor: '5:5:', images, checksums: null });
  const scopes = [boxes, things].flatMap((table) =>
    Array.from({ length: 256 }, (_, bucket) => ({ table, bucket })),
  );
  expect(await sync.replaceBuckets(scopes, images)).toBe(0);
  connection.exec(`UPDATE boxes SET label = 'Rotten' WHERE row_no <= 3`);
  connection.exec('UPDATE boxes SET row_version = 2 WHERE row_no = 3');
  expect(await sync.replaceBuckets(scopes, images)).toBe(2);
  const wrong = connection.prepare(`SELECT 1 FROM boxes WHERE label <> 'Box'`).all();
  expect(wrong).toEqual([]);
});

test('a fill that begins leaves no doubt of what it has removed', async () => {
  const { sync } = replica;
  await sync.applyPull({ cursor: '5:5:', images: filled(), checksums: null });
  sync.resend(replica.ids.next());
  expect(sync.state().doubted).toBe(true);
  sync.beginFill('7:7:');
  expect(sync.doubts()).toEqual([]);
});
