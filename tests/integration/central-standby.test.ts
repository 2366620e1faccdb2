import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import { openTransactions } from '#sync/central/connect.node.ts';
import { createLink } from '#sync/central/link.node.ts';
import { helloOf } from '#tests/helpers/hello.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';
import { book, createRealDesks, synced, titles } from '#tests/helpers/real-desks.ts';
import { startPair } from '#tests/helpers/standby.ts';
import type { Pair } from '#tests/helpers/standby.ts';

let pair: Pair;
let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;

beforeEach(async () => {
  pair = await startPair(async (url) => {
    central = await createCentral(undefined, url);
    mine = await central.organization();
    device = await central.enrol(mine);
  });
});
afterEach(async () => {
  await device.link.close().catch(() => undefined);
  await central.admin.end().catch(() => undefined);
  await pair.stop();
});

function linkTo(url: string) {
  const { enrolment } = device;
  const login = { user: enrolment.login_role, password: enrolment.login_password };
  return createLink(openTransactions(parseAddress(url), login), {
    token: enrolment.token,
    organizationId: enrolment.organization_id,
  });
}

test('a standby refuses hello and pull by name; without the check a pull would go through', async () => {
  const link = linkTo(pair.standbyUrl(central.adminUrl));
  await pair.caughtUp();
  const standby = { failure: 'standby', code: 'HF002' };
  await expect(link.hello(helloOf(device))).rejects.toMatchObject(standby);
  await expect(link.pull(null, false)).rejects.toMatchObject(standby);
  await expect(link.pull(null, false)).rejects.toThrow('only copies another one');
  await expect(link.push([device.op([])])).rejects.toMatchObject({ failure: 'standby' });

  await central.admin.query(
    `create or replace function sync.require_primary() returns void language sql as ''`,
  );
  await pair.caughtUp();
  // What a session of a standby has planned is planned anew once it hears of the change.
  const pulled = () => link.pull(null, false).catch((error: unknown) => error);
  await expect.poll(pulled, { timeout: 20_000 }).toMatchObject({ images: [] });
  await link.close();
});

test('failover: what the lost primary alone had confirmed is sent again; nothing lost, nothing doubled', async () => {
  const desks = createRealDesks();
  const [a, b] = [
    await desks.enrol(central.adminUrl, mine, 'a'),
    await desks.enrol(central.adminUrl, mine, 'b'),
  ];
  book(a, mine, 'on both servers');
  await synced(a);
  await synced(b);
  const { rows: before } = await central.admin.query<{ epoch: string; stored: string }>(
    'select sync.present_epoch() as epoch, epoch as stored from sync.epoch',
  );
  await pair.caughtUp();
  await pair.cutOff();
  book(a, mine, 'confirmed by the lost primary');
  await synced(a);
  book(b, mine, 'confirmed as well');
  await synced(b);
  book(b, mine, 'never sent');
  await a.close();
  await b.close();
  await device.link.close();
  await central.admin.end();

  await pair.failOver();
  const url = pair.standbyUrl(central.adminUrl);
  const admin = await openAdmin(url);
  const { rows: after } = await admin.query<{ epoch: string; stored: string }>(
    'select sync.present_epoch() as epoch, epoch as stored from sync.epoch',
  );
  expect(only(after).stored).toBe(only(before).stored);
  expect(only(after).epoch).not.toBe(only(before).epoch);
  const lost = await admin.query(`select from data.bookings where title like 'confirmed%'`);
  expect(lost.rowCount).toBe(0);

  const all = [
    'confirmed as well',
    'confirmed by the lost primary',
    'never sent',
    'on both servers',
  ];
  const again = [desks.reopen('a', url), desks.reopen('b', url)];
  for (const desk of [...again, ...again]) await synced(desk);
  for (const desk of again) {
    expect(titles(desk)).toEqual(all);
    expect(desk.replica.recomputeChecksums()).toEqual(desk.replica.checksums());
  }
  const there = await admin.query('select title from data.bookings order by title collate "C"');
  expect(there.rows).toEqual(all.map((title) => ({ title })));
  const ops = await admin.query(
    'select count(*)::integer as ops, count(distinct op_id)::integer as ids from sync.op_log',
  );
  expect(ops.rows).toEqual([{ ops: 4, ids: 4 }]);
  await desks.close();
  await admin.end();
});
