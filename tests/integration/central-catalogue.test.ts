import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrives } from '#db/schema/sync-class.ts';
import { centralTables } from '#tests/helpers/central-any-row.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';

// What must hold for every table, read from the database itself.

let central: TestCentral;
beforeAll(async () => {
  central = await createCentral();
});
afterAll(() => central.drop());

async function names(sql: string): Promise<readonly string[]> {
  const { rows } = await central.admin.query<{ name: string }>(sql);
  return rows.map(({ name }) => name);
}

/** The same with something spoilt: a check that never finds anything proves nothing. */
async function namesAfter(mutation: string, sql: string): Promise<readonly string[]> {
  await central.admin.query(`begin; ${mutation}`);
  try {
    return await names(sql);
  } finally {
    await central.admin.query('rollback');
  }
}

const FOREIGN_KEYS = `select c.conrelid::regclass || '.' || c.conname as name, c.conrelid, c.conkey
  from pg_constraint c where c.contype = 'f' and c.connamespace = 'data'::regnamespace`;

test('every reference stays within its organization', async () => {
  expect((await names(FOREIGN_KEYS)).length).toBeGreaterThan(centralTables.length / 2);
  const crossing = `select k.name from (${FOREIGN_KEYS}) k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where a.attname <> 'organization_id' or cardinality(k.conkey) <> 2`;
  expect(await names(crossing)).toEqual([]);
});

test('every reference is the beginning of an index over all rows', async () => {
  const bare = `select k.name from (${FOREIGN_KEYS}) k
    where not exists (
      select from pg_index i
      where i.indrelid = k.conrelid and i.indpred is null and i.indisvalid
        and i.indkey[0] = k.conkey[1] and i.indkey[1] = k.conkey[2]
    )`;
  expect(await names(bare)).toEqual([]);
  const closures = 'drop index data.resource_closures_resource_id_start_time_idx';
  expect(await namesAfter(closures, bare)).toEqual([
    'data.resource_closures.resource_closures_resource_id_fkey',
  ]);
});

test('no column of a unique key is nullable, but for those the database computes', async () => {
  const nullable = `select i.indexrelid::regclass || ' ' || a.attname as name
    from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relnamespace = 'data'::regnamespace
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indisunique and not a.attnotnull and a.attgenerated = ''`;
  expect(await names(nullable)).toEqual([]);
  const places = 'alter table data.resources alter column place drop not null';
  expect(await namesAfter(places, nullable)).toEqual(['data.resources_place_name_key place']);
});

test('every table is stamped and never truncated; those that reach devices are in the feed', async () => {
  const { rows } = await central.admin.query<{ name: string; triggers: string[] }>(
    `select c.relname as name, array_agg(t.tgname::text order by t.tgname) as triggers
     from pg_class c join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled = 'A'
       join pg_proc p on p.oid = t.tgfoid and p.proname ~ '^(capture_|stamp$|forbid_truncate$)'
     where c.relnamespace = 'data'::regnamespace group by c.relname`,
  );
  const feed = ['capture_delete', 'capture_insert', 'capture_update'];
  expect(new Map(rows.map(({ name, triggers }) => [name, triggers]))).toEqual(
    new Map(
      centralTables.map((table) => [
        table.name,
        [...(arrives(table) ? feed : []), 'forbid_truncate', 'stamp'],
      ]),
    ),
  );
});

test('functions of central have the owner with the least rights, objects the one nobody is', async () => {
  const strange = `select p.oid::regprocedure::text as name
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('sync', 'api') and p.proowner <> 'hf_api'::regrole
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('sync', 'api', 'data', 'public') and c.relowner <> 'hf_owner'::regrole`;
  // Fixed chores, which a caller can only start.
  const chores = [
    'sync.drop_partitions(interval)',
    'sync.end_stale_sessions(interval)',
    'sync.forget_old()',
    'sync.make_partitions()',
    'sync.restart_feed()',
  ];
  expect((await names(strange)).toSorted()).toEqual(chores);
  const taken = 'alter table data.resources owner to hf_api';
  expect(await namesAfter(taken, strange)).toContain('data.resources');
});
