import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

const holds = must(registry.get('legal_holds'), 'legal_holds');
const at = (column: string) => Object.keys(holds.columns).indexOf(column);

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  const { rows } = await central.admin.query<{ name: string }>('select current_database() as name');
  const { name } = only(rows);
  // What a server may be set to, and none of what the device can read.
  await central.admin.query(`alter database ${name} set timezone = 'Asia/Kathmandu'`);
  await central.admin.query(`alter database ${name} set datestyle = 'German, DMY'`);
  device = await central.enrol(mine);
});
afterAll(() => central.drop());

/** Central's microseconds, of which a column keeps milliseconds. */
const microseconds = fc.record({
  second: fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:58Z'),
    noInvalidDate: true,
  }),
  fraction: fc.oneof(
    fc.integer({ min: 0, max: 999_999 }),
    fc.constantFrom(0, 1, 499, 500, 501, 999, 1000, 10_000, 100_000, 999_499, 999_500, 999_999),
  ),
});

test('any instant and day is copied in the form in which it is pulled, however the server writes it', async () => {
  const start = (await device.link.pull(null, false)).cursor;
  const written = fc
    .sample(microseconds, { numRuns: 2000, seed: 7 })
    .map(({ second, fraction }) => {
      const whole = second.toISOString().slice(0, 19);
      return `${whole}.${String(fraction).padStart(6, '0')}Z`;
    });
  const edges = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.9994Z'];
  await central.admin.query(
    `insert into data.legal_holds (id, organization_id, name, reason, placed_at, review_on)
     select gen_random_uuid(), $1, 'Hold', 'Dispute', w, (w at time zone 'UTC')::date
     from unnest($2::timestamptz[]) w`,
    [mine.id, [...written, ...edges]],
  );
  const { images } = await device.link.pull(start, false);
  const pulled = new Map(
    images.map(({ row_id, row }) => [row_id, [row?.['placed_at'], row?.['review_on']]]),
  );
  const { rows } = await device.link.snapshotChunk(holds, null, 10_000);
  const copied = new Map(
    rows.map((row) => [row[at('id')], [row[at('placed_at')], row[at('review_on')]]]),
  );
  expect(copied.size).toBe(written.length + edges.length);
  expect(copied).toEqual(pulled);
  const all = new Set([...copied.values()].flat());
  for (const edge of ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '0001-01-01']) {
    expect(all).toContain(edge);
  }
});

test.each(['infinity', '-infinity', '0001-01-01 BC', '10000-01-01Z', '9999-12-31 23:59:59.9995Z'])(
  'no column takes %s, which has no canonical form',
  async (instant) => {
    await expect(
      central.admin.query(
        `insert into data.legal_holds (id, organization_id, name, reason, placed_at)
         values (gen_random_uuid(), $1, 'Hold', 'Dispute', $2)`,
        [mine.id, instant],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  },
);
