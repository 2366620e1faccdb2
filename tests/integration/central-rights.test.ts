import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { isMadeByCentral } from '#db/schema/sync-class.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import type { Change, ColumnChange, Verdict } from '#sync/core/op.ts';
import { bucketOf } from '#sync/core/checksum.ts';
import type { RowSet } from '#tests/helpers/any-row.ts';
import { centralTables, putRows, rowSetsOf, sharedTables } from '#tests/helpers/central-any-row.ts';
import { insert } from '#tests/helpers/central-changes.ts';
import { createCentral, deviceUrl } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

// Every list of tables here comes from the catalogue of the database or from the definitions.

let central: TestCentral;
let mine: TestOrganization;
let other: TestOrganization;
let device: TestDevice;
let start: string;
let own: readonly [RowSet, RowSet];
let foreign: readonly [RowSet, RowSet];

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  other = await central.organization();
  device = await central.enrol(mine);
  start = (await device.link.pull(null, false)).cursor;
  own = rowSetsOf(mine.id);
  foreign = rowSetsOf(other.id);
  await putRows(central.admin, mine.id, own);
  await putRows(central.admin, other.id, foreign);
});
afterAll(() => central.drop());

describe('the device’s own login', () => {
  const ACTIONS: Readonly<Record<string, (name: string, column: string) => string>> = {
    select: (name) => `select from ${name}`,
    insert: (name) => `insert into ${name} default values`,
    update: (name, column) => `update ${name} set ${column} = null`,
    delete: (name) => `delete from ${name}`,
    truncate: (name) => `truncate ${name}`,
    'copy to': (name) => `copy ${name} to stdout`,
    'copy from': (name) => `copy ${name} from stdin`,
  };

  let client: pg.Client;
  beforeAll(async () => {
    client = await openAdmin(deviceUrl(central, device));
  });
  afterAll(() => client.end());

  /** How a statement ends: the message it is refused with, or `done`. */
  async function outcome(sql: string): Promise<string> {
    try {
      await client.query(sql);
      return 'done';
    } catch (error) {
      return error instanceof Error ? error.message : 'no error';
    }
  }

  // A trigger that is denied something would be no wall: the refusal must name the relation itself.
  function isDenied(name: string, said: string): boolean {
    const [schema, relation] = name.split('.');
    return [
      `permission denied for schema ${schema}`,
      ...['table', 'view', 'materialized view', 'foreign table', 'sequence'].map(
        (kind) => `permission denied for ${kind} ${relation}`,
      ),
    ].includes(said);
  }

  interface Relation {
    readonly name: string;
    readonly column: string;
  }

  async function relations(
    schemas: readonly string[],
    kinds: readonly string[],
  ): Promise<readonly Relation[]> {
    const { rows } = await central.admin.query<Relation>(
      `select format('%I.%I', n.nspname, c.relname) as name, quote_ident(a.attname) as column
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
       where n.nspname = any ($1) and c.relkind = any ($2::"char"[]) order by 1`,
      [schemas, kinds],
    );
    return rows;
  }

  /** Every action on these relations that is not denied. */
  async function open(among: readonly Relation[]): Promise<string[]> {
    const found: string[] = [];
    for (const { name, column } of among) {
      for (const [action, sql] of Object.entries(ACTIONS)) {
        if (!isDenied(name, await outcome(sql(name, column)))) found.push(`${action} ${name}`);
      }
    }
    return found;
  }

  test('is no superuser, owns nothing, belongs to nobody but the devices', async () => {
    const { rows } = await client.query(
      `select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication as strong,
         session_user = current_user as itself,
         (select count(*)::integer from pg_class where relowner = r.oid) as owned,
         (select array_agg(roleid::regrole::text) from pg_auth_members where member = r.oid) as groups
       from pg_roles r where r.rolname = session_user`,
    );
    expect(rows).toEqual([{ strong: false, itself: true, owned: 0, groups: ['hf_device'] }]);
  });

  // Behind the schema, which is closed, every table is closed as well.
  test.each(['as it is', 'with the schemas open'])(
    'gets at no table with any action, %s',
    async (how) => {
      const isOpen = how !== 'as it is';
      if (isOpen) await central.admin.query('grant usage on schema data, sync to hf_device');
      const tables = await relations(['data', 'sync', 'api', 'public'], ['r', 'p', 'v', 'm', 'f']);
      const data = tables.map(({ name }) => name).filter((name) => name.startsWith('data.'));
      expect(data).toEqual(centralTables.map(({ name }) => `data.${name}`).toSorted());
      const found = await open(tables);
      if (isOpen) await central.admin.query('revoke usage on schema data, sync from hf_device');
      expect(found).toEqual([]);
    },
  );

  test('gets at no sequence', async () => {
    for (const { name } of await relations(['data', 'sync', 'api', 'public'], ['S'])) {
      for (const sql of [`select * from ${name}`, `select nextval('${name}')`]) {
        expect(isDenied(name, await outcome(sql)), sql).toBe(true);
      }
    }
  });

  test.each([
    ['select', ['select', 'copy to']],
    ['insert', ['insert', 'copy from']],
    ['update', ['update']],
    ['delete', ['delete']],
    ['truncate', ['truncate']],
  ])('a right to %s that it should not have is noticed', async (right, noticed) => {
    const organizations = { name: 'data.organizations', column: 'id' };
    await central.admin.query(`grant usage on schema data to hf_device`);
    await central.admin.query(`grant ${right} on data.organizations to hf_device`);
    const found = await open([organizations]);
    await central.admin.query(`revoke ${right} on data.organizations from hf_device`);
    await central.admin.query(`revoke usage on schema data from hf_device`);
    expect(found).toEqual(noticed.map((action) => `${action} data.organizations`));
    expect(await open([organizations])).toEqual([]);
  });
});

describe('through the functions, a device reaches its own organization only', () => {
  const organizationOf = (row: Readonly<Record<string, unknown>> | null): unknown =>
    row === null ? null : row['organization_id'];

  test('pull', async () => {
    const { images } = await device.link.pull(start, false);
    expect(new Set(images.map(({ row }) => organizationOf(row)))).toEqual(new Set([mine.id]));
    const pulled = images.map(({ table, row_id }) => `${table} ${row_id}`);
    const expected = sharedTables
      .filter(({ name }) => name !== 'organizations')
      .flatMap(({ name }) => own.map((set) => `${name} ${set.id(name)}`));
    expect(pulled.toSorted()).toEqual(expected.toSorted());
  });

  test('first fill', async () => {
    for (const table of sharedTables) {
      const { rows } = await device.link.snapshotChunk(table, null, 1000);
      const at = Object.keys(table.columns).indexOf('organization_id');
      expect(new Set(rows.map((row) => row[at])), table.name).toEqual(new Set([mine.id]));
      const ids = rows.map(([id]) => id);
      expect(ids, table.name).toEqual(expect.arrayContaining(own.map((set) => set.id(table.name))));
    }
  });

  test('buckets and checksums', async () => {
    const scopes = sharedTables.flatMap((table) =>
      [...own, ...foreign].map((set) => ({ table, bucket: bucketOf(set.id(table.name)) })),
    );
    const images = await device.link.bucketRows(scopes);
    expect(new Set(images.map(({ row }) => organizationOf(row)))).toEqual(new Set([mine.id]));
    const { checksums } = await device.link.pull(null, true);
    const counts = Map.groupBy(must(checksums, 'asked for'), ({ table }) => table);
    const { rows } = await central.admin.query<{ name: string; n: number }>(
      sharedTables
        .map(
          ({ name }) =>
            `select '${name}' as name, count(*)::integer as n from data.${name} where organization_id = '${mine.id}'`,
        )
        .join(' union all '),
    );
    for (const { name, n } of rows) {
      const sum = (counts.get(name) ?? []).reduce((all, { count }) => all + count, 0);
      expect([name, sum]).toEqual([name, n]);
    }
    expect([...counts.keys()].toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  function isAllowed(table: Table, kind: Change['kind']): boolean {
    // An organization's only row is its own, and conflicts are opened by central.
    if (isMadeByCentral(table)) return kind === 'update';
    return table.options.sync === 'both' || (table.options.sync === 'up' && kind === 'insert');
  }

  async function pushEach(changes: readonly Change[]): Promise<readonly Verdict[]> {
    const ops = changes.map((change) => device.op([change]));
    const verdicts: Verdict[] = [];
    for (let from = 0; from < ops.length; from += 200) {
      const reply = await device.link.push(ops.slice(from, from + 200));
      if (reply.kind !== 'verdicts') throw new Error(reply.kind);
      verdicts.push(...reply.verdicts);
    }
    return verdicts;
  }

  /** Every row of the other organization, as one text per table. */
  async function theirs(): Promise<unknown> {
    const { rows } = await central.admin.query(
      centralTables
        .map(
          ({ name }) =>
            `select '${name}' as name, string_agg(t::text, '|' order by t.id) as rows
             from data.${name} t where organization_id = '${other.id}'`,
        )
        .join(' union all '),
    );
    return rows;
  }

  function changed(
    from: Readonly<Record<string, Cell>>,
    to: Readonly<Record<string, Cell>>,
  ): Record<string, ColumnChange> {
    return Object.fromEntries(
      Object.entries(to).map(([name, cell]) => [name, [from[name] ?? null, cell]]),
    );
  }

  test('changes and deletions of foreign rows', async () => {
    const before = await theirs();
    const [set] = foreign;
    const tries = centralTables.flatMap((table): [Table, Change][] => {
      const row = { table: table.name, row_id: set.id(table.name) };
      const [cells, next] = [set.cells(table), set.cells(table, 1)];
      const gone = Object.fromEntries(Object.keys(cells).map((name) => [name, null]));
      return [
        [table, { ...row, kind: 'update', values: changed(cells, next) }],
        [table, { ...row, kind: 'delete', values: changed(cells, gone) }],
      ];
    });
    const verdicts = await pushEach(tries.map(([, change]) => change));
    for (const [at, [table, { kind }]] of tries.entries()) {
      const { code, images } = must(verdicts[at], 'a verdict for each op');
      const refusal = isAllowed(table, kind) ? 'row_missing' : 'not_allowed';
      expect([table.name, kind, code]).toEqual([table.name, kind, refusal]);
      expect(images.map(({ row }) => row)).toEqual([null]);
    }
    expect(await theirs()).toEqual(before);
  });

  test('insertion under a foreign id, with a foreign organization, with a foreign reference', async () => {
    const before = await theirs();
    const ids = centralTables.map(({ name }) => [name, foreign[0].id(name)] as const);
    const [set, there] = rowSetsOf(mine.id, Object.fromEntries(ids));
    await putRows(central.admin, mine.id, [there]);
    const tries = centralTables.flatMap((table): [Table, string, Change][] => {
      const cells = set.cells(table);
      const add = (more: Record<string, Cell>, id: string = randomUUID()): Change =>
        insert(table.name, id, { ...cells, ...more });
      const references = Object.entries(table.own).flatMap(([column, { shape }]) => {
        if (shape.reference?.enforced !== true) return [];
        const filled = set.cells(table, 0, column);
        return add({ ...filled, [column]: foreign[1].id(shape.reference.table) });
      });
      return [
        [table, 'unknown_column', add({ organization_id: other.id })],
        ...references.map((change): [Table, string, Change] => [
          table,
          'missing_reference',
          change,
        ]),
        [table, 'applied', add({}, set.id(table.name))],
      ];
    });
    const verdicts = await pushEach(tries.map(([, , change]) => change));
    for (const [at, [table, expected, { values }]] of tries.entries()) {
      const { outcome, code, detail, images } = must(verdicts[at], 'a verdict for each op');
      const wanted = isAllowed(table, 'insert') ? expected : 'not_allowed';
      const what = [table.name, detail, JSON.stringify(values)];
      expect([...what, code ?? outcome]).toEqual([...what, wanted]);
      for (const { row } of images) expect([null, mine.id]).toContain(organizationOf(row));
    }
    expect(await theirs()).toEqual(before);
  });
});
