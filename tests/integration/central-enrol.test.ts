import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAdmin } from '#db/postgres/open.node.ts';
import { registry } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import { addResource } from '#tests/helpers/central-changes.ts';
import { createCentral, deviceUrl } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let other: TestOrganization;
let device: TestDevice;

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  other = await central.organization();
  device = await central.enrol(mine);
});
afterAll(() => central.drop());

/** SQLSTATE a statement ends with when the device's role runs it; undefined when it succeeds. */
async function asDevice(sql: string, values: unknown[] = []): Promise<string | undefined> {
  const client = await openAdmin(deviceUrl(central, device));
  try {
    await client.query(sql, values);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  } finally {
    await client.end();
  }
}

describe('enrolment', () => {
  test('a code works once, however it is typed', async () => {
    const code = await createEnrolCode(central.adminUrl, mine.slug);
    if (!code.ok) throw new Error('no code');
    expect(code.value.code.replaceAll('-', '')).toHaveLength(26);
    const typed = code.value.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    const first = await enrolDevice({ central: central.adminUrl, code: typed, name: 'Desk' });
    expect(first.ok && first.value.organization_id).toBe(mine.id);
    expect(first.ok && first.value.central).not.toContain('@');
    const second = await enrolDevice({
      central: central.adminUrl,
      code: code.value.code,
      name: 'Desk',
    });
    expect(second).toEqual({ ok: false, error: { code: 'code_not_valid', details: {} } });
  });

  test('an expired code and an unknown one are refused alike', async () => {
    const code = await createEnrolCode(central.adminUrl, mine.slug);
    if (!code.ok) throw new Error('no code');
    await central.admin.query(
      'update sync.enrol_codes set expires_at = now() where used_at is null',
    );
    for (const text of [code.value.code, 'AAAAAA-AAAAAA']) {
      const answer = await enrolDevice({ central: central.adminUrl, code: text, name: 'Desk' });
      expect(answer).toEqual({ ok: false, error: { code: 'code_not_valid', details: {} } });
    }
  });

  test('an unknown organization has no codes', async () => {
    expect(await createEnrolCode(central.adminUrl, 'nobody')).toMatchObject({
      ok: false,
      error: { code: 'no_such_organization' },
    });
  });

  test('two codes at once make one login role', async () => {
    const organization = await central.organization();
    const codes = await Promise.all(
      Array.from({ length: 4 }, () => createEnrolCode(central.adminUrl, organization.slug)),
    );
    expect(codes.every(({ ok }) => ok)).toBe(true);
  });
});

describe('what a device may do in SQL', () => {
  test('its role is an ordinary one and owns nothing', async () => {
    const { rows } = await central.admin.query(
      `select r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
         (select count(*)::integer from pg_class where relowner = r.oid) as owned
       from pg_roles r where r.rolname = $1`,
      [device.enrolment.login_role],
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        owned: 0,
      },
    ]);
  });

  test.each([
    ['temporary tables', 'create temp table devices (id uuid)'],
    ['schemas', 'create schema mine'],
    ['objects in public', 'create table public.x (id uuid)'],
    ['large objects', `select lo_from_bytea(0, 'x')`],
    ['advisory locks', 'select pg_advisory_lock(1)'],
    ['transaction advisory locks', 'select pg_try_advisory_xact_lock(1)'],
    ['ending sessions', 'select pg_terminate_backend(0)'],
    ['cancelling what others ask', 'select pg_cancel_backend(0)'],
    ['internal functions', `select sync.device_of('x')`],
    ['enrolment', `select api.enrol('x', 'y')`],
    ['the owner', 'set role hf_owner'],
    ['the functions’ owner', 'set role hf_api'],
    ['passwords', 'select * from sync.org_logins'],
  ])('%s are closed', async (_name, sql) => {
    expect(await asDevice(sql)).toBe('42501');
  });

  test('what it may execute is exactly the API', async () => {
    const { rows } = await central.admin.query<{ name: string }>(
      `select p.oid::regprocedure::text as name
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('api', 'sync', 'data')
         and has_function_privilege($1, p.oid, 'execute')
       order by 1`,
      [device.enrolment.login_role],
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'api.bucket_rows(text,text[],integer[])',
      'api.checksums(text)',
      'api.explain(text,uuid)',
      'api.filled_tables(text)',
      'api.hello(text,jsonb)',
      'api.leave(text,text)',
      'api.pull(text,text,boolean)',
      'api.push(text,json)',
      'api.reincarnate(text,uuid)',
      ...registry.tables
        .filter((table) => ['both', 'down'].includes(table.options.sync))
        .map(({ name }) => `api.snapshot_${name}(text,uuid,integer)`)
        .toSorted(),
      'api.wake(text)',
    ]);
  });

  test('functions that run with more rights than their caller have a fixed search path', async () => {
    const { rows } = await central.admin.query<{ name: string; owner: string; path: string[] }>(
      `select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner, p.proconfig as path
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('api', 'sync') and p.prosecdef`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      // Chores of the feed's owner are reached through functions of the API alone.
      expect(['hf_api', 'hf_owner']).toContain(row.owner);
      expect(row.path[0]).toBe('search_path=pg_catalog, pg_temp');
    }
  });
});

describe('row security alone, below functions that forget to ask for the organization', () => {
  async function asApi(body: string): Promise<unknown> {
    await central.admin.query(
      `create or replace function api.careless(p_other uuid) returns bigint
       language plpgsql security definer set search_path = pg_catalog, pg_temp as $$ ${body} $$`,
    );
    await central.admin.query('alter function api.careless(uuid) owner to hf_api');
    await central.admin.query('grant execute on function api.careless(uuid) to hf_device');
    const client = await openAdmin(deviceUrl(central, device));
    try {
      return (await client.query<{ n: string }>('select api.careless($1) as n', [other.id])).rows[0]
        ?.n;
    } finally {
      await client.end();
      await central.admin.query('drop function api.careless(uuid)');
    }
  }

  test('a table shows the caller’s rows only', async () => {
    expect(await asApi(`begin return (select count(*) from data.users); end`)).toBe('3');
  });

  test('nothing is written into, changed in, or taken from another organization', async () => {
    await addResource(await central.enrol(other), 'Sala 1');
    const insert = `insert into data.resources (id, organization_id, name, kind, timezone)
      values (p_other, p_other, 'x', 'space', 'x')`;
    await expect(asApi(`begin ${insert}; return 1; end`)).rejects.toMatchObject({ code: '42501' });
    const change = `declare n bigint; begin update data.resources set name = 'x' where organization_id = p_other; get diagnostics n = row_count; return n; end`;
    expect(await asApi(change)).toBe('0');
    const removal = `declare n bigint; begin delete from data.resources where organization_id = p_other; get diagnostics n = row_count; return n; end`;
    expect(await asApi(removal)).toBe('0');
    await addResource(device, 'Sala 1');
    const move = `begin update data.resources set organization_id = p_other; return 1; end`;
    await expect(asApi(move)).rejects.toMatchObject({ code: '42501' });
  });

  test('a policy that lets everything through is noticed by the test above', async () => {
    await central.admin.query('create policy leak on data.users for select to hf_api using (true)');
    const n = await asApi(
      `begin return (select count(*) from data.users where organization_id = p_other); end`,
    );
    await central.admin.query('drop policy leak on data.users');
    expect(n).toBe('3');
  });
});

describe('who is calling', () => {
  test('a token is worth nothing with another organization’s login', async () => {
    const stranger = await central.enrol(other);
    const client = await openAdmin(deviceUrl(central, stranger));
    await expect(
      client.query('select api.wake($1)', [device.enrolment.token]),
    ).rejects.toMatchObject({ code: 'HF001' });
    await client.end();
  });

  test('a superuser who calls the API sees nothing', async () => {
    await expect(
      central.admin.query('select api.wake($1)', [device.enrolment.token]),
    ).rejects.toMatchObject({ code: 'HF001' });
  });

  test('a revoked device is refused at its next call', async () => {
    const revoked = await central.enrol(mine);
    await revoked.link.wake();
    await central.admin.query('update sync.devices set revoked_at = now() where id = $1', [
      revoked.enrolment.device_id,
    ]);
    await expect(revoked.link.wake()).rejects.toMatchObject({ failure: 'revoked', code: 'HF001' });
    await expect(revoked.link.pull(null, false)).rejects.toMatchObject({ failure: 'revoked' });
  });

  test('rows of another organization are neither pulled, filled, counted nor changed', async () => {
    const table = must(registry.get('users'), 'users');
    const ids = (await device.link.snapshotChunk(table, null, 1000)).rows.map(([id]) => id);
    expect(new Set(ids)).toEqual(new Set(Object.values(mine.users)));
    const images = await device.link.bucketRows(
      Array.from({ length: 256 }, (_, bucket) => ({ table, bucket })),
    );
    expect(images).toHaveLength(3);
    const { checksums } = await device.link.pull(null, true);
    const users = must(checksums, 'asked for').filter(({ table: name }) => name === 'users');
    expect(users.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });
});
