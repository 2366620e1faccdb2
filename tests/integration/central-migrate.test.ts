import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { freshCentral } from '#db/migrations/central-step.node.ts';
import { productSteps, stepSays } from '#db/migrations/steps.node.ts';
import { must } from '#db/kernel/must.ts';
import { centralSql } from '#db/postgres/definitions.node.ts';
import { describeCentral } from '#db/postgres/describe.node.ts';
import { migrate, migrateCentral } from '#db/postgres/migrate.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import { createRegistry } from '#db/schema/registry.ts';
import { addBooking, addResource, centralV1 } from '#tests/helpers/central-v1.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';

let central: TestCentral;
const made: TestCentral[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.drop();
});

async function version(of: TestCentral): Promise<number> {
  const { rows } = await of.admin.query<{ v: number }>(
    'select max(version) as v from sync.migrations',
  );
  return only(rows).v;
}

/** Every row of data.* in one number, with the columns of version 1 only. */
async function contentV1({ admin }: TestCentral): Promise<string> {
  const { rows } = await admin.query<{ sum: string }>(
    `select md5(string_agg(md5(x::text), '' order by x.id)) as sum from (
       select id, row_version, updated_at, name, slug, '' as more, '' as last from data.organizations
       union all select id, row_version, updated_at, email, display_name, role, '' from data.users
       union all select id, row_version, updated_at, title, status, start_time::text, end_time::text
         from data.bookings) x`,
  );
  return only(rows).sum;
}

describe('a fresh central', () => {
  beforeEach(async () => made.push((central = await createCentral())));

  test('is left alone the second time', async () => {
    expect(await migrateCentral(central.adminUrl, productDefinitions)).toEqual({
      version: SCHEMA_VERSION,
      changed: false,
    });
  });

  test('of a newer program is left alone', async () => {
    await central.admin.query(
      `insert into sync.migrations (version, name, structure_hash, code_hash) values ($1, 'later', '', '')`,
      [SCHEMA_VERSION + 1],
    );
    await expect(migrate(central.admin, productDefinitions)).rejects.toMatchObject({
      code: 'central_too_new',
      message: `central has schema ${SCHEMA_VERSION + 1}, this version of Holdfast knows ${SCHEMA_VERSION}: it needs the newer one`,
    });
  });

  test('whose definitions changed without a new version is refused', async () => {
    const fewer = createRegistry(registry.tables.slice(0, -1));
    await expect(
      migrate(central.admin, { ...productDefinitions, registry: fewer }),
    ).rejects.toMatchObject({ code: 'definitions_changed' });
  });

  test('gets other functions when only they changed, whatever they take and answer', async () => {
    const before = await describeCentral(central.admin);
    await central.admin.query(`update sync.migrations set code_hash = 'older'`);
    await central.admin.query(`drop function sync.protocol_version();
      create function sync.protocol_version() returns text language sql as $$ select 'none' $$;
      create function sync.once_there(integer) returns integer language sql as 'select 0'`);
    expect(await migrate(central.admin, productDefinitions)).toMatchObject({ changed: true });
    expect(compareDescriptions(before, await describeCentral(central.admin))).toEqual([]);
  });
});

describe('several at once', () => {
  test('on fresh databases of one cluster: roles are made once', async () => {
    made.push(...(await Promise.all([1, 2, 3].map(() => createCentral(productDefinitions)))));
    const { rows } = await must(made[0], 'three were made').admin.query(
      `select rolname from pg_roles where rolname in ('hf_owner', 'hf_api', 'hf_device', 'hf_enrol')`,
    );
    expect(rows).toHaveLength(4);
  });

  test('on one database: one does the work', async () => {
    made.push((central = await centralV1()));
    const clients = await Promise.all([1, 2, 3].map(() => openAdmin(central.adminUrl)));
    const done = await Promise.all(clients.map((client) => migrate(client, productDefinitions)));
    await Promise.all(clients.map((client) => client.end()));
    expect(done.filter(({ changed }) => changed)).toHaveLength(1);
  });
});

describe('step by step from version 1', () => {
  beforeEach(async () => made.push((central = await centralV1())));

  test('ends in the schema of a fresh one, with every row as it was', async () => {
    const organization = await central.organization();
    const resource = await addResource(central, organization);
    for (let number = 0; number < 50; number++) {
      await addBooking(central, organization, resource, number);
    }
    const before = await contentV1(central);
    expect(await migrate(central.admin, productDefinitions)).toEqual({
      version: SCHEMA_VERSION,
      changed: true,
    });
    const fresh = await freshCentral(central.adminUrl, productDefinitions);
    const found = compareDescriptions(fresh, await describeCentral(central.admin)).map(sentenceOf);
    expect(found, 'write the step again: npm run schema:step -- NAME').toEqual([]);
    expect(await contentV1(central)).toBe(before);
    expect(await migrate(central.admin, productDefinitions)).toMatchObject({ changed: false });
  });

  test('killed half-way it is version 1, whole; the next one succeeds', async () => {
    const { admin } = central;
    const before = await describeCentral(admin);
    await admin.query('begin');
    // The step stops at the second table it changes.
    await admin.query('lock table data.users in access exclusive mode');
    const victim = await openAdmin(central.adminUrl);
    const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
    const pid = only(rows).pid;
    const failed = migrate(victim, productDefinitions).then(
      () => 'migrated',
      (error: unknown) => String(error),
    );
    await expect
      .poll(async () => {
        const waiting = await admin.query(
          `select from pg_locks where pid = $1 and not granted and relation = 'data.users'::regclass`,
          [pid],
        );
        return waiting.rowCount;
      })
      .toBe(1);
    await admin.query('select pg_terminate_backend($1)', [pid]);
    expect(await failed).toMatch(/terminat|Connection/);
    await admin.query('commit');
    expect(compareDescriptions(before, await describeCentral(admin))).toEqual([]);
    expect(await version(central)).toBe(1);
    expect(await migrate(admin, productDefinitions)).toMatchObject({ changed: true });
  });

  test('is refused where no release made what is there, or the steps lead elsewhere', async () => {
    await central.admin.query(`update sync.migrations set structure_hash = 'mine'`);
    await expect(migrate(central.admin, productDefinitions)).rejects.toThrow('no release had');
    await central.admin.query('update sync.migrations set structure_hash = $1', [
      stepSays(must(productSteps('postgres')[0], 'a first step'), 'Structure'),
    ]);
    const fewer = createRegistry(registry.tables.slice(0, -1));
    const elsewhere = { ...productDefinitions, registry: fewer };
    expect(centralSql(elsewhere).structureHash).not.toBe(
      centralSql(productDefinitions).structureHash,
    );
    await expect(migrate(central.admin, elsewhere)).rejects.toThrow('npm run schema:step');
    expect(await version(central)).toBe(1);
  });
});
