import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '#db/schema/column.ts';
import type { Change, ColumnChange, Op, Verdict } from '#sync/core/op.ts';
import {
  bookingCells,
  hour,
  imageOf,
  insert,
  push,
  update,
} from '#tests/helpers/central-changes.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let desk: TestDevice;
let supervisor: TestDevice;

beforeAll(async () => {
  central = await createCentral();
  const mine = await central.organization();
  desk = await central.enrol(mine, 'Desk A');
  supervisor = await central.enrol(mine, 'Office');
});
afterAll(() => central.drop());

async function room(cells: Record<string, Cell> = {}): Promise<string> {
  const id = randomUUID();
  const named = { name: id, kind: 'space', timezone: 'Europe/Lisbon' };
  await push(desk, desk.op([insert('resources', id, { ...named, ...cells })]));
  return id;
}

async function book(resource: string, from: number, to: number, cells: Record<string, Cell> = {}) {
  const id = randomUUID();
  const op = desk.op([insert('bookings', id, bookingCells(resource, from, to, cells))]);
  return { id, verdict: await push(desk, op) };
}

function closure(resource_id: string, from: number, to: number): Change {
  const cells = { resource_id, start_time: hour(from), end_time: hour(to), reason: 'Painting' };
  return insert('resource_closures', randomUUID(), cells);
}

interface Told {
  readonly conflict_type: string;
  readonly table_name: string;
  readonly row_id: string;
  readonly status: string;
  readonly resolution: string;
  readonly theirs: Record<string, Cell>;
  readonly mine: Record<string, Cell>;
}

async function toldOf(resource: string): Promise<readonly Told[]> {
  const { rows } = await central.admin.query<Told>(
    `select conflict_type, table_name, row_id, status, resolution,
       conflict_data -> 'theirs' as theirs, conflict_data -> 'mine' as mine
     from data.conflict_logs where resource_id = $1 order by row_version`,
    [resource],
  );
  return rows;
}

describe('a booking meets a closure', () => {
  test.each(['the closure came first', 'the booking came first'])(
    '%s: the booking keeps its slot and one conflict asks',
    async (order) => {
      const sala = await room();
      const close = (): Promise<Verdict> =>
        push(supervisor, supervisor.op([closure(sala, 11, 13)]));
      if (order === 'the closure came first') await close();
      const { id, verdict } = await book(sala, 10, 12);
      await book(sala, 13, 14);
      const later = order === 'the booking came first' ? await close() : verdict;
      expect(later.outcome).toBe('conflicted');
      const { rows } = await central.admin.query('select status from data.bookings where id = $1', [
        id,
      ]);
      expect(rows).toEqual([{ status: 'confirmed' }]);
      expect(await toldOf(sala)).toMatchObject([
        {
          conflict_type: 'resource_unavailable',
          table_name: 'bookings',
          row_id: id,
          status: 'open',
          mine: { start_time: hour(10), status: 'confirmed' },
          theirs: { reason: 'Painting', start_time: hour(11), end_time: hour(13) },
        },
      ]);
      expect((await book(sala, 10, 11)).verdict.outcome).toBe('conflicted');
    },
  );

  test('a closure that moves is news to those only that it did not touch before', async () => {
    const sala = await room();
    const first = await book(sala, 10, 11);
    const second = await book(sala, 12, 13);
    const closed = closure(sala, 10, 11);
    await push(supervisor, supervisor.op([closed]));
    const moved: Record<string, ColumnChange> = { end_time: [hour(11), hour(13)] };
    await push(supervisor, supervisor.op([update('resource_closures', closed.row_id, moved)]));
    expect((await toldOf(sala)).map(({ row_id }) => row_id)).toEqual([first.id, second.id]);
  });

  test('who leaves the closure by hand has nothing to settle any more', async () => {
    const sala = await room();
    const { id } = await book(sala, 10, 11);
    await push(supervisor, supervisor.op([closure(sala, 10, 12)]));
    const out: Record<string, ColumnChange> = {
      start_time: [hour(10), hour(14)],
      end_time: [hour(11), hour(15)],
    };
    const op: Op = { ...desk.op([update('bookings', id, out)]), command: 'bookings.move' };
    expect((await push(desk, op)).outcome).toBe('applied');
    expect(await toldOf(sala)).toMatchObject([{ status: 'resolved', resolution: 'move' }]);
  });

  test('what is over, cancelled or lost anyway needs nobody', async () => {
    const sala = await room();
    const old = (of: number) => hour(of).replace('2040', '2020');
    await book(sala, 10, 11, { start_time: old(10), end_time: old(11) });
    await book(sala, 10, 11, { status: 'cancelled' });
    const past = { ...closure(sala, 9, 12) };
    await push(supervisor, supervisor.op([closure(sala, 9, 12)]));
    const long = { ...past.values, start_time: [null, old(9)] as ColumnChange };
    await push(supervisor, supervisor.op([{ ...past, values: long }]));
    expect(await toldOf(sala)).toEqual([]);
  });

  test('very many at once: a hundred conflicts, and one that counts the others', async () => {
    const sala = await room({ booking_mode: 'shared', capacity: 500 });
    const many = Array.from({ length: 103 }, () =>
      insert('bookings', randomUUID(), bookingCells(sala, 10, 11)),
    );
    await push(desk, desk.op(many));
    const closed = closure(sala, 9, 12);
    const verdict = await push(supervisor, supervisor.op([closed]));
    expect(verdict.conflicts).toHaveLength(101);
    expect((await toldOf(sala)).at(-1)).toMatchObject({
      table_name: 'resource_closures',
      row_id: closed.row_id,
      mine: { bookings: 3 },
    });
  });
});

test.each(['first', 'later'])('a resource out of use, %s', async (order) => {
  const sala = await room(order === 'first' ? { is_active: 0 } : {});
  const { id } = await book(sala, 10, 11);
  if (order === 'later') {
    await push(supervisor, supervisor.op([update('resources', sala, { is_active: [1, 0] })]));
  }
  expect(await toldOf(sala)).toMatchObject([
    { conflict_type: 'resource_unavailable', row_id: id, theirs: { is_active: 0 } },
  ]);
});

describe('times on the wall', () => {
  const said = { start_wall: '2040-03-01T10:00', end_wall: '2040-03-01T11:00' };

  test('that are those of the instants here are no matter', async () => {
    const sala = await room();
    expect((await book(sala, 10, 11, said)).verdict.outcome).toBe('applied');
    expect((await book(sala, 12, 13, { timezone: 'Europe/London' })).verdict.outcome).toBe(
      'applied',
    );
  });

  test('by other rules: the instants decide, and a person is asked', async () => {
    const sala = await room();
    const { id, verdict } = await book(sala, 10, 11, { ...said, start_wall: '2040-03-01T11:00' });
    expect(imageOf(verdict, id)['status']).toBe('confirmed');
    expect(await toldOf(sala)).toMatchObject([
      { conflict_type: 'timezone_mismatch', row_id: id, theirs: said },
    ]);
    expect((await book(sala, 10, 11)).verdict.outcome).toBe('conflicted');
  });

  test.each(['before', 'after'])('the resource moved to another zone %s it came', async (order) => {
    const sala = await room();
    const away = update('resources', sala, { timezone: ['Europe/Lisbon', 'Atlantic/Azores'] });
    if (order === 'before') await push(supervisor, supervisor.op([away]));
    const { id } = await book(sala, 10, 11, said);
    if (order === 'after') await push(supervisor, supervisor.op([away]));
    expect(await toldOf(sala)).toMatchObject([
      {
        conflict_type: 'timezone_mismatch',
        row_id: id,
        theirs: { timezone: 'Atlantic/Azores', start_wall: '2040-03-01T09:00' },
      },
    ]);
  });

  test('an op that moves a booking and says no wall times leaves none behind', async () => {
    const sala = await room();
    const { id } = await book(sala, 10, 11, said);
    const moved = update('bookings', id, {
      start_time: [hour(10), hour(12)],
      end_time: [hour(11), hour(13)],
      start_wall: ['2040-03-01T10:00', '2040-03-01T10:00'],
      end_wall: ['2040-03-01T11:00', '2040-03-01T11:00'],
    });
    const verdict = await push(desk, desk.op([moved]));
    expect(verdict.outcome).toBe('applied');
    expect(imageOf(verdict, id)).toMatchObject({ start_wall: null, end_wall: null });
  });

  test('a wall time that was wrong and that the move makes right stays', async () => {
    const sala = await room();
    const { id } = await book(sala, 9, 11, said);
    const moved = update('bookings', id, {
      start_time: [hour(9), hour(10)],
      end_time: [hour(11), hour(12)],
      start_wall: ['2040-03-01T10:00', '2040-03-01T10:00'],
      end_wall: ['2040-03-01T11:00', '2040-03-01T12:00'],
    });
    expect(imageOf(await push(desk, desk.op([moved])), id)).toMatchObject({
      start_wall: '2040-03-01T10:00',
      end_wall: '2040-03-01T12:00',
    });
  });
});
