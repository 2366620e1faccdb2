import { afterEach, beforeEach, expect, test } from 'vitest';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { migrate } from '#db/postgres/migrate.node.ts';
import { productSteps } from '#db/migrations/steps.node.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { arrives } from '#db/schema/sync-class.ts';
import { registry } from '#db/domains/registry.ts';
import { keptChecksums, recountedChecksums } from '#sync/replica/ledger.node.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';
import { addBooking, addResource, centralV1 } from '#tests/helpers/central-v1.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';
import { schemaDesk } from '#tests/helpers/schema-desk.ts';
import type { SchemaDesk } from '#tests/helpers/schema-desk.ts';

// A release reaches central first and the desks one by one: what each of them then holds.
const bookingsV1 = must(registryV1.get('bookings'), 'bookings of version 1');

let central: TestCentral;
let organization: TestOrganization;
let room: string;
let meetings: string[];
let desks: SchemaDesk[];

beforeEach(async () => {
  desks = [];
  central = await centralV1();
  organization = await central.organization();
  room = await addResource(central, organization);
  meetings = [];
  for (let number = 0; number < 30; number++) {
    meetings.push(await addBooking(central, organization, room, number));
  }
});
afterEach(async () => {
  for (const desk of desks) desk.remove();
  await central.drop();
});

async function desk(version: 1 | 'product'): Promise<SchemaDesk> {
  const made = schemaDesk(organization, await central.enrol(organization), version);
  desks.push(made);
  return made;
}

/** Central takes the step; then somebody with a newer desk uses what it brought. */
async function release(): Promise<void> {
  await migrate(central.admin, productDefinitions);
  const mine = [organization.id];
  await central.admin.query(
    `insert into data.departments (id, organization_id, name, code, kind)
     select gen_random_uuid(), $1, 'Department ' || g, 'd' || g, 'department' from generate_series(1, 20) g`,
    mine,
  );
  await central.admin.query(
    `update data.bookings set requester_name = 'Zoë', is_exception = true where id = any ($1)`,
    [meetings.slice(0, 5)],
  );
  await central.admin.query(
    `insert into data.conflict_logs (id, organization_id, conflict_type, table_name, row_id, op_id, conflict_data)
     values (gen_random_uuid(), $1, 'capacity_exceeded', 'bookings', $2, gen_random_uuid(), '{}')`,
    [...mine, meetings[0]],
  );
}

/** All rows that central sends, table by table, without row numbers. */
function holds(of: SchemaDesk): Record<string, readonly unknown[]> {
  return Object.fromEntries(
    registry.tables.filter(arrives).map(({ name, columns }) => {
      const list = Object.keys(columns)
        .map((column) => `"${column}"`)
        .join(', ');
      return [name, of.connection().prepare(`SELECT ${list} FROM "${name}" ORDER BY id`).all()];
    }),
  );
}

function count(of: SchemaDesk, from: string): number {
  return must(
    of.connection().prepare<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).get(),
    'a count',
  ).n;
}

/** Two ops that wait: a new booking, and a new title of a meeting that central changes as well. */
function work(at: SchemaDesk, title: string, hour: number): void {
  at.write((tx) =>
    ok(
      tx.insert(bookingsV1, {
        resource_id: room,
        start_time: `2031-01-01T${hour}:00:00.000Z`,
        end_time: `2031-01-01T${hour + 1}:00:00.000Z`,
        timezone: 'Europe/Lisbon',
        title,
      }),
    ),
  );
  at.write((tx) =>
    ok(tx.update(bookingsV1, meetings[hour - 10] ?? '', { title: `${title} edited` })),
  );
}

test('a desk that slept through the release: its file migrates, its ops arrive, all of central comes', async () => {
  const old = await desk(1);
  expect(await old.sync()).toMatchObject({ verified: true });
  work(old, 'Written before', 10);
  await release();

  old.upgrade();
  expect(recountedChecksums(old.connection())).toEqual(keptChecksums(old.connection()));
  expect(count(old, 'outbox')).toBe(2);
  // Before the desk has met central again, people work with what it holds.
  expect(count(old, `bookings WHERE title = 'Written before'`)).toBe(1);
  expect(count(old, `bookings WHERE requester_name = ''`)).toBe(31);

  expect(await old.sync()).toMatchObject({ pushed: 2, rejected: 0, verified: true });
  const fresh = await desk('product');
  expect(await fresh.sync()).toMatchObject({ verified: true });
  expect(holds(old)).toEqual(holds(fresh));
  expect(count(old, 'departments')).toBe(20);
  expect(count(old, `bookings WHERE requester_name = 'Zoë' AND is_exception = 1`)).toBe(5);
  expect(count(old, `bookings WHERE title LIKE 'Written before%'`)).toBe(2);
  expect(count(old, 'quarantine')).toBe(0);
  expect(count(old, 'conflict_logs')).toBe(1);
  expect(await old.sync()).toMatchObject({ pushed: 0, pulled: 0, verified: true });
});

test('a desk that stays old works on with a newer central and loses nothing by it', async () => {
  const old = await desk(1);
  await old.sync();
  await release();
  work(old, 'Written by an old desk', 12);
  expect(await old.sync()).toMatchObject({ pushed: 2, rejected: 0, verified: true });
  // What it cannot show is kept aside: new tables, new columns, a kind of conflict it never heard of.
  expect(count(old, 'conflict_logs')).toBe(0);
  expect(count(old, `quarantine WHERE table_name = 'departments'`)).toBe(20);
  expect(count(old, `quarantine WHERE table_name = 'conflict_logs'`)).toBe(1);
  expect(count(old, `bookings WHERE id IN (SELECT row_id FROM quarantine)`)).toBe(6);
  const { rows } = await central.admin.query<{ kept: string }>(
    `select count(*) as kept from data.bookings where requester_name = 'Zoë' and is_exception`,
  );
  // An edit of an old desk does not clear columns it does not know.
  expect(Number(rows[0]?.kept)).toBe(5);

  old.upgrade();
  expect(await old.sync()).toMatchObject({ verified: true });
  const fresh = await desk('product');
  await fresh.sync();
  expect(holds(old)).toEqual(holds(fresh));
  expect(count(old, 'quarantine')).toBe(0);
});

test('an old desk that was filled from the newer central gets what it left out', async () => {
  await release();
  const old = await desk(1);
  expect(await old.sync()).toMatchObject({ verified: true });
  expect(count(old, 'bookings')).toBe(30);
  old.upgrade();
  expect(await old.sync()).toMatchObject({ verified: true });
  const fresh = await desk('product');
  await fresh.sync();
  expect(holds(old)).toEqual(holds(fresh));
});

test('without forgetting what it had confirmed, such a desk would never hear of it', async () => {
  await release();
  const old = await desk(1);
  await old.sync();
  const remembering = productSteps('sqlite').map((step) => ({
    ...step,
    sql: step.sql
      .replaceAll(/, 0 FROM "/g, ', "row_version" FROM "')
      .replaceAll(/(DELETE FROM|INSERT INTO) checksums[^;]*;/g, ''),
  }));
  old.upgrade(remembering);
  expect(await old.sync()).toMatchObject({ verified: true });
  expect(count(old, `bookings WHERE requester_name = 'Zoë'`)).toBe(0);
});

test('a desk that migrates and meets a central put back from a backup keeps no row that central lacks', async () => {
  const old = await desk(1);
  await old.sync();
  await release();
  const [kept, ...lost] = meetings;
  await central.admin.query('delete from data.bookings where id = any ($1)', [lost]);
  // A backup knows nothing of what came after it: neither rows nor that they went.
  await central.admin.query('delete from sync.change_feed where row_id = any ($1)', [lost]);
  await central.admin.query('update sync.epoch set epoch = gen_random_uuid()');
  old.upgrade();
  expect(await old.sync()).toMatchObject({ verified: true });
  const rows = old.connection().prepare<{ id: string }>('SELECT id FROM bookings').all();
  expect(rows).toEqual([{ id: kept }]);
});

test('a desk that is newer than its central waits for it and keeps its work', async () => {
  const early = await desk('product');
  expect(await early.sync()).toMatchObject({ pulled: 0, needs: 'central_update' });
  await release();
  expect(await early.sync()).toMatchObject({ verified: true });
});
