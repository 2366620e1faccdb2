import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clash } from '#db/domains/bookings/rules/overlap.ts';
import type { Occupancy } from '#db/domains/bookings/rules/overlap.ts';
import { BOOKING_STATUSES, occupies } from '#db/domains/bookings/rules/status.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';

interface Booking extends Occupancy {
  readonly organization_id: string;
}

let central: TestCentral;
let organizations: readonly string[];
const rooms = [randomUUID(), randomUUID()];

beforeAll(async () => {
  central = await createCentral();
  organizations = [(await central.organization()).id, (await central.organization()).id];
  for (const organization of organizations) {
    for (const room of rooms) {
      // The same rooms in both: nothing but the organization keeps them apart.
      await central.admin.query(
        `insert into data.resources (id, organization_id, name, kind, timezone)
         values ($1::uuid, $2, $1::uuid::text, 'space', 'UTC')`,
        [room, organization],
      );
    }
  }
  // Puts two bookings down and takes them back; answers what stopped the second, if anything.
  await central.admin.query(`
    create function pg_temp.put(b jsonb, title text) returns uuid language sql as $$
      insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title, status)
      values (gen_random_uuid(), (b ->> 'organization_id')::uuid, (b ->> 'resource_id')::uuid,
        (b ->> 'start_time')::timestamptz, (b ->> 'end_time')::timestamptz, 'UTC', title, b ->> 'status')
      returning id $$;
    create function pg_temp.pair(a jsonb, b jsonb, how text) returns text language plpgsql as $$
    declare
      v_id uuid;
    begin
      perform pg_temp.put(a, 'first');
      if how = 'insert' then
        perform pg_temp.put(b, 'second');
      else
        v_id := pg_temp.put(b || '{"status": "draft"}', 'second');
        update data.bookings set status = b ->> 'status' where id = v_id;
      end if;
      raise 'both stand' using errcode = 'ZZ001';
    exception
      when sqlstate 'ZZ001' then return 'both stand';
      when others then return sqlstate;
    end $$;`);
});
afterAll(() => central.drop());

// Few moments, a millisecond apart at the edges, so that touching and equal ends abound.
const START = Date.UTC(2040, 2, 1, 10);
const moment = fc.constantFrom(0, 1, 3_600_000 - 1, 3_600_000, 3_600_001, 7_200_000);

function booking(): fc.Arbitrary<Booking> {
  return fc
    .record({
      organization: fc.constantFrom(0, 0, 0, 1),
      resource_id: fc.constantFrom(rooms[0] ?? '', rooms[0] ?? '', rooms[1] ?? '', null),
      from: moment,
      length: fc.constantFrom(1, 3_600_000 - 1, 3_600_000, 3_600_001),
      status: fc.oneof(
        fc.constantFrom(...BOOKING_STATUSES),
        fc.constantFrom(...BOOKING_STATUSES.filter(occupies)),
      ),
    })
    .filter(({ resource_id, status }) => resource_id !== null || MAY_HAVE_NO_ROOM.has(status))
    .map(({ organization, from, length, resource_id, status }) => ({
      organization_id: organizations[organization] ?? '',
      resource_id,
      start_time: instantOf(START + from),
      end_time: instantOf(START + from + length),
      status,
    }));
}

const MAY_HAVE_NO_ROOM = new Set(['draft', 'waitlisted', 'rejected', 'cancelled', 'no_show']);
const PAIRS = 4000;

test('two bookings clash for the rule exactly when central’s constraint refuses the second', async () => {
  const seed = Number(process.env['SEED'] ?? 20_261_121);
  const pairs = fc.sample(
    fc.record({ a: booking(), b: booking(), how: fc.constantFrom('insert', 'update') }),
    { numRuns: PAIRS, seed },
  );
  const { rows } = await central.admin.query<{ answer: string }>(
    `select pg_temp.pair(p.value -> 'a', p.value -> 'b', p.value ->> 'how') as answer
     from jsonb_array_elements($1) with ordinality p order by p.ordinality`,
    [JSON.stringify(pairs)],
  );
  const expected = pairs.map(({ a, b }) =>
    a.organization_id === b.organization_id && clash(a, b) ? '23P01' : 'both stand',
  );
  const wrong = pairs
    .map((pair, at) => ({ pair, rule: expected[at], central: rows[at]?.answer }))
    .filter(({ rule, central }) => rule !== central);
  expect(wrong.slice(0, 3), `SEED=${seed}`).toStrictEqual([]);
  // Both answers came often, or the pairs prove nothing.
  const clashes = expected.filter((answer) => answer === '23P01').length;
  expect(clashes).toBeGreaterThan(PAIRS / 20);
  expect(clashes).toBeLessThan(PAIRS / 2);
});

test('edges: half-open, by the millisecond', async () => {
  const [organization_id] = organizations;
  const at = (from: number, to: number) => ({
    organization_id,
    resource_id: rooms[0],
    status: 'confirmed',
    start_time: instantOf(START + from),
    end_time: instantOf(START + to),
  });
  const answer = async (a: object, b: object) =>
    (
      await central.admin.query<{ answer: string }>(
        `select pg_temp.pair($1, $2, 'insert') as answer`,
        [a, b],
      )
    ).rows[0]?.answer;
  expect(await answer(at(0, 1000), at(1000, 2000))).toBe('both stand');
  expect(await answer(at(0, 1001), at(1000, 2000))).toBe('23P01');
  expect(await answer(at(1000, 2000), at(0, 1000))).toBe('both stand');
  expect(await answer(at(0, 5000), at(1000, 2000))).toBe('23P01');
  expect(await answer(at(0, 1), at(0, 1))).toBe('23P01');
});
