import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { startUpkeep } from '#db/postgres/upkeep.node.ts';
import { cli } from '#tests/helpers/cli.ts';
import { helloOf } from '#tests/helpers/hello.ts';
import { createCentral, deviceUrl } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;

beforeEach(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
});
afterEach(() => central.drop());

async function one<T>(sql: string): Promise<T> {
  const { rows } = await central.admin.query<{ it: T }>(sql);
  return must(rows[0], sql).it;
}

async function rewrite(name: string, from: string, to: string): Promise<void> {
  const text = await one<string>(`select pg_get_functiondef('${name}'::regproc) as it`);
  expect(text).toContain(from);
  await central.admin.query(text.replace(from, to));
}

/** Rows that no trigger saw. */
async function drift(): Promise<void> {
  await central.admin.query('alter table data.users disable trigger capture_update');
  await central.admin.query(`update data.users set display_name = 'Ana'`);
  await central.admin.query('alter table data.users enable always trigger capture_update');
  expect(await drifted()).toBeGreaterThan(0);
}

function drifted(): Promise<number> {
  return one(`select sync.drifted_buckets('${mine.id}')::integer as it`);
}

async function lastCompared(ago: string): Promise<void> {
  await central.admin.query(`update sync.upkeep_runs set recounted_at = now() - interval '${ago}'`);
}

describe('sums are compared with the rows once a day by the database’s own record', () => {
  test('by a central that is switched off every night as well', async () => {
    await drift();
    await lastCompared('25 hours');
    const chores = await startUpkeep(central.adminUrl);
    try {
      await expect.poll(drifted, { timeout: 20_000 }).toBe(0);
    } finally {
      await chores.stop();
    }
    expect(await one('select kind as it from sync.incidents')).toBe('checksums_drifted');
  });

  test('the first time a day after the beginning, then a day after the last', async () => {
    const due = () => one('select sync.compare_checksums() as it');
    await drift();
    expect(await due()).toBe(null);
    await lastCompared('23 hours');
    expect(await due()).toBe(null);
    expect(await drifted()).toBeGreaterThan(0);
    await lastCompared('25 hours');
    expect(await due()).toBe(1);
    expect(await drifted()).toBe(0);
    expect(await due()).toBe(null);
  });

  test('by nobody while somebody is at it', async () => {
    await lastCompared('25 hours');
    const other = await openAdmin(central.adminUrl);
    await other.query('begin');
    await other.query('select sync.compare_checksums()');
    expect(await one('select sync.compare_checksums() as it')).toBe(null);
    await other.query('rollback');
    await other.end();
    expect(await one('select sync.compare_checksums() as it')).toBe(0);
  });

  test('never out of a device’s hello', async () => {
    await drift();
    await lastCompared('25 hours');
    await central.admin.query(`update sync.upkeep_runs set ran_at = '-infinity'`);
    await central.enrol(mine);
    expect(await one<Date>('select ran_at as it from sync.upkeep_runs')).toBeInstanceOf(Date);
    expect(await drifted()).toBeGreaterThan(0);
  });
});

test('the feed is not locked while sums are compared with the rows', async () => {
  await central.admin.query(`do $$
    begin
      execute format('drop table sync.change_feed_%s', to_char((now() at time zone 'UTC')::date + 7, 'YYYYMMDD'));
    end $$`);
  await central.admin.query(`create or replace function sync.drifted_buckets(p_organization uuid)
    returns bigint language plpgsql as $$
    begin
      while not exists (select from sync.incidents where kind = 'go on') loop
        perform pg_sleep(0.01);
      end loop;
      return 0;
    end $$`);
  const running = cli('central', 'upkeep', '--url', central.adminUrl, '--recount');
  const waiting = `from pg_stat_activity a
    where a.datname = current_database() and a.wait_event = 'PgSleep'`;
  await expect
    .poll(() => one(`select count(*)::integer as it ${waiting}`), { timeout: 20_000 })
    .toBe(1);
  const { rows } = await central.admin.query(`select l.relation::regclass::text, l.mode
    from pg_locks l
    where l.granted and l.mode not in ('AccessShareLock', 'RowExclusiveLock')
      and l.relation::regclass::text ~ '^sync.change_feed'
      and l.pid in (select a.pid ${waiting})`);
  await central.admin.query(`insert into sync.incidents (kind, detail) values ('go on', '')`);
  const run = await running;
  expect({ code: run.code, json: run.json }).toMatchObject({ code: 0, json: { made: 1 } });
  expect(rows).toEqual([]);
});

test('upkeep ends a device’s session that keeps it waiting', async () => {
  await rewrite('sync.end_stale_sessions', `'00:01:00'`, `'00:00:00'`);
  await central.admin.query(`update sync.upkeep_runs set ran_at = '-infinity'`);
  const lazy = await openAdmin(deviceUrl(central, device));
  lazy.on('error', () => undefined);
  await lazy.query('begin');
  const hello = helloOf(device, { renews: true });
  await lazy.query('select api.hello($1, $2)', [device.enrolment.token, hello]);
  const free = await central.admin.query('select from sync.upkeep_runs for update skip locked');
  expect(free.rowCount).toBe(0);
  await central.admin.query(`set statement_timeout = '10s'`);
  expect(await one('select sync.upkeep() as it')).toMatchObject({ sessions: 1, skipped: {} });
  await lazy.end().catch(() => undefined);
});
