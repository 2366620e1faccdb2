import { afterEach, beforeEach, expect, test } from 'vitest';
import { bookingCommands } from '#db/domains/bookings/commands.ts';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { bookings, resource_closures } from '#db/domains/bookings/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import { createDesk, slot } from '#tests/fixtures/desk.ts';
import type { Desk, Outcome } from '#tests/fixtures/desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

const create = bookingCommands['bookings.create'];
const move = bookingCommands['bookings.move'];
const cancel = bookingCommands['bookings.cancel'];
const edit = bookingCommands['bookings.edit'];
const draft = { title: 'Bia', party_size: 2, notes: '', status: 'confirmed' as const };

function opOf<T>(outcome: Outcome<T>): string {
  if (!outcome.ok) throw new Error(outcome.error.code);
  return must(outcome.op_id, 'it changed something');
}

function undo(op_id: string) {
  return desk.run(bookingCommands['bookings.undo'], { op_id }, 'agent');
}

function get(id: string) {
  return bookingQueries['bookings.get'](desk.replica.reads, { id });
}

test('takes back a move, a cancellation, an edit; and takes the undo back', () => {
  const id = desk.booking({ title: 'Ana' });
  const before = get(id);
  const acts = [
    () => desk.run(move, { id, ...slot(desk.rooms.sala2, '14:00', '15:00') }),
    () => desk.run(cancel, { id, reason: 'Ill' }),
    () => desk.run(edit, { id, title: 'Rui', notes: 'x' }),
  ];
  for (const act of acts) {
    const done = opOf(act());
    const after = get(id);
    const undone = opOf(undo(done));
    expect(get(id)).toEqual(before);
    opOf(undo(undone));
    expect(get(id)).toEqual(after);
    opOf(undo(done));
    expect(get(id)).toEqual(before);
  }
});

test('undo of a new booking removes it; undo of that brings it back with the same id', () => {
  const made = desk.run(create, { ...draft, ...slot(desk.rooms.sala1, '10:00', '11:00') });
  if (!made.ok) throw new Error(made.error.code);
  const before = get(made.value.id);
  const undone = opOf(undo(opOf(made)));
  expect(get(made.value.id)).toBeNull();
  opOf(undo(undone));
  expect(get(made.value.id)).toEqual(before);
});

test('a closure can be taken back too', () => {
  const closed = desk.run(bookingCommands['resources.close'], {
    ...slot(desk.rooms.large, '08:00', '09:00'),
    reason: 'Gala',
  });
  const count = desk.replica.rows(resource_closures).size;
  expect(desk.run(bookingCommands['bookings.undo'], { op_id: opOf(closed) }).ok).toBe(true);
  expect(desk.replica.rows(resource_closures).size).toBe(count - 1);
});

test('stale when a column it would overwrite was changed, not when another one was', () => {
  const id = desk.booking({});
  const moved = opOf(desk.run(move, { id, ...slot(desk.rooms.sala2, '14:00', '15:00') }));
  opOf(desk.run(edit, { id, notes: 'Window seat' }));
  opOf(undo(moved));
  expect(get(id)).toMatchObject({
    notes: 'Window seat',
    ...slot(desk.rooms.sala1, '10:00', '11:00'),
  });
  const again = opOf(desk.run(move, { id, ...slot(desk.rooms.sala2, '14:00', '15:00') }));
  opOf(desk.run(move, { id, ...slot(desk.rooms.sala2, '15:00', '16:00') }));
  expect(undo(again)).toEqual({
    ok: false,
    error: { code: 'undo_stale', details: { table: 'bookings', row_id: id, column: 'start_time' } },
  });
  expect(get(id)).toMatchObject(slot(desk.rooms.sala2, '15:00', '16:00'));
});

test('stale when the row is gone, or is there again', () => {
  const id = desk.booking({});
  const edited = opOf(desk.run(edit, { id, notes: 'x' }));
  const deleted = opOf(desk.run((tx) => ok(tx.delete(bookings, id)), {}));
  expect(undo(edited)).toMatchObject({ error: { code: 'undo_stale', details: { column: 'id' } } });
  opOf(undo(deleted));
  expect(undo(deleted)).toMatchObject({ error: { code: 'undo_stale', details: { column: 'id' } } });
});

test('the slot it gives back must be free, open and active', () => {
  const id = desk.booking({});
  const cancelled = opOf(desk.run(cancel, { id, reason: '' }));
  const other = desk.booking({ title: 'Walk-in' });
  expect(undo(cancelled)).toMatchObject({
    error: { code: 'booking_overlap', details: { with: { id: other, title: 'Walk-in' } } },
  });
  expect(get(id)?.status).toBe('cancelled');
  opOf(desk.run(cancel, { id: other, reason: '' }));
  const closed = opOf(
    desk.run(bookingCommands['resources.close'], {
      ...slot(desk.rooms.sala1, '08:00', '20:00'),
      reason: 'Water',
    }),
  );
  expect(undo(cancelled)).toMatchObject({ error: { code: 'resource_closed' } });
  expect(desk.run(bookingCommands['bookings.undo'], { op_id: closed }).ok).toBe(true);
  expect(undo(cancelled).ok).toBe(true);
});

test('undo of an edit of a booking that stands in a closure is not in its way', () => {
  const id = desk.booking({});
  const edited = opOf(desk.run(edit, { id, notes: 'x' }));
  opOf(
    desk.run(bookingCommands['resources.close'], {
      ...slot(desk.rooms.sala1, '08:00', '20:00'),
      reason: 'Water',
    }),
  );
  expect(undo(edited).ok).toBe(true);
});

test('an op of another device, or none, is not found', () => {
  expect(undo('00000000-0000-7000-8000-000000000000')).toMatchObject({
    error: { code: 'not_found' },
  });
});

test('an op that central has confirmed can still be taken back', () => {
  const id = desk.booking({});
  const moved = opOf(desk.run(move, { id, ...slot(desk.rooms.sala2, '14:00', '15:00') }));
  desk.replica.connection
    .prepare(
      `INSERT INTO outbox_sent SELECT op_id, (SELECT incarnation FROM replica), op_no, actor_id, command, at,
         schema_version, changes, 'applied', at FROM outbox WHERE op_id = ?`,
    )
    .run(moved);
  desk.replica.connection.prepare('DELETE FROM outbox WHERE op_id = ?').run(moved);
  opOf(undo(moved));
  expect(get(id)).toMatchObject(slot(desk.rooms.sala1, '10:00', '11:00'));
});
