import { afterEach, describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { migrate } from '#db/postgres/migrate.node.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';
import { addBooking, addResource, centralV1 } from '#tests/helpers/central-v1.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';
import { schemaDesk } from '#tests/helpers/schema-desk.ts';
import type { SchemaDesk } from '#tests/helpers/schema-desk.ts';
import { definitionsV3 } from '#tests/helpers/schema-v3.ts';

// Every schema version of a desk against every one of central: the two that exist, and one to come.
const VERSIONS = [1, SCHEMA_VERSION, SCHEMA_VERSION + 1] as const;
type Version = (typeof VERSIONS)[number];

let central: TestCentral;
let desks: SchemaDesk[] = [];
afterEach(async () => {
  for (const desk of desks) desk.remove();
  desks = [];
  await central.drop();
});

function centralOf(version: number): Promise<TestCentral> {
  if (version === 1) return centralV1();
  if (version === SCHEMA_VERSION) return createCentral();
  return createCentral({ ...definitionsV3, schemaVersion: version });
}

interface Place {
  readonly organization: TestOrganization;
  readonly room: string;
  readonly booking: string;
}

async function placeAt(version: number): Promise<Place> {
  central = await centralOf(version);
  const organization = await central.organization();
  const room = await addResource(central, organization);
  return { organization, room, booking: await addBooking(central, organization, room, 1) };
}

/** A bug that a test plants in a desk. */
interface Planted {
  readonly link?: (inner: CentralLink) => CentralLink;
  readonly desk?: (connection: Connection) => void;
}

async function deskOf(
  version: Version,
  { organization }: Place,
  planted: Planted = {},
): Promise<SchemaDesk> {
  const own = version === 1 ? 1 : version === SCHEMA_VERSION ? ('product' as const) : definitionsV3;
  const desk = schemaDesk(organization, await central.enrol(organization), own, planted.link);
  planted.desk?.(desk.connection());
  desks.push(desk);
  return desk;
}

function bookingsOf(version: Version) {
  const newer = version === SCHEMA_VERSION ? registry : definitionsV3.registry;
  return must((version === 1 ? registryV1 : newer).get('bookings'), 'bookings');
}

function write(desk: SchemaDesk, version: Version, { room, booking }: Place): void {
  const table = bookingsOf(version);
  desk.write((tx) =>
    ok(
      tx.insert(table, {
        resource_id: room,
        start_time: '2031-01-01T10:00:00.000Z',
        end_time: '2031-01-01T11:00:00.000Z',
        timezone: 'Europe/Lisbon',
        title: 'Made here',
      }),
    ),
  );
  desk.write((tx) => ok(tx.update(table, booking, { title: 'Edited here' })));
}

function count(desk: SchemaDesk, from: string): number {
  const sql = `SELECT count(*) AS n FROM ${from}`;
  return must(desk.connection().prepare<{ n: number }>(sql).get(), 'a count').n;
}

async function titles(): Promise<readonly string[]> {
  const { rows } = await central.admin.query<{ title: string }>(
    `select title from data.bookings order by title collate "C"`,
  );
  return rows.map(({ title }) => title);
}

/** A desk works with a central as new as itself or newer, which keeps what the desk does not know. */
async function worksWith(device: Version, at: Version, planted: Planted = {}): Promise<void> {
  const place = await placeAt(at);
  const desk = await deskOf(device, place, planted);
  expect(await desk.sync()).toMatchObject({ needs: null, verified: true });
  if (at === SCHEMA_VERSION + 1) {
    await central.admin.query(`update data.bookings set badge = 'blue'`);
    await central.admin.query(
      `insert into data.remarks (id, organization_id, booking_id, body)
       values (gen_random_uuid(), $1, $2, 'Quiet room')`,
      [place.organization.id, place.booking],
    );
  }
  write(desk, device, place);
  expect(await desk.sync()).toMatchObject({ pushed: 2, rejected: 0, verified: true });
  expect(await titles()).toStrictEqual(['Edited here', 'Made here']);
  if (at === SCHEMA_VERSION + 1) {
    const { rows } = await central.admin.query('select badge from data.bookings where id = $1', [
      place.booking,
    ]);
    expect(rows).toStrictEqual([{ badge: 'blue' }]);
    const aside = device < at ? 1 : 0;
    expect(count(desk, `quarantine WHERE table_name = 'remarks'`)).toBe(aside);
    expect(count(desk, `quarantine WHERE row_id = '${place.booking}'`)).toBe(aside);
  }
}

/** A desk that is newer than its central fetches nothing that it could not store, and says why. */
async function waitsFor(device: Version, at: Version, planted: Planted = {}): Promise<void> {
  const place = await placeAt(at);
  const desk = await deskOf(device, place, planted);
  expect(await desk.sync()).toMatchObject({ needs: 'central_update', pulled: 0 });
}

describe.each(VERSIONS)('a desk of version %i', (device) => {
  test.each(VERSIONS.filter((version) => version >= device))(
    'works with a central of version %i, which keeps what the desk does not know',
    (at) => worksWith(device, at),
  );

  const older = VERSIONS.filter((version) => version < device);
  test.each(older)(
    'waits for a central of version %i: it fetches nothing that it could not store, and says why',
    (at) => waitsFor(device, at),
  );
});

describe('a planted bug is seen', () => {
  const NEWEST = SCHEMA_VERSION + 1;

  test('an old desk sends whole rows, and so empties the column that it does not know', async () => {
    const link = (inner: CentralLink): CentralLink => ({
      ...inner,
      push: (ops) =>
        inner.push(
          ops.map((op) => ({
            ...op,
            changes: op.changes.map((change) =>
              change.kind === 'update'
                ? { ...change, values: { ...change.values, badge: ['blue', null] } }
                : change,
            ),
          })),
        ),
    });
    await expect(worksWith(SCHEMA_VERSION, NEWEST, { link })).rejects.toThrow(/badge/);
  });

  test.each([
    ['all of it', `table_name IS NOT NULL`, /verified|to be 1/],
    ['rows of unknown tables', `table_name = 'remarks'`, /verified|to be 1/],
    ['unknown columns of known rows', `table_name = 'bookings'`, /verified|to be 1/],
  ])('what a desk does not understand is dropped: %s', async (_, which, told) => {
    const desk = (connection: Connection) =>
      connection.exec(
        `CREATE TEMP TRIGGER dropped AFTER INSERT ON quarantine WHEN new.${which}
         BEGIN DELETE FROM quarantine WHERE table_name = new.table_name AND row_id = new.row_id; END`,
      );
    await expect(worksWith(SCHEMA_VERSION, NEWEST, { desk })).rejects.toThrow(told);
  });

  test('a desk does not mind that central is older', async () => {
    const link = (inner: CentralLink): CentralLink => ({
      ...inner,
      hello: async (hello) => {
        const welcome = await inner.hello(hello);
        return welcome.kind === 'welcome' ? { ...welcome, needs: null } : welcome;
      },
    });
    await expect(waitsFor(NEWEST, SCHEMA_VERSION, { link })).rejects.toThrow(/42703/);
  });
});

test('a desk that was updated before central: rows come, its ops wait, and go once central is updated', async () => {
  const place = await placeAt(1);
  const desk = await deskOf(1, place);
  await desk.sync();
  desk.upgrade();
  write(desk, SCHEMA_VERSION, place);
  const later = await addBooking(central, place.organization, place.room, 5);
  expect(await desk.sync()).toMatchObject({ needs: 'central_update', pushed: 0 });
  expect(count(desk, 'outbox')).toBe(2);
  expect(count(desk, `bookings WHERE id = '${later}'`)).toBe(1);
  expect(await titles()).not.toContain('Made here');

  await migrate(central.admin, productDefinitions);
  expect(await desk.sync()).toMatchObject({ needs: null, pushed: 2, rejected: 0, verified: true });
  expect(await titles()).toStrictEqual(['Edited here', 'Made here', 'Meeting 5']);
});

test('a desk more than two versions behind: rows come, its ops wait until it is updated', async () => {
  const place = await placeAt(SCHEMA_VERSION + 3);
  const desk = await deskOf(SCHEMA_VERSION, place);
  expect(await desk.sync()).toMatchObject({ needs: 'device_update' });
  write(desk, SCHEMA_VERSION, place);
  const later = await addBooking(central, place.organization, place.room, 5);
  expect(await desk.sync()).toMatchObject({ needs: 'device_update', pushed: 0 });
  expect(count(desk, 'outbox')).toBe(2);
  expect(count(desk, `bookings WHERE id = '${later}'`)).toBe(1);
});

test('protocols without a version in common: neither side says more than that', async () => {
  const place = await placeAt(SCHEMA_VERSION);
  const desk = await deskOf(SCHEMA_VERSION, place);
  const answering = (name: string, version: number) =>
    central.admin.query(
      `create or replace function sync.${name}() returns integer
       language sql immutable as $$ select ${version} $$`,
    );
  await answering('protocol_version', 3);
  // Central is newer, but still speaks what the desk does.
  expect(await desk.sync()).toMatchObject({ needs: null, verified: true });
  await answering('oldest_protocol_version', 2);
  await expect(desk.sync()).rejects.toThrow('update_needed');
  await answering('oldest_protocol_version', 0);
  await answering('protocol_version', 0);
  await expect(desk.sync()).rejects.toThrow('update_needed');
});
