import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Welcome } from '#sync/core/protocol.ts';
import { addResource } from '#tests/helpers/central-changes.ts';
import { helloOf } from '#tests/helpers/hello.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

// What a hello does with a feed that says it was written in another cluster than the one it is in.
let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;
let other: TestDevice;

beforeEach(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine, 'one');
  other = await central.enrol(mine, 'another');
  await addResource(device, 'Sala 1');
  await central.admin.query('select sync.upkeep()');
  await central.admin.query('update sync.feed_cluster set system_identifier = 1');
});
afterEach(async () => {
  await central.drop();
});

const AHEAD = 9_000_000_000_000;

const greet = (device: TestDevice): Promise<Welcome> =>
  device.link.hello(helloOf(device, { last_op_no: 1 }));

interface Kept {
  readonly here: boolean;
  readonly epoch: string;
  readonly rows: number;
  readonly folds: number;
  readonly emptied: number;
}

async function kept(): Promise<Kept> {
  const { rows } = await central.admin.query<Kept>(
    `select c.system_identifier = (select p.system_identifier from pg_control_system() p) as here,
       e.epoch,
       (select count(*)::integer from sync.change_feed) as rows,
       (select count(*)::integer from sync.checksum_folds) as folds,
       (select count(*)::integer from sync.incidents where kind = 'feed_restarted') as emptied
     from sync.feed_cluster c, sync.epoch e`,
  );
  return only(rows);
}

test('a cluster that goes on counting where the other stopped keeps the feed, its sums and its life', async () => {
  const before = await kept();
  expect(before.rows).toBeGreaterThan(0);
  expect(before).toMatchObject({ here: false, folds: 1 });
  await greet(device);
  expect(await kept()).toEqual({ ...before, here: true });
});

describe.each([
  [
    'a row of the feed',
    `update sync.change_feed set xid = '${AHEAD}' where ctid in (select ctid from sync.change_feed limit 1)`,
  ],
  ['the floor', `select setval('sync.feed_floor', ${AHEAD})`],
  ['a fold', `update sync.checksum_folds set folded = '${AHEAD}:${AHEAD}:'`],
])('%s of a transaction that is yet to come', (_what, plant) => {
  test('empties the feed, once for all who greet at the same time; sums are counted later', async () => {
    await central.admin.query(plant);
    const before = await kept();
    await Promise.all([greet(device), greet(other)]);
    const after = await kept();
    expect(after).toMatchObject({ here: true, rows: 0, emptied: 1 });
    expect(after.epoch).not.toBe(before.epoch);
    const { cursor } = await device.link.pull(null, false);
    const added = await addResource(device, 'Sala 2');
    const { images } = await device.link.pull(cursor, false);
    expect(images.map(({ row_id }) => row_id)).toEqual([added]);
    await greet(device);
    expect(await kept()).toMatchObject({ folds: 1, emptied: 1 });
    const drifted = await central.admin.query('select sync.drifted_buckets($1) as n', [mine.id]);
    expect(drifted.rows).toEqual([{ n: '0' }]);
  });
});

test('whoever is still writing is waited for, not for long; the next hello does it', async () => {
  await central.admin.query(`select setval('sync.feed_floor', ${AHEAD})`);
  const before = await kept();
  const writer = await openAdmin(central.adminUrl);
  await writer.query('begin');
  await writer.query('update data.organizations set name = name where id = $1', [mine.id]);
  await expect(greet(device)).rejects.toMatchObject({ failure: 'busy', code: '55P03' });
  expect(await kept()).toEqual(before);
  await writer.query('commit');
  await writer.end();
  await greet(device);
  expect(await kept()).toMatchObject({ here: true, rows: 0, emptied: 1 });
});

test('emptying it takes no count along: others are held off the feed for no longer than that', async () => {
  await central.admin.query(`select setval('sync.feed_floor', ${AHEAD})`);
  await greet(device);
  expect(await kept()).toMatchObject({ here: true, folds: 0 });
});
