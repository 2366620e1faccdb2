import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { describeCentral } from '#db/postgres/describe.node.ts';
import { migrate } from '#db/postgres/migrate.node.ts';
import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import type { Description } from '#db/schema/description.ts';
import { checkReplica } from '#db/sqlite/check.node.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { cli } from '#tests/helpers/cli.ts';
import { centralV1 } from '#tests/helpers/central-v1.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import { testUnless, whyAbsent } from '#tests/helpers/unless.ts';

const CLEAN = { ok: true, version: SCHEMA_VERSION, this_version: SCHEMA_VERSION, differences: [] };

describe('schema check', () => {
  const made: TestCentral[] = [];
  afterEach(async () => {
    for (const one of made.splice(0)) await one.drop();
  });

  test('is clean on a fresh central and on a fresh replica', async () => {
    const central = await createCentral();
    made.push(central);
    const replica = testReplica();
    replica.connection.close();
    const run = await cli(
      'schema',
      'check',
      '--dir',
      join(replica.file, '..'),
      '--central',
      central.adminUrl,
    );
    expect(run.json).toEqual({ ok: true, replica: CLEAN, central: CLEAN });
    expect(run.code).toBe(0);
    replica.remove();
    const left = await central.admin.query(
      `select from pg_database where datname like 'holdfast_scratch%'`,
    );
    expect(left.rowCount).toBe(0);
  });

  test('is clean on a central that was migrated step by step, and names an old one', async () => {
    const central = await centralV1();
    made.push(central);
    const before = await cli('schema', 'check', '--central', central.adminUrl);
    expect(before.code).toBe(1);
    expect(before.json).toMatchObject({ ok: false, central: { version: 1 } });
    await migrate(central.admin, productDefinitions);
    const after = await cli('schema', 'check', '--central', central.adminUrl);
    expect(after.json).toEqual({ ok: true, central: CLEAN });
  });

  test('says what differs, for people and for programs', async () => {
    const central = await createCentral();
    made.push(central);
    await central.admin.query('drop policy mine_update on data.bookings');
    const run = await cli('schema', 'check', '--central', central.adminUrl);
    expect(run.code).toBe(1);
    expect(run.json).toMatchObject({
      central: {
        differences: [
          {
            what: 'missing',
            kind: 'policy',
            table: 'data.bookings',
            name: 'mine_update',
            sentence: 'policy mine_update of data.bookings is missing.',
          },
        ],
      },
    });
  });

  test('wants something to check, and says what cannot be reached', async () => {
    expect((await cli('schema', 'check')).code).toBe(2);
    const folder = await cli('schema', 'check', '--dir', tmpdir());
    expect(folder.json).toMatchObject({ ok: false, error: { code: 'bad_folder' } });
    const nobody = await cli('schema', 'check', '--central', 'postgres://a:b@127.0.0.1:1/x');
    expect(nobody.json).toMatchObject({ ok: false, error: { code: 'central_unreachable' } });
  });

  test('the list names every table and column once, with a type in each database that has it', async () => {
    const run = await cli('schema', 'list');
    const { tables } = run.json as {
      tables: { name: string; columns: { name: string; sqlite: unknown; postgres: unknown }[] }[];
    };
    expect(tables.map(({ name }) => name)).toEqual(registry.tables.map(({ name }) => name));
    for (const [at, { options, columns }] of registry.tables.entries()) {
      const listed = tables[at]?.columns ?? [];
      expect(listed.map(({ name }) => name)).toEqual([
        ...Object.keys(columns),
        ...Object.keys(options.generated ?? {}),
      ]);
      for (const column of listed) {
        expect(column.sqlite === null).toBe(options.sync === 'central');
        expect(column.postgres === null).toBe(options.sync === 'local');
      }
    }
  });
});

const BIN = '/usr/lib/postgresql/15/bin';

testUnless(
  whyAbsent(join(BIN, 'postgres')),
  'on Postgres 15 as well, fresh and step by step',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdfast-15-'));
    const cluster = await startEmbedded({
      dir,
      durable: false,
      bin: BIN,
      definitions: productDefinitions,
    });
    try {
      const fresh = await cli('schema', 'check', '--central', cluster.url);
      expect(fresh.json).toEqual({ ok: true, central: CLEAN });
      const old = await centralV1(cluster.url);
      await migrate(old.admin, productDefinitions);
      const stepwise = await cli('schema', 'check', '--central', old.adminUrl);
      expect(stepwise.json).toEqual({ ok: true, central: CLEAN });
      const { rows } = await old.admin.query<{ server_version: string }>('show server_version');
      expect(rows[0]?.server_version).toMatch(/^15\./);
      await old.drop();
    } finally {
      await cluster.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
);

describe('what was changed by hand in central is named', () => {
  let central: TestCentral;
  let whole: Description;
  beforeAll(async () => {
    central = await createCentral();
    whole = await describeCentral(central.admin);
  });
  afterAll(() => central.drop());

  test.each([
    [
      'drop index data.bookings_start_time_idx',
      'index bookings_start_time_idx of data.bookings is missing.',
    ],
    [
      'create index stray on data.bookings (title)',
      'index stray of data.bookings is not part of this version.',
    ],
    [
      'alter table data.bookings drop constraint bookings_rule_1',
      'check bookings_rule_1 of data.bookings is missing.',
    ],
    [
      'alter table data.bookings drop constraint bookings_no_overlap',
      'exclusion bookings_no_overlap of data.bookings is missing.',
    ],
    [
      'alter table data.bookings drop constraint bookings_resource_id_fkey',
      'reference bookings_resource_id_fkey of data.bookings is missing.',
    ],
    [
      'alter table data.users drop constraint users_email_key',
      'key users_email_key of data.users is missing.',
    ],
    [
      'alter table data.bookings drop constraint bookings_rule_1, add constraint bookings_rule_1 check (end_time >= start_time)',
      'check bookings_rule_1 of data.bookings: says is CHECK ((end_time >= start_time)), expected CHECK ((end_time > start_time)).',
    ],
    ['drop policy mine_read on data.users', 'policy mine_read of data.users is missing.'],
    [
      'alter policy mine_read on data.users using (true)',
      /^policy mine_read of data.users: using is true, expected \(organization_id = /,
    ],
    [
      'create policy all_of_it on data.users for select to public using (true)',
      'policy all_of_it of data.users is not part of this version.',
    ],
    [
      'alter table data.users no force row level security',
      'table data.users: row_security_forced is false, expected true.',
    ],
    [
      'alter table data.users disable row level security',
      'table data.users: row_security is false, expected true.',
    ],
    [
      'drop trigger capture_update on data.bookings',
      'trigger capture_update of data.bookings is missing.',
    ],
    [
      'alter table data.bookings disable trigger stamp',
      'trigger stamp of data.bookings: enabled is D, expected A.',
    ],
    [
      `alter table data.bookings alter column source set default 'phone'`,
      `column source of data.bookings: default is 'phone'::text, expected 'holdfast'::text.`,
    ],
    [
      'alter table data.bookings alter column title drop not null',
      'column title of data.bookings: required is false, expected true.',
    ],
    [
      'alter table data.bookings add column stray text',
      'column stray of data.bookings is not part of this version.',
    ],
    ['alter table data.bookings drop column notes', 'column notes of data.bookings is missing.'],
    [
      'alter table data.departments alter column phone type varchar(40)',
      'column phone of data.departments: type is character varying(40), expected text.',
    ],
    ['drop table data.announcements cascade', 'table data.announcements is missing.'],
    ['create table data.stray (id uuid)', 'table data.stray is not part of this version.'],
    [
      'create view data.stray as select * from data.users',
      'table data.stray is not part of this version.',
    ],
    [
      'grant select on data.users to hf_device',
      'table data.users: rights is hf_api: delete, insert, select, update; hf_device: select, expected hf_api: delete, insert, select, update.',
    ],
    ['grant update on sync.op_log to hf_api', /^table sync.op_log: rights is /],
    [
      'alter table data.users owner to hf_api',
      /^table data.users: owner is hf_api, expected hf_owner/,
    ],
    [
      'grant execute on function sync.session_organization() to hf_device',
      'function sync.session_organization(): rights is hf_device: execute, expected nothing.',
    ],
    ['drop function api.wake(text)', 'function api.wake(text) is missing.'],
    [
      'alter function api.wake(text) security invoker',
      'function api.wake(text): as_definer is false, expected true.',
    ],
    [
      `create or replace function sync.session_organization() returns uuid language sql stable as $$ select null::uuid $$`,
      /^function sync.session_organization\(\): body is /,
    ],
    ['alter role hf_api bypassrls', 'role hf_api: bypasses_policies is true, expected false.'],
    [
      'grant create on schema api to hf_device',
      /^schema api: rights is .*hf_device: create, usage/,
    ],
    [
      'drop index sync.change_feed_by_xid',
      'index change_feed_by_xid of sync.change_feed is missing.',
    ],
  ])('%s', async (sql, sentence) => {
    await central.admin.query('begin');
    try {
      await central.admin.query(sql);
      const found = compareDescriptions(whole, await describeCentral(central.admin)).map(
        sentenceOf,
      );
      if (typeof sentence === 'string') expect(found).toContain(sentence);
      else expect(found).toContainEqual(expect.stringMatching(sentence));
    } finally {
      await central.admin.query('rollback');
    }
  });
});

describe('what was changed by hand in a replica is named', () => {
  let replica: TestReplica<object>;
  beforeEach(() => {
    replica = testReplica<object>();
    replica.connection.close();
  });
  afterEach(() => replica.remove());

  const remade = (change: (sql: string) => string) => (file: string) => {
    const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
    // The way a person with a tool would go about a check: past SQLite's own doors.
    Reflect.get(driver, 'unsafeMode')?.call(driver, true);
    driver.pragma('writable_schema = ON');
    const row = driver
      .prepare<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'bookings'`)
      .get();
    driver
      .prepare(`UPDATE sqlite_schema SET sql = ? WHERE name = 'bookings'`)
      .run(change(row?.sql ?? ''));
    driver.close();
  };
  const executed = (sql: string) => (file: string) => {
    const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
    driver.exec(sql);
    driver.close();
  };

  test.each([
    [
      'an index',
      executed('DROP INDEX bookings_start_time'),
      'index (start_time) of bookings is missing.',
    ],
    [
      'a stray index',
      executed('CREATE INDEX stray ON bookings (title)'),
      'index (title) of bookings is not part of this version.',
    ],
    [
      'a trigger',
      executed('DROP TRIGGER bookings_search_update'),
      'trigger bookings_search_update of bookings is missing.',
    ],
    ['a search', executed('DROP TABLE bookings_search'), 'search bookings_search is missing.'],
    [
      'a stray column',
      executed('ALTER TABLE bookings ADD COLUMN stray TEXT'),
      'column stray of bookings is not part of this version.',
    ],
    ['a table', executed('DROP TABLE announcements'), 'table announcements is missing.'],
    ['a local table', executed('DROP TABLE shadow'), 'table shadow is missing.'],
    [
      'a stray table',
      executed('CREATE TABLE stray (a TEXT)'),
      'table stray is not part of this version.',
    ],
    [
      'a stray view',
      executed('CREATE VIEW stray AS SELECT 1 AS one'),
      'table stray is not part of this version.',
    ],
    [
      'a check',
      remade((sql) =>
        sql.replace('CHECK (end_time > start_time)', 'CHECK (end_time >= start_time)'),
      ),
      'check end_time > start_time of bookings is missing.',
    ],
    [
      'a default',
      remade((sql) => sql.replace(`DEFAULT 'holdfast'`, `DEFAULT 'phone'`)),
      `column source of bookings: default is 'phone', expected 'holdfast'.`,
    ],
    [
      'a required column',
      remade((sql) => sql.replace('"title" TEXT NOT NULL', '"title" TEXT')),
      'column title of bookings: required is false, expected true.',
    ],
    [
      'a reference',
      remade((sql) => sql.replace(' REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED', '')),
      'reference (resource_id) to resources(id) of bookings is missing.',
    ],
    [
      'when a reference is checked',
      remade((sql) =>
        sql.replace(
          'REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED',
          'REFERENCES "resources"(id)',
        ),
      ),
      'reference (resource_id) to resources(id) of bookings: at_commit is false, expected true.',
    ],
    [
      'strictness',
      remade((sql) => sql.replace(/\) STRICT$/, ')')),
      'table bookings: strict is false, expected true.',
    ],
  ])('%s', (_, change, sentence) => {
    const definitions = { registry, schemaVersion: SCHEMA_VERSION };
    expect(checkReplica(replica.file, definitions).differences).toEqual([]);
    change(replica.file);
    const found = checkReplica(replica.file, definitions).differences.map(sentenceOf);
    expect(found).toContain(sentence);
  });
});
