import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Desk } from '#electron/host/desk.node.ts';
import { networkDesks, syncedAtLast } from '#tests/helpers/network-desks.ts';
import type { NetworkDesks } from '#tests/helpers/network-desks.ts';

// A link that does not carry in the time central grants one call what a desk asks for in one call: a
// minute in life and a second here, so that it is slow at three megabytes a second.
const GRANTED = '1s';
const RATE = 3_000_000;
let place: NetworkDesks;
let desk: Desk;
beforeAll(async () => {
  // On a busy machine a whole second of silence may be nobody's fault.
  place = await networkDesks({ silence: 5000 });
  desk = await place.desk('slow', 'empty');
  const [login] = await place.query<{ role_name: string }>('select role_name from sync.org_logins');
  await place.query(`alter role "${login?.role_name}" set statement_timeout = '${GRANTED}'`);
  place.proxy.weather.rate = RATE;
}, 120_000);
afterAll(() => place.close());

/** Rows of three kilobytes each appear at central, all at once, their ids ending in `end`. */
async function imported(rows: number, end = ''): Promise<void> {
  await place.query(
    `insert into data.resources
       (id, organization_id, name, kind, timezone, description, external_calendar_id)
     select overlay(id placing $3 from 37 - length($3))::uuid, $1, 'Room ' || id, 'space', 'UTC', repeat('d', 2000), repeat('e', 1000)
     from (select gen_random_uuid()::text as id from generate_series(1, $2::integer)) ids`,
    [place.organization.id, rows, end],
  );
}

const here = () => desk.reads.all(desk.reads.sql.selectFrom('resources').select('id')).length;

test('a first fill ends over a link that carries no chunk in the time of a call', async () => {
  await imported(4000);
  await syncedAtLast(desk);
  expect(here()).toBe(4000);
  expect(desk.engine.status().light).toBe('up_to_date');
}, 60_000);

test('what somebody imported arrives over a link that carries neither a pull nor a bucket of it in the time of a call', async () => {
  await imported(3000, '07');
  await syncedAtLast(desk);
  expect(here()).toBe(7000);
  expect(desk.replica.checksums()).toStrictEqual(desk.replica.recomputeChecksums());
  expect(desk.engine.status()).toMatchObject({ light: 'up_to_date', error: null });
}, 60_000);
