import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Verdict } from '#sync/core/op.ts';
import {
  bookingCells,
  hour,
  imageOf,
  insert,
  push,
  update,
} from '#tests/helpers/central-changes.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let a: TestDevice;
let b: TestDevice;

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  a = await central.enrol(mine, 'Desk A');
  b = await central.enrol(mine, 'Desk B');
});
afterAll(() => central.drop());

async function lounge(cells: Record<string, Cell> = {}): Promise<string> {
  const id = randomUUID();
  const named = { name: id, kind: 'space', timezone: 'Europe/Lisbon', capacity: 10 };
  const op = a.op([insert('resources', id, { ...named, booking_mode: 'shared', ...cells })]);
  expect((await push(a, op)).outcome).toBe('applied');
  return id;
}

async function book(
  desk: TestDevice,
  resource: string,
  [from, to]: readonly [number, number],
  cells: Record<string, Cell> = {},
): Promise<{ id: string; verdict: Verdict }> {
  const id = randomUUID();
  const op = desk.op([insert('bookings', id, bookingCells(resource, from, to, cells))]);
  return { id, verdict: await push(desk, op) };
}

async function conflictOf(verdict: Verdict): Promise<Record<string, unknown>> {
  const { rows } = await central.admin.query<Record<string, unknown>>(
    'select * from data.conflict_logs where id = $1',
    [only(verdict.conflicts)],
  );
  return only(rows);
}

describe('a shared resource', () => {
  test('takes bookings at once until it is full; touching ones do not add up', async () => {
    const room = await lounge();
    expect((await book(a, room, [10, 12], { party_size: 6 })).verdict.outcome).toBe('applied');
    expect((await book(b, room, [11, 13], { party_size: 4 })).verdict.outcome).toBe('applied');
    // 6 leave at 12 when these 6 come: 4 + 6 fit, 6 + 4 + 6 never meet.
    expect((await book(a, room, [12, 13], { party_size: 6 })).verdict.outcome).toBe('applied');
    expect((await book(b, room, [10, 11], { party_size: 4 })).verdict.outcome).toBe('applied');
    const full = await book(b, room, [10, 11], { party_size: 1 });
    expect(full.verdict.outcome).toBe('conflicted');
  });

  test('who is too many is kept, occupies nothing and is told whom it does not fit beside', async () => {
    const room = await lounge();
    await book(a, room, [10, 12], { party_size: 3 });
    const large = await book(a, room, [10, 11], { party_size: 5 });
    await book(a, room, [12, 14], { party_size: 9 });
    const lost = await book(b, room, [9, 12], { party_size: 4, title: 'Coro' });
    expect(imageOf(lost.verdict, lost.id)['status']).toBe('conflicted');
    const row = await conflictOf(lost.verdict);
    expect(row).toMatchObject({
      conflict_type: 'capacity_exceeded',
      resource_id: room,
      row_id: lost.id,
      other_row_id: large.id,
      status: 'open',
    });
    expect(conflictData.parse(row['conflict_data'])).toMatchObject({
      device_name: 'Desk B',
      base: null,
      mine: { title: 'Coro', status: 'confirmed', party_size: 4 },
      theirs: { party_size: 5 },
    });
    expect((await book(b, room, [9, 11], { party_size: 2 })).verdict.outcome).toBe('applied');
  });

  test('a party larger than the place is told so, with nobody in its way', async () => {
    const room = await lounge({ capacity: 2 });
    const { verdict } = await book(a, room, [10, 11], { party_size: 3 });
    expect(await conflictOf(verdict)).toMatchObject({
      conflict_type: 'capacity_exceeded',
      other_row_id: null,
    });
  });

  test('more people than before ask for the slot again; what does not ask keeps it', async () => {
    const room = await lounge();
    const first = await book(a, room, [10, 11], { party_size: 6 });
    await book(b, room, [10, 11], { party_size: 4 });
    const titled = await push(
      b,
      b.op([update('bookings', first.id, { title: ['Bia', 'Ana'], party_size: [6, 5] })]),
    );
    expect(titled.outcome).toBe('applied');
    const grown = await push(b, b.op([update('bookings', first.id, { party_size: [5, 7] })]));
    expect(grown.outcome).toBe('conflicted');
    expect(await conflictOf(grown)).toMatchObject({ conflict_type: 'capacity_exceeded' });
    // As its author saw it, it still stands: fewer people find their room again (decision 11).
    const shrunk = await push(
      b,
      b.op([
        update('bookings', first.id, {
          status: ['confirmed', 'confirmed'],
          party_size: [7, 6],
        }),
      ]),
    );
    expect(imageOf(shrunk, first.id)).toMatchObject({ status: 'confirmed', party_size: 6 });
  });

  test('a direct writer meets the capacity as the exclusion constraint of an exclusive one', async () => {
    const room = await lounge({ capacity: 2 });
    const occupy = `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title, party_size)
      select gen_random_uuid(), $1, $2, $3, $4, 'UTC', 'direct', 1 from generate_series(1, $5::integer)`;
    const values = [mine.id, room, hour(10), hour(11)];
    await expect(central.admin.query(occupy, [...values, 3])).rejects.toMatchObject({
      code: '23P01',
      constraint: 'bookings_capacity',
    });
    const direct = await openAdmin(central.adminUrl);
    await direct.query('begin');
    await direct.query(occupy, [...values, 2]);
    const late = book(b, room, [10, 11]);
    await untilWaiting();
    await direct.query('commit');
    expect((await late).verdict.outcome).toBe('conflicted');
    await direct.query('begin isolation level repeatable read');
    await expect(direct.query(occupy, [...values, 1])).rejects.toMatchObject({ code: 'HF003' });
    await direct.end();
  });

  test('no device sets the mark that lets bookings overlap', async () => {
    const room = await lounge({ booking_mode: 'exclusive' });
    await book(a, room, [10, 11]);
    const { verdict } = await book(b, room, [10, 11], { may_overlap: 1 });
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'unknown_column' });
  });
});

describe('a resource on which nobody looks for overlaps', () => {
  test.each(['exclusive', 'shared'])('%s: everything stands', async (booking_mode) => {
    const room = await lounge({ booking_mode, conflict_detection_enabled: 0, capacity: 1 });
    for (const party_size of [1, 5, 1]) {
      expect((await book(a, room, [10, 11], { party_size })).verdict.outcome).toBe('applied');
    }
  });
});

describe('a resource that is used in another way from now on', () => {
  const use = (room: string, cells: Record<string, [Cell, Cell]>) =>
    push(a, a.op([update('resources', room, cells)]));

  test('exclusive with overlaps is refused by name, and accepted once they are gone', async () => {
    const room = await lounge();
    await book(a, room, [10, 12]);
    const second = await book(b, room, [11, 13]);
    const toExclusive = { booking_mode: ['shared', 'exclusive'] } as Record<string, [Cell, Cell]>;
    expect(await use(room, toExclusive)).toMatchObject({
      outcome: 'rejected',
      code: 'resource_in_use',
      detail: `bookings.${second.id}`,
    });
    await push(b, b.op([update('bookings', second.id, { status: ['confirmed', 'cancelled'] })]));
    expect((await use(room, toExclusive)).outcome).toBe('applied');
    const { verdict } = await book(b, room, [11, 13]);
    expect(await conflictOf(verdict)).toMatchObject({ conflict_type: 'double_booking' });
  });

  test('what is over does not stand in the way', async () => {
    const room = await lounge();
    const past = (of: number) => hour(of).replace('2040', '2020');
    for (const title of ['x', 'y']) {
      const cells = { start_time: past(10), end_time: past(12), title };
      expect((await book(a, room, [10, 12], cells)).verdict.outcome).toBe('applied');
    }
    expect((await use(room, { booking_mode: ['shared', 'exclusive'] })).outcome).toBe('applied');
  });

  test('shared from exclusive; a capacity below what is booked is refused', async () => {
    const room = await lounge({ booking_mode: 'exclusive' });
    const first = await book(a, room, [10, 12], { party_size: 4 });
    expect((await use(room, { booking_mode: ['exclusive', 'shared'] })).outcome).toBe('applied');
    expect((await book(b, room, [10, 12], { party_size: 6 })).verdict.outcome).toBe('applied');
    expect(await use(room, { capacity: [10, 9] })).toMatchObject({ code: 'resource_in_use' });
    await push(b, b.op([update('bookings', first.id, { party_size: [4, 3] })]));
    expect((await use(room, { capacity: [10, 9] })).outcome).toBe('applied');
    expect(
      (await use(room, { conflict_detection_enabled: [1, 0], capacity: [9, 1] })).outcome,
    ).toBe('applied');
    expect(await use(room, { conflict_detection_enabled: [0, 1] })).toMatchObject({
      code: 'resource_in_use',
    });
  });

  test('a booking that is being written waits for the change, and is marked by it', async () => {
    const room = await lounge();
    await book(a, room, [10, 12]);
    const direct = await openAdmin(central.adminUrl);
    await direct.query('begin');
    await direct.query(`update data.resources set booking_mode = 'exclusive' where id = $1`, [
      room,
    ]);
    const late = book(b, room, [10, 12]);
    await untilWaiting();
    await direct.query('commit');
    await direct.end();
    expect((await late).verdict.outcome).toBe('conflicted');
  });
});

/** Until some connection of this database waits for another's transaction. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rowCount } = await central.admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
  }
}
