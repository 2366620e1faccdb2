import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bookingCommands } from '#db/domains/bookings/commands.ts';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { at, createDesk, slot } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

const create = bookingCommands['bookings.create'];
const move = bookingCommands['bookings.move'];
const setStatus = bookingCommands['bookings.setStatus'];
const cancel = bookingCommands['bookings.cancel'];
const edit = bookingCommands['bookings.edit'];

const draft = { title: 'Bia', party_size: 2, notes: '', status: 'confirmed' as const };
const unknown = '00000000-0000-7000-8000-000000000000';

function get(id: string) {
  return bookingQueries['bookings.get'](desk.replica.reads, { id });
}

function code(outcome: { ok: boolean; error?: { code: string } }): string {
  return outcome.error?.code ?? 'ok';
}

function deactivate(id: string): void {
  desk.run((tx) => ok(tx.update(resources, id, { is_active: 0 })), {});
}

describe('create', () => {
  test('takes the slot, in the zone of its resource, as one op', () => {
    const made = desk.run(
      create,
      { ...draft, ...slot(desk.rooms.sala1, '10:00', '11:00') },
      'agent',
    );
    if (!made.ok) throw new Error(made.error.code);
    expect(get(made.value.id)).toMatchObject({
      title: 'Bia',
      status: 'confirmed',
      timezone: 'Europe/Lisbon',
      resource_name: 'Sala 1',
      unsent: 1,
      created_by_name: 'carla',
      source: 'holdfast',
      conflict_id: null,
    });
    expect(made.op_id).not.toBeNull();
  });

  test('says who holds the slot', () => {
    const id = desk.booking({ title: 'Ana Souza' });
    const refused = desk.run(create, { ...draft, ...slot(desk.rooms.sala1, '10:30', '11:30') });
    expect(refused).toEqual({
      ok: false,
      error: {
        code: 'booking_overlap',
        details: {
          resource: 'Sala 1',
          with: { id, title: 'Ana Souza', start_time: at('10:00'), end_time: at('11:00') },
        },
      },
    });
  });

  test('a booking may touch another at either end', () => {
    desk.booking({});
    expect(code(desk.run(create, { ...draft, ...slot(desk.rooms.sala1, '11:00', '12:00') }))).toBe(
      'ok',
    );
    expect(code(desk.run(create, { ...draft, ...slot(desk.rooms.sala1, '09:00', '10:00') }))).toBe(
      'ok',
    );
  });

  test.each([
    ['cancelled', 'ok'],
    ['conflicted', 'ok'],
    ['completed', 'ok'],
    ['held', 'booking_overlap'],
    ['pending', 'booking_overlap'],
    ['checked_in', 'booking_overlap'],
  ] as const)('beside a %s booking: %s', (status, expected) => {
    desk.booking({ status });
    const outcome = desk.run(create, { ...draft, ...slot(desk.rooms.sala1, '10:00', '11:00') });
    expect(code(outcome)).toBe(expected);
  });

  test('a closure says why and until when', () => {
    const refused = desk.run(create, { ...draft, ...slot(desk.rooms.sala3, '11:00', '13:00') });
    expect(refused).toMatchObject({
      error: {
        code: 'resource_closed',
        details: { resource: 'Sala 3', closure: { reason: 'Painting', end_time: at('12:00') } },
      },
    });
    expect(code(desk.run(create, { ...draft, ...slot(desk.rooms.sala3, '12:00', '13:00') }))).toBe(
      'ok',
    );
  });

  test('refuses an unknown or inactive resource and impossible times', () => {
    deactivate(desk.rooms.sala2);
    expect(code(desk.run(create, { ...draft, ...slot(unknown, '10:00', '11:00') }))).toBe(
      'not_found',
    );
    expect(code(desk.run(create, { ...draft, ...slot(desk.rooms.sala2, '10:00', '11:00') }))).toBe(
      'resource_inactive',
    );
    for (const [from, to] of [
      [at('11:00'), at('11:00')],
      [at('11:00'), at('10:00')],
      [at('10:00'), at('10:01', '2027-11-25')],
    ] as const) {
      const times = { resource_id: desk.rooms.sala1, start_time: from, end_time: to };
      expect(code(desk.run(create, { ...draft, ...times }))).toBe('bad_times');
    }
  });

  test('a refusal leaves neither row nor op behind', () => {
    desk.booking({});
    const before = desk.replica.sync.state().waiting;
    desk.run(create, { ...draft, ...slot(desk.rooms.sala1, '10:00', '11:00') });
    expect(desk.replica.sync.state().waiting).toBe(before);
    expect(desk.replica.rows(bookings).size).toBe(1);
  });
});

describe('move', () => {
  test('to another time and resource; its own old slot is not in the way', () => {
    const id = desk.booking({});
    expect(code(desk.run(move, { id, ...slot(desk.rooms.sala1, '10:30', '11:30') }))).toBe('ok');
    expect(code(desk.run(move, { id, ...slot(desk.rooms.sala2, '10:30', '11:30') }))).toBe('ok');
    expect(get(id)).toMatchObject(slot(desk.rooms.sala2, '10:30', '11:30'));
  });

  test('refuses a taken slot, a closed one, an unknown one', () => {
    const id = desk.booking({});
    desk.booking(slot(desk.rooms.sala2, '10:00', '11:00'));
    expect(code(desk.run(move, { id, ...slot(desk.rooms.sala2, '09:00', '12:00') }))).toBe(
      'booking_overlap',
    );
    expect(code(desk.run(move, { id, ...slot(desk.rooms.sala3, '09:00', '10:00') }))).toBe(
      'resource_closed',
    );
    expect(code(desk.run(move, { id, ...slot(unknown, '09:00', '10:00') }))).toBe('not_found');
    expect(code(desk.run(move, { id: unknown, ...slot(desk.rooms.sala1, '12:00', '13:00') }))).toBe(
      'not_found',
    );
    expect(code(desk.run(move, { id, ...slot(desk.rooms.sala1, '12:00', '12:00') }))).toBe(
      'bad_times',
    );
    deactivate(desk.rooms.large);
    expect(code(desk.run(move, { id, ...slot(desk.rooms.large, '12:00', '13:00') }))).toBe(
      'resource_inactive',
    );
  });

  test.each(['cancelled', 'completed', 'no_show', 'conflicted', 'rejected', 'released'] as const)(
    'a %s booking stays where it is',
    (status) => {
      const id = desk.booking({ status });
      const outcome = desk.run(move, { id, ...slot(desk.rooms.sala2, '14:00', '15:00') });
      expect(outcome).toMatchObject({ error: { code: 'bad_status', details: { status } } });
    },
  );

  test('a waitlisted booking occupies nothing and may be put anywhere', () => {
    desk.booking({});
    const id = desk.booking({ status: 'waitlisted', resource_id: null });
    expect(code(desk.run(move, { id, ...slot(desk.rooms.sala1, '10:00', '11:00') }))).toBe('ok');
  });
});

describe('status', () => {
  test('check in, check out', () => {
    const id = desk.booking({});
    expect(code(desk.run(setStatus, { id, status: 'checked_in' }))).toBe('ok');
    expect(code(desk.run(setStatus, { id, status: 'completed' }))).toBe('ok');
    expect(desk.run(setStatus, { id, status: 'confirmed' })).toMatchObject({
      error: { code: 'bad_status', details: { status: 'completed' } },
    });
  });

  test('a no-show who comes after all needs the slot to be free still', () => {
    const id = desk.booking({});
    desk.run(setStatus, { id, status: 'no_show' });
    const other = desk.booking({ title: 'Walk-in' });
    expect(desk.run(setStatus, { id, status: 'checked_in' })).toMatchObject({
      error: { code: 'booking_overlap', details: { with: { id: other } } },
    });
    desk.run(cancel, { id: other, reason: '' });
    expect(code(desk.run(setStatus, { id, status: 'checked_in' }))).toBe('ok');
  });

  test('who holds the slot may check in although it was closed meanwhile', () => {
    const id = desk.booking({});
    const closed = desk.run(bookingCommands['resources.close'], {
      ...slot(desk.rooms.sala1, '09:00', '18:00'),
      reason: 'Water',
    });
    expect(code(closed)).toBe('ok');
    expect(code(desk.run(setStatus, { id, status: 'checked_in' }))).toBe('ok');
  });

  test('a waitlisted booking without a resource cannot be confirmed', () => {
    const id = desk.booking({ status: 'waitlisted', resource_id: null });
    expect(code(desk.run(setStatus, { id, status: 'confirmed' }))).toBe('bad_status');
    expect(code(desk.run(setStatus, { id: unknown, status: 'confirmed' }))).toBe('not_found');
  });

  test('cancel keeps the reason; once only; not while in conflict', () => {
    const id = desk.booking({});
    expect(code(desk.run(cancel, { id, reason: 'Ill' }))).toBe('ok');
    expect(get(id)).toMatchObject({ status: 'cancelled', cancel_reason: 'Ill' });
    expect(code(desk.run(cancel, { id, reason: '' }))).toBe('bad_status');
    expect(code(desk.run(cancel, { id: unknown, reason: '' }))).toBe('not_found');
    const lost = desk.booking({ status: 'conflicted' });
    const conflict_id = desk.conflict({ type: 'double_booking', row_id: lost, data: {} });
    expect(desk.run(cancel, { id: lost, reason: '' })).toMatchObject({
      error: { code: 'bad_status', details: { conflict_id } },
    });
  });
});

test('edit changes what is given and nothing else', () => {
  const id = desk.booking({ notes: 'Window', party_size: 2 });
  expect(code(desk.run(edit, { id, title: 'Ana & Rui' }))).toBe('ok');
  expect(get(id)).toMatchObject({ title: 'Ana & Rui', notes: 'Window', party_size: 2 });
  const idle = desk.run(edit, { id, notes: 'Window' });
  expect(idle).toMatchObject({ ok: true, op_id: null });
  expect(code(desk.run(edit, { id: unknown, title: 'x' }))).toBe('not_found');
});

test('close and open a resource', () => {
  const close = bookingCommands['resources.close'];
  const open = bookingCommands['resources.open'];
  const closed = desk.run(
    close,
    { ...slot(desk.rooms.large, '08:00', '12:00'), reason: 'Gala' },
    'supervisor',
  );
  if (!closed.ok) throw new Error(closed.error.code);
  const times = slot(desk.rooms.large, '11:00', '12:00');
  expect(
    bookingQueries['bookings.check'](desk.replica.reads, { ...times, except: null }),
  ).toMatchObject({
    free: false,
    code: 'resource_closed',
    with: { title: 'Gala' },
  });
  expect(code(desk.run(open, { closure_id: closed.value.closure_id }))).toBe('ok');
  expect(bookingQueries['bookings.check'](desk.replica.reads, { ...times, except: null })).toEqual({
    free: true,
  });
  expect(code(desk.run(open, { closure_id: closed.value.closure_id }))).toBe('not_found');
  expect(code(desk.run(close, { ...slot(unknown, '08:00', '09:00'), reason: 'x' }))).toBe(
    'not_found',
  );
  expect(code(desk.run(close, { ...slot(desk.rooms.large, '09:00', '08:00'), reason: 'x' }))).toBe(
    'bad_times',
  );
  expect(
    code(desk.run(close, { ...slot(desk.rooms.large, '08:00', '09:00'), reason: 'x' }, 'agent')),
  ).toBe('not_allowed');
});
