import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { parseAddress } from '#db/postgres/open.node.ts';
import type { Cell } from '#db/schema/column.ts';
import { arrives } from '#db/schema/sync-class.ts';
import { openTransactions } from '#sync/central/connect.node.ts';
import { createPatience } from '#sync/central/patience.ts';
import type { Transactions } from '#sync/central/transactions.ts';
import { bucketOf, rowHash } from '#sync/core/checksum.ts';
import type { RowImage } from '#sync/core/op.ts';
import { addResource, bookingCells, insert, push } from '#tests/helpers/central-changes.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;
const bookings = must(registry.get('bookings'), 'bookings');
const columns = Object.keys(bookings.columns);

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
});
afterAll(() => central.drop());

describe('COPY of a table', () => {
  test('every cell arrives as an image would bring it', async () => {
    const start = (await device.link.pull(null, false)).cursor;
    const room = await addResource(device, 'Sala 1');
    const titles = [
      'tab\there',
      'line\nhere\r\n',
      'back\\slash \\N \\t',
      '',
      '\u{1F600} é مرحبا',
      '\b\f\v',
    ];
    for (const [index, title] of titles.entries()) {
      const cells = bookingCells(index === 0 ? room : null, 10, 11, {
        title,
        notes: title,
        status: index === 0 ? 'confirmed' : 'draft',
        import_id: index === 1 ? randomUUID() : null,
      });
      await push(device, device.op([insert('bookings', randomUUID(), cells)]));
    }
    await push(
      device,
      device.op([
        insert('conflict_actions', randomUUID(), {
          conflict_id: randomUUID(),
          action: 'note',
          effect: '{"a":["\\t","\\\\"]}',
          acted_at: '2026-01-01T00:00:00.001Z',
          acted_by: mine.users.admin,
        }),
      ]),
    );
    const { images } = await device.link.pull(start, false);
    for (const name of ['bookings', 'resources', 'conflict_actions']) {
      const table = must(registry.get(name), name);
      const { rows, last_id, bytes } = await device.link.snapshotChunk(table, null, 1000);
      const copied = rows.map((row) =>
        Object.fromEntries(Object.keys(table.columns).map((column, at) => [column, row[at]])),
      );
      const pulled = images.filter((image) => image.table === name).map(({ row }) => row);
      expect(copied).toEqual(
        pulled.toSorted((x, y) => (String(x?.['id']) < String(y?.['id']) ? -1 : 1)),
      );
      expect(last_id).toBeNull();
      expect(bytes).toBeGreaterThan(100);
    }
  });

  test('chunks by id cover the table once', async () => {
    await central.admin.query(
      `insert into data.bookings (id, organization_id, start_time, end_time, timezone, title, status)
       select gen_random_uuid(), $1, '2040-01-01Z', '2040-01-02Z', 'UTC', repeat('título ', 20), 'draft'
       from generate_series(1, 2500)`,
      [mine.id],
    );
    const seen: Cell[] = [];
    let after: string | null = null;
    do {
      const chunk = await device.link.snapshotChunk(bookings, after, 700);
      seen.push(...chunk.rows.map((row) => row[0] ?? null));
      after = chunk.last_id;
    } while (after !== null);
    const { rows } = await central.admin.query<{ id: string }>(
      'select id from data.bookings where organization_id = $1 order by id',
      [mine.id],
    );
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  test('a break in the middle is a lost connection, and the next chunk connects again', async () => {
    const broken = device.transactions.transaction('read', async (session) => {
      const { pid } = only(
        await session.rows<{ pid: number }>('select pg_backend_pid() as pid', []),
      );
      let ended: Promise<unknown> | undefined;
      // More than the server keeps back, and then no end.
      return await session.copy(
        `copy (select repeat('x', 1000) from generate_series(1, 100) union all select pg_sleep(60)::text) to stdout`,
        () => {
          ended ??= central.admin.query('select pg_terminate_backend($1)', [pid]);
        },
      );
    });
    await expect(broken).rejects.toMatchObject({ failure: 'unreachable' });
    expect((await device.link.snapshotChunk(bookings, null, 1)).rows).toHaveLength(1);
  });

  describe('on a connection that bears little silence', () => {
    const LIMIT = 150;
    const opened: Transactions[] = [];
    afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

    function impatient(): Transactions {
      const { central: address, login_role: user, login_password: password } = device.enrolment;
      const transactions = openTransactions(
        parseAddress(address),
        { user, password },
        { patience: createPatience({ now: () => 0 }, LIMIT) },
      );
      opened.push(transactions);
      return transactions;
    }

    test('rows that came while the process was busy are no silence', async () => {
      const bytes = await impatient().transaction('read', async (session) => {
        await session.rows('select', []);
        const copying = session.copy(`copy (select 'here') to stdout`, () => undefined);
        for (const began = performance.now(); performance.now() - began < 3 * LIMIT;);
        return await copying;
      });
      expect(bytes).toBe(5);
    });

    test('whoever is silent for longer is borne longer at the next try', async () => {
      const transactions = impatient();
      const slow = () =>
        transactions.transaction('read', (session) =>
          session.copy(
            `copy (select pg_sleep(${(2.5 * LIMIT) / 1000})) to stdout`,
            () => undefined,
          ),
        );
      await expect(slow()).rejects.toMatchObject({ failure: 'unreachable', code: 'timeout' });
      await expect(slow()).rejects.toMatchObject({ failure: 'unreachable', code: 'timeout' });
      expect(await slow()).toBe(1);
    });
  });

  test('an error in the middle is central’s answer, and the connection goes on', async () => {
    const failed = device.transactions.transaction('read', (session) =>
      session.copy(`copy (select 1 / 0) to stdout`, () => undefined),
    );
    await expect(failed).rejects.toMatchObject({ failure: 'broken', code: '22012' });
    expect((await device.link.snapshotChunk(bookings, null, 1)).rows).toHaveLength(1);
  });

  test('columns are the table’s, in its order', async () => {
    const { rows } = await device.link.snapshotChunk(bookings, null, 1);
    expect(only(rows)).toHaveLength(columns.length);
  });
});

describe('checksums', () => {
  test('hash and bucket in SQL are those of the device, for any id and version', async () => {
    const cases = fc.sample(
      fc.tuple(fc.uuid(), fc.oneof(fc.nat(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))),
      { numRuns: 2000, seed: 42 },
    );
    const { rows } = await central.admin.query<{ hash: string; bucket: number }>(
      `select sync.row_hash(id, version) as hash, sync.bucket_of(id) as bucket
       from unnest($1::uuid[], $2::bigint[]) with ordinality c(id, version, n) order by n`,
      [cases.map(([id]) => id), cases.map(([, version]) => version)],
    );
    expect(rows.map(({ hash, bucket }) => [Number(hash), bucket])).toEqual(
      cases.map(([id, version]) => [rowHash(id, version), bucketOf(id)]),
    );
  });

  test('of every table equal those computed from its rows', async () => {
    const { checksums } = await device.link.pull(
      (await device.link.pull(null, false)).cursor,
      true,
    );
    const expected = new Map<string, [number, number]>();
    for (const table of registry.tables.filter(arrives)) {
      const version = Object.keys(table.columns).indexOf('row_version');
      for (const row of (await device.link.snapshotChunk(table, null, 100_000)).rows) {
        const id = String(row[0]);
        const key = `${table.name} ${bucketOf(id)}`;
        const [count, sum] = expected.get(key) ?? [0, 0];
        expected.set(key, [count + 1, sum + rowHash(id, Number(row[version]))]);
      }
    }
    const actual = new Map(
      must(checksums, 'asked for').map(({ table, bucket, count, sum }) => [
        `${table} ${bucket}`,
        [count, sum],
      ]),
    );
    expect(actual).toEqual(expected);
  });

  test('the rows of a bucket are those with that last byte', async () => {
    const all = (await device.link.snapshotChunk(bookings, null, 100_000)).rows.map(([id]) =>
      String(id),
    );
    const images = await device.link.bucketRows([
      { table: bookings, bucket: 7 },
      { table: bookings, bucket: 255 },
    ]);
    expect(new Set(images.map(({ row_id }) => row_id))).toEqual(
      new Set(all.filter((id) => [7, 255].includes(bucketOf(id)))),
    );
    expect(images.every(({ row }) => row !== null)).toBe(true);
  });

  test('the parts of a bucket are its rows in the order of their ids, each once', async () => {
    const scope = { table: bookings, bucket: 7 };
    const whole = await device.link.bucketRows([scope]);
    expect(whole.length).toBeGreaterThan(4);
    const parts: RowImage[] = [];
    for (let part: readonly RowImage[] | null = null; part?.length !== 0;) {
      part = await device.link.bucketPart(scope, parts.at(-1)?.row_id ?? null, 2);
      expect(part.length).toBeLessThanOrEqual(2);
      parts.push(...part);
    }
    expect(parts).toEqual(whole.toSorted((a, b) => (a.row_id < b.row_id ? -1 : 1)));
  });
});
