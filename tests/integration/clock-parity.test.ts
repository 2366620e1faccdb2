import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clockFits, wallTime } from '#db/domains/bookings/rules/wall-time.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await createCentral();
});
afterAll(() => central.drop());

// Nothing of years to come: the two need not have heard of the same changes, as of Morocco's.
// [instant, zone, what the clock on the wall says], around what is hard about each zone.
const CASES = [
  // The last winter with a change of clocks, and the first without.
  ['2018-11-04T02:59:00.000Z', 'America/Sao_Paulo', '2018-11-03T23:59'],
  ['2018-11-04T03:00:00.000Z', 'America/Sao_Paulo', '2018-11-04T01:00'],
  ['2019-02-17T01:30:00.000Z', 'America/Sao_Paulo', '2019-02-16T23:30'],
  ['2019-02-17T02:30:00.000Z', 'America/Sao_Paulo', '2019-02-16T23:30'],
  ['2019-11-03T03:00:00.000Z', 'America/Sao_Paulo', '2019-11-03T00:00'],
  ['2020-03-29T00:59:59.999Z', 'Europe/Lisbon', '2020-03-29T00:59'],
  ['2020-03-29T01:00:00.000Z', 'Europe/Lisbon', '2020-03-29T02:00'],
  ['2020-10-25T00:30:00.000Z', 'Europe/Lisbon', '2020-10-25T01:30'],
  ['2020-10-25T01:30:00.000Z', 'Europe/Lisbon', '2020-10-25T01:30'],
  // Half an hour.
  ['2019-04-06T14:59:00.000Z', 'Australia/Lord_Howe', '2019-04-07T01:59'],
  ['2019-04-06T15:00:00.000Z', 'Australia/Lord_Howe', '2019-04-07T01:30'],
  ['2019-10-05T15:30:00.000Z', 'Australia/Lord_Howe', '2019-10-06T02:30'],
  // Back in Ramadan.
  ['2019-05-05T01:59:00.000Z', 'Africa/Casablanca', '2019-05-05T02:59'],
  ['2019-05-05T02:00:00.000Z', 'Africa/Casablanca', '2019-05-05T02:00'],
  ['2019-06-09T02:00:00.000Z', 'Africa/Casablanca', '2019-06-09T03:00'],
  ['2022-03-01T10:00:00.000Z', 'UTC', '2022-03-01T10:00'],
  // Neither knows these for places.
  ['2022-03-01T10:00:00.000Z', 'Nowhere/Land', null],
  ['2022-03-01T10:00:00.000Z', 'ABC3', null],
  ['2022-03-01T10:00:00.000Z', '+03:00', null],
  ['2022-03-01T10:00:00.000Z', '', null],
] as const;

const ZONES = ['America/Sao_Paulo', 'Europe/Lisbon', 'Australia/Lord_Howe', 'Africa/Casablanca'];

describe.each(ZONES)('on machines in %s', (here) => {
  let former: string | undefined;
  beforeAll(async () => {
    former = process.env['TZ'];
    process.env['TZ'] = here;
    await central.admin.query(`select set_config('TimeZone', $1, false)`, [here]);
  });
  afterAll(async () => {
    if (former === undefined) delete process.env['TZ'];
    else process.env['TZ'] = former;
    await central.admin.query('reset timezone');
  });

  test.each(CASES)('%s in %s is %s', async (instant, zone, wall) => {
    expect(wallTime(instant, zone)).toBe(wall);
    const { rows } = await central.admin.query<{ wall: string | null }>(
      'select sync.wall_time($1::timestamptz, $2) as wall',
      [instant, zone],
    );
    expect(only(rows).wall).toBe(wall);
  });

  test('the rule and central agree on every pair of a place and what was said', async () => {
    const slots = CASES.map(([start_time, timezone, wall]) => ({
      start_time,
      end_time: new Date(Date.parse(start_time) + 3_600_000).toISOString(),
      timezone,
      start_wall: wall,
    }));
    const all = slots.flatMap((slot) =>
      [null, slot.start_wall, '2019-01-01T00:00'].flatMap((start_wall) =>
        [...ZONES, slot.timezone, 'UTC', 'Nowhere/Else'].map((zone) => ({
          meant: { ...slot, start_wall, end_wall: null },
          zone,
        })),
      ),
    );
    const { rows } = await central.admin.query<{ fits: boolean }>(
      `select sync.clock_fits(jsonb_populate_record(null::data.bookings, c.value -> 'meant'), c.value ->> 'zone') as fits
       from jsonb_array_elements($1) with ordinality c order by c.ordinality`,
      [JSON.stringify(all)],
    );
    const ours = all.map(({ meant, zone }) => clockFits(meant, zone));
    expect(
      all
        .filter((_, at) => rows[at]?.fits !== ours[at])
        .map((one) => ({ ...one, ours: clockFits(one.meant, one.zone) })),
    ).toEqual([]);
    expect(new Set(ours)).toEqual(new Set([true, false]));
  });
});
