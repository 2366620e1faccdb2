import { beforeEach, expect, test } from 'vitest';
import type { Id } from '#db/kernel/id.ts';
import { thing } from '#tests/helpers/engine-desk.ts';
import { DEVICE } from '#tests/helpers/fake-replica.ts';
import type { Change, Op } from '#sync/core/op.ts';
import { createGrounds } from './grounds.ts';
import type { Grounds } from './grounds.ts';

const LIFE = thing(50);
const [booking, room, guest, another] = [11, 12, 13, 14].map(thing) as [Id, Id, Id, Id];

let grounds: Grounds;
beforeEach(() => {
  grounds = createGrounds();
});

function op(op_no: number, changes: readonly Change[], more: Partial<Op> = {}): Op {
  return {
    op_id: thing(100 + op_no),
    device_id: DEVICE,
    incarnation: LIFE,
    op_no,
    actor_id: thing(51),
    proof: null,
    command: 'bookings.create',
    schema_version: 1,
    at: '2026-11-21T09:00:00.000Z',
    changes,
    ...more,
  };
}
const change = (kind: Change['kind'], row_id: Id, values: Change['values'] = {}): Change => ({
  table: 'things',
  row_id,
  kind,
  values,
});
const made = (row_id: Id, values?: Change['values']) => change('insert', row_id, values);
const edited = (row_id: Id) => change('update', row_id);
const again: Partial<Op> = { command: 'sync.retry' };

/** As parking sends it; whether it goes with what was parked. */
function sent(op_no: number, changes: readonly Change[], more?: Partial<Op>): boolean {
  const it = op(op_no, changes, more);
  const isBuilt = grounds.isBuilt(it);
  if (isBuilt) grounds.add(it);
  else grounds.pass(it);
  return isBuilt;
}
const settled = (last: number, newest: number, incarnation = LIFE) =>
  grounds.settled({ incarnation, last }, newest);
/** Parked and settled, when ops up to `newest` were written. */
function parked(op_no: number, changes: readonly Change[], newest: number): void {
  grounds.add(op(op_no, changes));
  settled(op_no, newest);
}

test('edits of its row, what refers to what it made, what is built on these', () => {
  parked(1, [made(room)], 10);
  expect(sent(2, [edited(room)])).toBe(true);
  expect(sent(3, [made(booking, { resource_id: [null, room] })])).toBe(true);
  expect(sent(4, [edited(booking)])).toBe(true);
  expect(sent(5, [made(guest, { booking_id: [null, booking] })])).toBe(true);
});

test('not other rows, nor what refers to a row that it only changed', () => {
  parked(1, [edited(room)], 10);
  expect(sent(2, [made(booking, { resource_id: [null, room] })])).toBe(false);
  expect(sent(3, [edited(another)])).toBe(false);
  expect(sent(4, [edited(room)])).toBe(true);
});

test('not what was done when the row was shown without it, nor in another life of the file', () => {
  parked(1, [made(room)], 10);
  expect(sent(11, [made(room)])).toBe(false);
  expect(sent(2, [edited(room)], { incarnation: thing(60) })).toBe(false);
  expect(sent(10, [edited(room)])).toBe(true);
});

test('each row by what was parked of it', () => {
  parked(1, [made(room)], 10);
  parked(9, [made(booking)], 20);
  expect(sent(11, [edited(room)])).toBe(false);
  expect(sent(20, [edited(booking)])).toBe(true);
  expect(sent(10, [edited(room)])).toBe(true);
});

test('what is done before the row is shown without it', () => {
  grounds.add(op(1, [made(room)]));
  expect(sent(15, [edited(room)])).toBe(true);
  settled(15, 16);
  expect(sent(17, [edited(room)])).toBe(false);
  expect(sent(16, [edited(room)])).toBe(true);
});

test('what is done while the row still shows what was built on it', () => {
  parked(1, [edited(room)], 16);
  // It waited far behind; what it did stays on show until it is settled.
  expect(sent(15, [edited(room), edited(guest)])).toBe(true);
  // The batch before it.
  settled(9, 20);
  for (const row of [room, guest]) expect(sent(21, [edited(row)])).toBe(true);
  settled(21, 30);
  for (const row of [room, guest]) {
    expect(sent(31, [edited(row)])).toBe(false);
    expect(sent(30, [edited(row)])).toBe(true);
  }
});

test('later work on its rows that is parked itself, and what was built on that', () => {
  parked(1, [made(room)], 10);
  parked(12, [edited(room)], 20);
  expect(sent(20, [edited(room)])).toBe(true);
});

test('not what came before, when a batch is sent again', () => {
  parked(5, [made(room)], 20);
  const batch = () => [
    sent(12, [edited(booking), edited(guest)]),
    sent(15, [change('update', booking, { resource_id: [null, room] })]),
    sent(16, [edited(guest)]),
    sent(17, [edited(booking)]),
  ];
  expect(batch()).toStrictEqual([false, true, false, true]);
  expect(batch()).toStrictEqual([false, true, false, true]);
});

test('what came before, once that is parked itself', () => {
  parked(5, [made(room)], 20);
  const moved = change('update', booking, { resource_id: [null, room] });
  expect(sent(12, [edited(guest), edited(booking)])).toBe(false);
  expect(sent(15, [moved])).toBe(true);
  // The batch failed, and 11 is parked in the next.
  grounds.add(op(11, [edited(guest)]));
  expect(sent(12, [edited(guest), edited(booking)])).toBe(true);
  expect(sent(13, [edited(booking)])).toBe(true);
  expect(sent(15, [moved])).toBe(true);
  settled(12, 30);
  expect(sent(31, [edited(booking)])).toBe(true);
  expect(sent(32, [made(another, { booking_id: [null, booking] })])).toBe(false);
});

test('not what a person does again, nor what is built on that, with older work still waiting', () => {
  parked(5, [made(booking)], 1000);
  const batch = () => [
    sent(900, [edited(booking)]),
    sent(1050, [made(booking)], again),
    sent(1060, [edited(booking)]),
    sent(1070, [made(guest, { booking_id: [null, booking] })]),
  ];
  expect(batch()).toStrictEqual([true, false, false, false]);
  expect(batch()).toStrictEqual([true, false, false, false]);
  settled(900, 1055);
  expect(batch().slice(1)).toStrictEqual([false, false, false]);
});

test('not a change that a person does again', () => {
  parked(5, [edited(booking)], 1000);
  expect(sent(900, [edited(booking)])).toBe(true);
  expect(sent(1050, [edited(booking)], again)).toBe(false);
  // What the first left is on show until it is settled.
  expect(sent(1060, [edited(booking)])).toBe(true);
  settled(1060, 1200);
  expect(sent(1100, [edited(booking)], again)).toBe(false);
  // Of another op, before it was parked here.
  expect(sent(999, [edited(booking)], again)).toBe(true);
  grounds.add(op(1215, [edited(guest)]));
  settled(1209, 1220);
  expect(sent(1221, [edited(guest)], again)).toBe(true);
});

test('what is built on an op that is done again and parked again', () => {
  parked(5, [made(booking)], 1000);
  expect(sent(900, [edited(booking)])).toBe(true);
  expect(sent(1050, [made(booking)], again)).toBe(false);
  grounds.add(op(1050, [made(booking)], again));
  expect(sent(900, [edited(booking)])).toBe(true);
  expect(sent(1060, [edited(booking)])).toBe(true);
  expect(sent(1070, [made(guest, { booking_id: [null, booking] })])).toBe(true);
  settled(1070, 1100);
  expect(sent(1101, [edited(booking)])).toBe(false);
  expect(sent(1101, [made(booking)], again)).toBe(false);
});

test('nothing is kept of what no op that waits can be built on', () => {
  parked(5, [made(room)], 20);
  settled(20, 40);
  // Numbers are not given twice; only what is forgotten is not known.
  expect(sent(20, [edited(room)])).toBe(false);
  parked(41, [made(room)], 60);
  settled(1, 1, thing(60));
  expect(sent(60, [edited(room)])).toBe(false);
});

test('in a new life of the file, what is parked there', () => {
  const life = { incarnation: thing(60) };
  grounds.add(op(1, [made(room)]));
  grounds.add(op(1, [made(room)], life));
  expect(sent(2, [edited(room)], life)).toBe(true);
});
