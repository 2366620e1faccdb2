import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { organizations } from '#db/domains/organizations/tables.ts';
import { registry } from '#db/domains/registry.ts';
import { ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import { isMadeByCentral } from '#db/schema/sync-class.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { PUSH_OPS } from '#sync/core/protocol.ts';
import type { Change } from '#sync/core/op.ts';
import { createRowSets } from '#tests/helpers/any-row.ts';
import type { RowSet } from '#tests/helpers/any-row.ts';
import { insert } from '#tests/helpers/central-changes.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';
import { otherwise, spoiled } from '#tests/helpers/spoilt-rows.ts';
import {
  insertAtCentral,
  rowsForTables,
  rowsHere,
  rowsThere,
  tablesOf,
} from '#tests/helpers/table-desks.ts';
import type { TableRows } from '#tests/helpers/table-desks.ts';

// Every table of the product on two real desks and a real central; nothing is listed by hand. The
// tests build on one another, in their order.
let folder: string;
let central: TestCentral;
let organization: TestOrganization;
let others: TestOrganization;
let rows: TableRows;
let theirs: RowSet;
let a: Desk;
let b: Desk;
let hostile: TestDevice;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-tables-'));
  central = await createCentral();
  organization = await central.organization();
  others = await central.organization();
  rows = rowsForTables(organization.id);
  for (const { table, rows: set } of rows.atCentral) await addAtCentral(organization, set, table);
  const given = { organizations: others.id };
  const pair = createRowSets({ registry, newId: () => randomUUID(), given });
  for (const table of arriving) for (const set of pair) await addAtCentral(others, set, table);
  [theirs] = pair;
  a = await enrolled('A');
  b = await enrolled('B');
  hostile = await central.enrol(organization, 'Hostile');
});
afterAll(async () => {
  await Promise.all([a, b].map((desk) => desk.close()));
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

const arriving = tablesOf('both', 'down');
const changeable = tablesOf('both');
// An organization's own row is there from the beginning; a conflict is opened by central.
const inserted = changeable.filter((table) => !isMadeByCentral(table));
const upwards = tablesOf('up');

async function addAtCentral(to: TestOrganization, set: RowSet, table: Table): Promise<void> {
  if (table === organizations) return;
  const row = { id: set.id(table.name), organization_id: to.id, cells: set.cells(table) };
  await insertAtCentral(central.admin, table, row);
}

async function enrolled(name: string): Promise<Desk> {
  const ports = createPorts();
  const made = await createEnrolCode(central.adminUrl, organization.slug);
  if (!made.ok) throw new Error(made.error.code);
  const dir = join(folder, name);
  await enrolDesk({ central: central.adminUrl, code: made.value.code, dir, name, ports });
  const desk = openDesk({ dir, ports, log: { write: () => {} }, writes: true });
  await synced(desk);
  return desk;
}

async function synced(desk: Desk): Promise<void> {
  const done = await desk.engine.syncOnce();
  const refused = desk.connection.prepare('SELECT changes, code, detail FROM rejected_ops').all();
  const open = desk.connection
    .prepare(
      'SELECT conflict_type, table_name, conflict_data FROM conflict_logs WHERE op_id IN (SELECT op_id FROM outbox_sent)',
    )
    .all();
  expect({ refused, open }).toEqual({ refused: [], open: [] });
  expect(done).toMatchObject({ ok: true, value: { verified: true } });
}
type Cells = Readonly<Record<string, Cell>>;
type Transaction = Parameters<Parameters<Desk['writer']['write']>[1]>[0];

function write(desk: Desk, command: (tx: Transaction) => void) {
  const actor = { id: organization.users.admin, role: 'admin' as const };
  return desk.writer.write({ command: 'tables.test', actor }, (tx) => {
    command(tx);
    return ok(null);
  });
}

/** `ok`, or the code of the refusal. */
function outcome(desk: Desk, command: (tx: Transaction) => void): string {
  const result = write(desk, command);
  return result.ok ? 'ok' : result.error.code;
}

/** One op a table, so that a refusal names its table. */
function each(tables: readonly Table[], command: (tx: Transaction, table: Table) => void): void {
  const refused: string[] = [];
  const done = a.writer.batch(() => {
    for (const table of tables) {
      const result = write(a, (tx) => command(tx, table));
      if (!result.ok) refused.push(`${table.name}: ${JSON.stringify(result.error)}`);
    }
    return ok(null);
  });
  expect(done.ok).toBe(true);
  expect(refused).toEqual([]);
}

async function equalEverywhere(): Promise<void> {
  await synced(a);
  await synced(b);
  const there = await rowsThere(central.admin, organization.id, [...arriving, ...upwards]);
  const unequal = [...there].flatMap(([table, wanted]) => {
    const onA = rowsHere(a.connection, table);
    const onB = rowsHere(b.connection, table);
    const up = table.options.sync === 'up';
    // Central has what other devices sent up as well.
    const wantedOnA = up ? wanted.filter((row) => onA.includes(row)) : wanted;
    return JSON.stringify([onA, onB]) === JSON.stringify([wantedOnA, up ? [] : wanted])
      ? []
      : [{ table: table.name, central: wanted, a: onA, b: onB }];
  });
  expect(unequal).toEqual([]);
}

test('what central writes to any table arrives on both desks', async () => {
  const there = await rowsThere(central.admin, organization.id, arriving);
  expect([...there.values()].filter((found) => found.length === 0)).toEqual([]);
  await equalEverywhere();
});

test('what a desk inserts into any table arrives, or goes to central alone', async () => {
  each(inserted, (tx, table) => {
    tx.insert(table, rows.cells(table, 0), rows.device.id(table.name));
  });
  each(upwards, (tx, table) => {
    tx.insert(table, rows.fresh.cells(table, 2), rows.fresh.id(table.name));
  });
  await equalEverywhere();
  for (const table of inserted) expect(rowsHere(b.connection, table)).not.toEqual([]);
  for (const table of upwards) expect(rowsHere(a.connection, table)).toHaveLength(1);
});

test('what a desk changes in any column of any table arrives', async () => {
  const open = new Set(
    changeable.flatMap((table) => deviceColumns(table).map((name) => `${table.name}.${name}`)),
  );
  const change = (tx: Transaction, table: Table, cells: Cells) => {
    const before = rowHere(table);
    const patch = sent(table, cells);
    tx.update(table, idOf(table), patch);
    for (const [name, cell] of Object.entries(patch)) {
      if (cell !== before[name]) open.delete(`${table.name}.${name}`);
    }
  };
  for (const variant of [1, 2, 3]) {
    each(changeable, (tx, table) => change(tx, table, rows.cells(table, variant)));
  }
  // What keeps out of the way of other rows is changed by itself.
  for (const table of changeable) {
    for (const name of deviceColumns(table)) {
      const left = () => open.has(`${table.name}.${name}`);
      for (const cells of left() ? otherwise(table, name, rowHere(table), rows.central) : []) {
        if (left()) outcome(a, (tx) => change(tx, table, cells));
      }
    }
  }
  await equalEverywhere();
  expect([...open]).toEqual([]);
});

function deviceColumns(table: Table): readonly string[] {
  return Object.keys(table.own).filter((name) => table.own[name]?.shape.merge !== 'central');
}

function rowHere(table: Table): CanonicalRow {
  return JSON.parse(
    must(
      rowsHere(a.connection, table).find((row) => row.includes(`{"id":"${idOf(table)}"`)),
      table.name,
    ),
  );
}

function idOf(table: Table): string {
  if (table === organizations) return organization.id;
  return (isMadeByCentral(table) ? rows.central : rows.device).id(table.name);
}

test('every way to spoil a row is refused on the desk, by its name', () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const table of [...inserted, ...upwards]) {
    for (const { how, id, cells, code } of spoiledRows(table)) {
      tried += 1;
      const got = outcome(a, (tx) => {
        tx.insert(table, cells, id);
      });
      if (got !== code) wrong.push(`${table.name}, ${how}: ${got} instead of ${code}`);
    }
  }
  console.log(`${tried} spoilt rows of ${inserted.length + upwards.length} tables refused here`);
  expect(wrong).toEqual([]);
});

function spoiledRows(table: Table) {
  return spoiled({
    table,
    good: [rows.fresh.cells(table), ...[1, 2, 3, 4].map((nth) => rows.fresh.cells(table, nth))],
    foreign: (name) => theirs.id(name),
    otherOrganization: others.id,
  });
}

test('every way to spoil a row is refused at central, by its name; the row itself is taken', async () => {
  const tables = [...inserted, ...upwards];
  const asked = tables.flatMap((table) => [
    ...spoiledRows(table).map(({ how, id, cells, code }) => ({
      what: `${table.name}, ${how}`,
      change: insert(table.name, id, cells),
      code,
    })),
    {
      what: table.name,
      change: insert(table.name, randomUUID(), sent(table, rows.fresh.cells(table))),
      code: 'ok',
    },
  ]);
  const got = await judged(asked.map(({ change }) => change));
  const wrong = asked.flatMap(({ what, code }, at) =>
    got[at] === code ? [] : [`${what}: ${got[at]} instead of ${code}`],
  );
  console.log(`${asked.length - tables.length} spoilt rows refused at central`);
  expect(wrong).toEqual([]);
});

/** Without what is central's alone to write. */
function sent(table: Table, cells: Cells): Record<string, Cell> {
  const names = deviceColumns(table).filter((name) => Object.hasOwn(cells, name));
  return Object.fromEntries(names.map((name) => [name, cells[name] ?? null]));
}

/** Central's word on ops pushed around the write path: `ok`, or the code of the refusal. */
async function judged(changes: readonly Change[]): Promise<readonly string[]> {
  const ops = changes.map((change) => hostile.op([change]));
  const words: string[] = [];
  for (let from = 0; from < ops.length; from += PUSH_OPS) {
    const reply = await hostile.link.push(ops.slice(from, from + PUSH_OPS));
    if (reply.kind !== 'verdicts') throw new Error(`push answered ${reply.kind}`);
    for (const { outcome, code } of reply.verdicts) {
      words.push(outcome === 'applied' ? 'ok' : (code ?? outcome));
    }
  }
  return words;
}

test('each class is refused what is not its own, on the desk and at central', async () => {
  const kinds = ['insert', 'update', 'delete'] as const;
  const closed = [
    ...tablesOf('down').flatMap((table) => kinds.map((kind) => ({ table, kind }))),
    ...upwards.flatMap((table) => (['update', 'delete'] as const).map((kind) => ({ table, kind }))),
  ];
  const centrals = tablesOf('central').flatMap((table) => kinds.map((kind) => ({ table, kind })));
  const locals = tablesOf('local').flatMap((table) => kinds.map((kind) => ({ table, kind })));
  const own = (table: Table) => (table.options.sync === 'up' ? rows.fresh : rows.central);

  const here = [...closed, ...centrals].map(({ table, kind }) =>
    outcome(a, (tx) => {
      if (kind === 'insert') tx.insert(table, rows.fresh.cells(table));
      else if (kind === 'update') tx.update(table, own(table).id(table.name), {});
      else tx.delete(table, own(table).id(table.name));
    }),
  );
  expect(new Set(here)).toEqual(new Set(['not_allowed']));

  const changeOf = ({ table, kind }: (typeof closed)[number]): Change => {
    const cells = insert(table.name, own(table).id(table.name), rows.fresh.cells(table));
    const values = Object.entries(cells.values).map(([name, [, cell]]) => [
      name,
      kind === 'insert' ? [null, cell] : kind === 'delete' ? [cell, null] : [cell, cell],
    ]);
    return { ...cells, kind, values: Object.fromEntries(values) };
  };
  const there = await judged([...closed, ...centrals, ...locals].map(changeOf));
  expect(there.slice(0, closed.length)).toEqual(closed.map(() => 'not_allowed'));
  expect(there.slice(closed.length)).toEqual([
    ...centrals.map(() => 'not_allowed'),
    ...locals.map(() => 'unknown_table'),
  ]);
});

test('local rows are written without a word to anybody', async () => {
  const before = a.replica.state();
  for (const table of tablesOf('local')) {
    const id = rows.fresh.id(table.name);
    const first = rows.fresh.cells(table, 0);
    expect(write(a, (tx) => void tx.insert(table, first, id))).toMatchObject({
      ok: true,
      value: { op_id: null },
    });
    write(a, (tx) => tx.update(table, id, rows.fresh.cells(table, 1)));
    expect(rowsHere(a.connection, table)).toHaveLength(1);
    expect(rowsHere(b.connection, table)).toEqual([]);
    write(a, (tx) => tx.delete(table, id));
    expect(rowsHere(a.connection, table)).toEqual([]);
  }
  const names = [...tablesOf('local')].map(({ name }) => name);
  const found = await central.admin.query('select 1 from pg_class where relname = any ($1)', [
    names,
  ]);
  expect(found.rows).toEqual([]);
  expect(a.replica.state()).toMatchObject({ last_op_no: before.last_op_no, waiting: 0 });
});

test('what a desk deletes from any table is gone everywhere', async () => {
  each(inserted.toReversed(), (tx, table) => tx.delete(table, rows.device.id(table.name)));
  await equalEverywhere();
  for (const desk of [a, b]) {
    for (const table of inserted) {
      const gone = rows.device.id(table.name);
      expect(
        rowsHere(desk.connection, table).filter((row) => row.includes(`{"id":"${gone}"`)),
      ).toEqual([]);
    }
  }
});

test('an organization is neither made nor removed by a device', async () => {
  const { id } = organization;
  expect(outcome(a, (tx) => tx.delete(organizations, id))).toBe('not_allowed');
  const second = { name: 'Two', slug: 'two', timezone: 'UTC' };
  expect(outcome(a, (tx) => void tx.insert(organizations, second))).toBe('not_allowed');
  const there = await judged([
    { table: 'organizations', row_id: id, kind: 'delete', values: {} },
    insert('organizations', randomUUID(), second),
  ]);
  expect(there).toEqual(['not_allowed', 'not_allowed']);
});

test('a first fill asks for no table in which the organization has nothing', async () => {
  const empty = await central.enrol(await central.organization());
  expect(await empty.link.pull(null, false)).toMatchObject({ filled: ['organizations', 'users'] });
  const { filled } = await hostile.link.pull(null, false);
  expect(filled).toEqual(arriving.map(({ name }) => name));
});

test('an idle desk looks into no table, however many there are', async () => {
  await synced(b);
  const prepared = vi.spyOn(b.connection, 'prepare');
  await b.engine.syncOnce();
  const asked = prepared.mock.calls.map(([sql]) => sql);
  prepared.mockRestore();
  expect(asked.filter((sql) => /FROM replica\b/.test(sql))).not.toEqual([]);
  const named = registry.tables
    .map(({ name }) => name)
    .filter((name) => asked.some((sql) => new RegExp(`\\b${name}\\b`).test(sql)));
  expect(named).toEqual([]);
  expect(asked.length).toBeLessThan(50);
});
