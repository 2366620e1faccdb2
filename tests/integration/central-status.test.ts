import { afterEach, beforeEach, expect, test } from 'vitest';
import { centralStatus } from '#db/postgres/central-status.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { addResource } from '#tests/helpers/central-changes.ts';
import { createCentral, deviceUrl } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';
import { book, createRealDesks, synced } from '#tests/helpers/real-desks.ts';

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;

beforeEach(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
});
afterEach(() => central.drop());

test('status tells what each device lacks, what waited on it, and how central is', async () => {
  const desks = createRealDesks();
  await (await desks.enrol(central.adminUrl, mine, 'front')).close();
  // Its first hello had no cursor yet.
  const desk = desks.reopen('front');
  await synced(desk);
  await desk.close();
  await addResource(device, 'Sala 1');
  await addResource(device, 'Sala 2');
  const behind = await centralStatus(central.admin);
  const front = behind.devices.find(({ name }) => name === 'front');
  expect(front).toMatchObject({ organization: mine.slug, behind: 2, waiting: 0, revoked: false });
  expect(front?.lag_s).toBeGreaterThan(0);
  expect(front?.last_seen_at).toMatch(/Z$/);

  const again = desks.reopen('front');
  book(again, mine, 'waits');
  await synced(again);
  await again.close();
  const { devices, ...rest } = await centralStatus(central.admin);
  expect(devices.find(({ name }) => name === 'front')).toMatchObject({ waiting: 1 });
  expect(rest).toMatchObject({ standby: false, checksums: { kept: 1, organizations: 1 } });
  expect(rest.feed.partitions).toBeGreaterThan(7);
  await desks.close();
});

function enrolUrl(): string {
  return Object.assign(new URL(central.adminUrl), {
    username: 'hf_enrol',
    password: 'holdfast-enrol',
  }).href;
}

test.each([
  ['a device', () => deviceUrl(central, device)],
  ['who enrols', enrolUrl],
])('a transaction that %s leaves open is ended; an administrator’s is not', async (_who, url) => {
  const [lazy, admin] = [await openAdmin(url()), await openAdmin(central.adminUrl)];
  const ended = new Promise<string>((done) => {
    lazy.on('error', () => undefined);
    lazy.on('end', () => done('ended'));
  });
  await admin.query('begin');
  await admin.query('select 1');
  await lazy.query('begin isolation level repeatable read');
  await lazy.query('select 1');
  const patient = await central.admin.query('select sync.end_stale_sessions() as n');
  expect(patient.rows).toEqual([{ n: 0 }]);
  const strict = await central.admin.query(`select sync.end_stale_sessions('0 s') as n`);
  expect(strict.rows).toEqual([{ n: 1 }]);
  expect(await ended).toBe('ended');
  expect((await admin.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await admin.end();
  const { incidents } = await centralStatus(central.admin);
  expect(incidents).toEqual({ stale_sessions: 1 });
});

test('upkeep comes out of a hello once an hour, and what it does to others is nothing', async () => {
  const ran = async () =>
    (await central.admin.query<{ at: Date }>('select ran_at as at from sync.upkeep_runs')).rows[0]
      ?.at;
  const first = await ran();
  const hello = () => central.enrol(mine);
  await hello();
  expect(await ran()).toEqual(first);
  await central.admin.query(`update sync.upkeep_runs set ran_at = now() - interval '61 minutes'`);
  await central.admin.query('drop table sync.change_feed_rest');
  await hello();
  expect((await ran())?.getTime()).toBeGreaterThan((first?.getTime() ?? 0) - 1);
});

test('old codes, tombstones and ops go; an op of a device that may still ask for it stays', async () => {
  const { admin } = central;
  await addResource(device, 'Sala 1');
  await admin.query(`insert into sync.enrol_codes (code_hash, organization_id, expires_at)
    select '\\x01', organization_id, now() - interval '2 days' from sync.org_logins`);
  await admin.query(`insert into sync.tombstones (organization_id, table_number, row_id, deleted_at)
    select id, 1, gen_random_uuid(), now() - at from data.organizations,
      unnest(array[interval '399 days', interval '401 days']) at`);
  await admin.query(`update sync.op_log set received_at = now() - interval '14 months'`);
  await admin.query(`update sync.devices set seen_idle_at = now() - interval '14 months'`);
  const forget = async () =>
    (await admin.query<{ done: object }>('select sync.forget_old() as done')).rows[0]?.done;
  expect(await forget()).toEqual({ codes: 1, tombstones: 1, ops: 0 });
  await admin.query(`update sync.devices set seen_idle_at = now()`);
  expect(await forget()).toEqual({ codes: 0, tombstones: 0, ops: 1 });
});
