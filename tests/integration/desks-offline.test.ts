import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';

// What two desks do to each other while neither can see the other.
let desks: OfflineDesks;
let a: OfflineDesk;
let b: OfflineDesk;
beforeEach(async () => {
  desks = await offlineDesks();
  a = await desks.enrol('A');
  b = await desks.enrol('B');
});
afterEach(() => desks.close());

const book = async (desk: OfflineDesk, title: string, room: number, from: number, to: number) =>
  await desk.call('bookings.create', {
    ...hours(must(desks.rooms[room], 'a room'), from, to),
    title,
  });
const get = async (desk: OfflineDesk, id: string) => await desk.call('bookings.get', { id });
const open = async (desk: OfflineDesk) =>
  (await desk.call('conflicts.inbox', { tab: 'open', offset: 0, limit: 50 })).rows;
const done = (answer: { op_id: string | null }) => must(answer.op_id, 'it changed something');

// As it was before anything was sent; `epoch` when its administrator said so.
async function putBack(epoch: boolean) {
  const { admin } = desks.central;
  await admin.query('set session_replication_role = replica');
  for (const table of [
    'data.bookings',
    'sync.op_log',
    'sync.change_feed',
    'sync.checksum_folds',
    'sync.tombstones',
  ])
    await admin.query(`delete from ${table}`);
  await admin.query('update sync.incarnations set last_op_no = 0');
  await admin.query('set session_replication_role = origin');
  if (epoch) await admin.query('update sync.epoch set epoch = gen_random_uuid()');
  for (const { desk } of [a, b]) {
    await desk.engine.setPlugged(false);
    await desk.engine.setPlugged(true);
  }
}

test.each([
  ['with a new epoch', true],
  ['without a word', false],
])(
  'a central put back from a backup %s gets everything again that it had confirmed',
  async (_, epoch) => {
    const one = await book(a, 'Ana', 0, 9, 10);
    await a.call('bookings.edit', { id: one.id, notes: 'vegan' });
    const gone = await book(a, 'gone', 2, 9, 10);
    await a.sync();
    await b.sync();
    await a.call('bookings.undo', { op_id: done(gone) });
    await a.sync();
    const two = await book(b, 'Bia', 1, 9, 10);
    await b.sync();
    await putBack(epoch);
    const late = await book(a, 'late', 1, 11, 12);
    await a.sync();
    await b.sync();
    await a.sync();
    for (const desk of [a, b]) {
      expect(await get(desk, one.id)).toMatchObject({ title: 'Ana', notes: 'vegan', unsent: 0 });
      expect(await get(desk, two.id)).toMatchObject({ title: 'Bia', status: 'confirmed' });
      expect(await get(desk, late.id)).toMatchObject({ title: 'late' });
      expect(await get(desk, gone.id)).toBeNull();
      expect(desk.desk.replica.state()).toMatchObject({ waiting: 0, attention: 0 });
      expect(desk.desk.replica.recomputeChecksums()).toStrictEqual(desk.desk.replica.checksums());
    }
    const { rows } = await desks.central.admin.query(
      'select count(*)::int as n from data.bookings',
    );
    expect(rows).toStrictEqual([{ n: 3 }]);
  },
);

// Room 1 is taken by B before A, who does not know, moves a booking of room 0 there.
async function movedIntoTaken() {
  const { id } = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await book(b, 'Bia', 1, 9, 10);
  await b.sync();
  const to = hours(must(desks.rooms[1], 'a room'), 9, 10);
  return { id, op_id: done(await a.call('bookings.move', { id, ...to })) };
}

async function standsInFirstRoom(id: string) {
  await b.sync();
  await a.sync();
  for (const desk of [a, b]) {
    expect(await get(desk, id)).toMatchObject({
      status: 'confirmed',
      ...hours(desks.rooms[0], 9, 10),
    });
    expect(await open(desk)).toStrictEqual([]);
  }
  const again = { ...hours(desks.rooms[0], 9, 10), title: 'Caio' };
  expect(await b.code('bookings.create', again)).toBe('booking_overlap');
}

test('a move that collides and is undone, before or after sync, leaves the first slot sold', async () => {
  const { id, op_id } = await movedIntoTaken();
  await a.call('bookings.undo', { op_id });
  await a.sync();
  await standsInFirstRoom(id);
});

test('a move that collided is undone after sync: the booking has its first slot again', async () => {
  const { id, op_id } = await movedIntoTaken();
  await a.sync();
  expect(await get(a, id)).toMatchObject({ status: 'conflicted' });
  await a.call('bookings.undo', { op_id });
  await a.sync();
  await standsInFirstRoom(id);
});

test('a first slot that was sold meanwhile stays sold: the booking goes on being conflicted', async () => {
  const { id, op_id } = await movedIntoTaken();
  await a.sync();
  await b.sync();
  await book(b, 'Caio', 0, 9, 10);
  await b.sync();
  await a.code('bookings.undo', { op_id });
  await a.sync();
  await b.sync();
  expect(await get(b, id)).toMatchObject({ status: 'conflicted' });
  expect(await open(b)).toMatchObject([
    { conflict_type: 'double_booking', title: 'Ana', other_title: 'Caio' },
  ]);
});

test('a new booking that collides and is moved, cancelled or undone before sync asks nobody', async () => {
  await book(b, 'Bia', 1, 9, 10);
  await b.sync();
  const [moved, cancelled, undone] = [
    await book(a, 'moved', 1, 9, 10),
    await book(a, 'cancelled', 2, 9, 10),
    await book(a, 'undone', 2, 11, 12),
  ];
  await book(b, 'Rui', 2, 9, 12);
  await b.sync();
  await a.call('bookings.move', { id: moved.id, ...hours(desks.rooms[0], 9, 10) });
  await a.call('bookings.cancel', { id: cancelled.id });
  await a.call('bookings.undo', { op_id: done(undone) });
  await a.sync();
  await b.sync();
  for (const desk of [a, b]) {
    expect(await get(desk, moved.id)).toMatchObject({
      status: 'confirmed',
      resource_id: desks.rooms[0],
    });
    expect(await get(desk, cancelled.id)).toMatchObject({ status: 'cancelled' });
    expect(await get(desk, undone.id)).toBeNull();
    expect(await open(desk)).toStrictEqual([]);
  }
});

test('a booking that collided and was checked in before sync asks once', async () => {
  await book(b, 'Bia', 1, 9, 10);
  await b.sync();
  const { id } = await book(a, 'Ana', 1, 9, 10);
  await a.call('bookings.setStatus', { id, status: 'checked_in' });
  await a.sync();
  const [conflict, ...more] = await open(a);
  expect(more).toStrictEqual([]);
  const to = hours(desks.rooms[0], 9, 10);
  await a.call('conflicts.settle', { id: must(conflict, 'one').id, action: 'move', to });
  await a.sync();
  expect(await get(a, id)).toMatchObject({ status: 'checked_in' });
});
