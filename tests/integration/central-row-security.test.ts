import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { SyncClass, Table } from '#db/schema/table.ts';
import type { RowSet } from '#tests/helpers/any-row.ts';
import { centralTables, insertSql, putRows, rowSetsOf } from '#tests/helpers/central-any-row.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';

// Row security alone, below functions that forget to ask for the organization. Each table is probed as
// the functions' owner with the session of a device; then every policy of the catalogue is spoilt in
// turn, and the same probes must tell.

let central: TestCentral;
let admin: pg.Client;
let mine: TestOrganization;
let other: TestOrganization;
let login: string;
let fresh: RowSet;
let rowsOf: ReadonlyMap<string, { readonly mine: number; readonly others: number }>;

beforeAll(async () => {
  central = await createCentral();
  ({ admin } = central);
  [mine, other] = [await central.organization(), await central.organization()];
  login = (await central.enrol(mine)).enrolment.login_role;
  await putRows(admin, mine.id, rowSetsOf(mine.id));
  await putRows(admin, other.id, rowSetsOf(other.id));
  [fresh] = rowSetsOf(mine.id);
  await admin.query(`
    create function api.careless(p_sql text) returns jsonb
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      v_answer jsonb;
      v_count bigint;
    begin
      if starts_with(p_sql, 'select') then
        execute p_sql into v_answer;
        return v_answer;
      end if;
      execute p_sql;
      get diagnostics v_count = row_count;
      return to_jsonb(v_count);
    exception when others then
      return to_jsonb(sqlstate);
    end $$;
    alter function api.careless(text) owner to hf_api;
    grant execute on function api.careless(text) to hf_device;`);
  const { rows } = await admin.query<{ name: string; mine: number; others: number }>(
    centralTables
      .map(
        ({ name }) => `select '${name}' as name,
          count(*) filter (where organization_id = '${mine.id}')::integer as mine,
          count(*) filter (where organization_id <> '${mine.id}')::integer as others from data.${name}`,
      )
      .join(' union all '),
  );
  rowsOf = new Map(rows.map(({ name, ...counts }) => [name, counts]));
});
afterAll(() => central.drop());

const DENIED = '42501';

interface Seen {
  readonly is_enabled: boolean;
  readonly is_forced: boolean;
  /** Rows the owner of the table sees. */
  readonly owned: number;
  readonly read: unknown;
  readonly update: unknown;
  readonly move: unknown;
  readonly insert_foreign: unknown;
  readonly insert_own: unknown;
  readonly delete: unknown;
}

/** What row security lets a device see and do. Every statement is without a condition of its own. */
function expectedOf(table: Table): Seen {
  const { mine: own } = must(rowsOf.get(table.name), table.name);
  const closed = {
    is_enabled: true,
    is_forced: true,
    owned: 0,
    read: DENIED,
    update: DENIED,
    move: DENIED,
    insert_foreign: DENIED,
    insert_own: DENIED,
    delete: DENIED,
  };
  const read = { mine: own, others: 0 };
  // There is one row of an organization about itself; its check is what refuses a second.
  const inserted = table.name === 'organizations' ? '23514' : 1;
  const byClass: Readonly<Record<SyncClass, Partial<Seen>>> = {
    both: {
      read,
      update: own,
      insert_own: inserted,
      delete: own + (inserted === 1 ? 1 : 0),
    },
    down: { read },
    up: { read, insert_own: inserted },
    central: {},
    local: {},
  };
  return { ...closed, ...byClass[table.options.sync] };
}

/** Probes a table, spoilt by `mutation`, and takes everything back. */
async function probe(table: Table, mutation = ''): Promise<object> {
  const on = `data.${table.name}`;
  const row = (organization: Id): string =>
    insertSql(admin, table, organization, randomUUID(), fresh.cells(table));
  const careless = Object.entries({
    read: `select jsonb_build_object('mine', count(*) filter (where organization_id = '${mine.id}'),
      'others', count(*) filter (where organization_id <> '${mine.id}')) from ${on}`,
    update: `update ${on} set updated_by = null`,
    move: `update ${on} set organization_id = '${other.id}'`,
    insert_foreign: row(other.id),
    insert_own: row(mine.id),
    delete: `delete from ${on}`,
  }).map(([name, sql]) => `api.careless(${admin.escapeLiteral(sql)}) as ${name}`);
  // Without references, which would refuse what row security lets through.
  const answer: unknown = await admin.query(`
    begin;
    set local session_replication_role = replica;
    ${mutation};
    set local role hf_owner;
    select relrowsecurity as is_enabled, relforcerowsecurity as is_forced,
      (select count(*)::integer from ${on}) as owned
    from pg_class where oid = '${on}'::regclass;
    set local session authorization "${login}";
    select ${careless.join(', ')};
    rollback`);
  return Object.assign({}, ...rowsIn(answer));
}

/** The single rows that the statements of one query answered. */
function rowsIn(answer: unknown): readonly object[] {
  const results: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return results.flatMap((result) => {
    if (typeof result !== 'object' || result === null || !('rows' in result)) return [];
    const { rows } = result;
    return Array.isArray(rows) && rows.length > 0 ? [Object(only(rows))] : [];
  });
}

test('every table of the catalogue has forced row security and the policies of its class', async () => {
  const { rows } = await admin.query(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
       (select string_agg(p.polcmd::text, '' order by p.polcmd) from pg_policy p
        where p.polrelid = c.oid and p.polpermissive and p.polroles = array['hf_api'::regrole::oid]) as commands,
       (select count(*)::integer from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p')
     order by c.relname collate "C"`,
  );
  const commands = { both: 'adrw', down: 'r', up: 'ar', central: null, local: null } as const;
  expect(rows).toEqual(
    centralTables
      .map(({ name, options: { sync } }) => ({
        name,
        is_forced: true,
        commands: commands[sync],
        policies: commands[sync]?.length ?? 0,
      }))
      .toSorted((one, two) => (one.name < two.name ? -1 : 1)),
  );
});

test('every table shows and takes the caller’s rows only', async () => {
  for (const table of centralTables) {
    expect([table.name, await probe(table)]).toEqual([table.name, expectedOf(table)]);
  }
});

interface Mutant {
  readonly name: string;
  readonly sql: string;
}

/** Every way to spoil one policy or one table's row security. */
async function mutants(): Promise<readonly Mutant[]> {
  const { rows: policies } = await admin.query<{
    readonly name: string;
    readonly policy: string;
    readonly has_using: boolean;
    readonly has_check: boolean;
  }>(
    `select tablename as name, policyname as policy, qual is not null as has_using,
       with_check is not null as has_check
     from pg_policies where schemaname = 'data'`,
  );
  return [
    ...policies.flatMap(({ name, policy, has_using, has_check }) => [
      { name, sql: `drop policy ${policy} on data.${name}` },
      ...(has_using ? [{ name, sql: `alter policy ${policy} on data.${name} using (true)` }] : []),
      ...(has_check
        ? [{ name, sql: `alter policy ${policy} on data.${name} with check (true)` }]
        : []),
    ]),
    ...centralTables.flatMap(({ name, options }) => [
      { name, sql: `alter table data.${name} disable row level security` },
      { name, sql: `alter table data.${name} no force row level security` },
      ...(options.sync === 'both'
        ? []
        : [{ name, sql: `grant select, insert, update, delete on data.${name} to hf_api` }]),
    ]),
  ];
}

test('any one policy dropped or opened, any one table left open, is noticed', async () => {
  const tables = new Map(centralTables.map((table) => [table.name, table]));
  const all = await mutants();
  const unnoticed: string[] = [];
  for (const { name, sql } of all) {
    const table = must(tables.get(name), name);
    if (isDeepStrictEqual(await probe(table, sql), expectedOf(table))) unnoticed.push(sql);
  }
  console.info(`${all.length} ways to spoil row security tried on ${tables.size} tables`);
  expect(unnoticed).toEqual([]);
  expect(all.length).toBeGreaterThan(8 * tables.size);
});
