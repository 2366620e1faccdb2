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

test('P1 a central put back from a backup gets acknowledged ops again', async () => {
  const { id } = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  // backup taken before this booking
  await desks.central.admin.query(`set session_replication_role = replica`);
  await desks.central.admin.query(`delete from data.bookings`);
  await desks.central.admin.query(`delete from sync.op_log`);
  await desks.central.admin.query(`delete from sync.change_feed`);
  await desks.central.admin.query(`update sync.incarnations set last_op_no = 0`);
  await desks.central.admin.query(`set session_replication_role = origin`);
  await desks.central.admin.query('update sync.epoch set epoch = gen_random_uuid()');
  await a.desk.engine.setPlugged(false);
  await a.desk.engine.setPlugged(true);
  await a.sync();
  expect(await get(a, id)).toMatchObject({ title: 'Ana' });
  await b.sync();
  expect(await get(b, id)).toMatchObject({ title: 'Ana' });
});

test('P1b without a new epoch', async () => {
  const { id } = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await desks.central.admin.query(`set session_replication_role = replica`);
  await desks.central.admin.query(`delete from data.bookings`);
  await desks.central.admin.query(`delete from sync.op_log`);
  await desks.central.admin.query(`delete from sync.change_feed`);
  await desks.central.admin.query(`update sync.incarnations set last_op_no = 0`);
  await desks.central.admin.query(`set session_replication_role = origin`);
  await a.desk.engine.setPlugged(false);
  await a.desk.engine.setPlugged(true);
  await a.sync();
  expect(await get(a, id)).toMatchObject({ title: 'Ana' });
});

test('P2 move into a taken slot, undone after sync', async () => {
  const { id } = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await book(b, 'Bia', 1, 9, 10);
  await b.sync();
  const moved = done(await a.call('bookings.move', { id, ...hours(desks.rooms[1], 9, 10) }));
  await a.sync();
  expect(await get(a, id)).toMatchObject({ status: 'conflicted' });
  const code = await a.code('bookings.undo', { op_id: moved });
  await a.sync();
  const now = await get(a, id);
  console.log('P2', code, now?.status, now?.resource_id === desks.rooms[0], (await open(a)).length);
});

test('P2b move into a taken slot and undone before sync', async () => {
  const { id } = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await book(b, 'Bia', 1, 9, 10);
  await b.sync();
  const moved = done(await a.call('bookings.move', { id, ...hours(desks.rooms[1], 9, 10) }));
  await a.call('bookings.undo', { op_id: moved });
  await a.sync();
  const now = await get(a, id);
  console.log('P2b', now?.status, now?.resource_id === desks.rooms[0], (await open(a)).length);
  await b.sync();
  console.log('P2b B can book', await b.code('bookings.create', { ...hours(desks.rooms[0], 9, 10), title: 'x' }));
});

test('P2c create in taken slot, cancel before sync; create and delete by undo before sync', async () => {
  await book(b, 'Bia', 1, 9, 10);
  await b.sync();
  const made = await book(a, 'Ana', 1, 9, 10);
  await a.call('bookings.cancel', { id: made.id });
  const two = await book(a, 'Ana2', 1, 9, 10);
  await a.call('bookings.undo', { op_id: done(two) });
  await a.sync();
  console.log('P2c', (await get(a, made.id))?.status, (await get(a, two.id))?.status, (await open(a)).map((c) => [c.conflict_type, c.title]));
});

async function collided() {
  const holder = await book(b, 'Bia', 0, 9, 10);
  await b.sync();
  const loser = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await b.sync();
  const [conflict] = await open(a);
  return { holder: holder.id, loser: loser.id, conflict: must(conflict, 'one') };
}

test('P3 undo of an older settlement', async () => {
  const { holder, loser, conflict } = await collided();
  const first = done(await a.call('conflicts.settle', { id: conflict.id, action: 'cancel' }));
  await a.call('conflicts.reopen', { id: conflict.id });
  await a.call('conflicts.settle', { id: conflict.id, action: 'move', to: hours(desks.rooms[1], 9, 10) });
  const code = await a.code('bookings.undo', { op_id: first });
  console.log('P3', code, (await get(a, loser))?.status, (await open(a)).length);
});

test('P3b undo of reopen', async () => {
  const { holder, loser, conflict } = await collided();
  await a.call('conflicts.settle', { id: conflict.id, action: 'cancel' });
  const re = done(await a.call('conflicts.reopen', { id: conflict.id }));
  const code = await a.code('bookings.undo', { op_id: re });
  const detail = await a.call('conflicts.get', { id: conflict.id });
  console.log('P3b', code, (await get(a, loser))?.status, detail?.steps.map((s) => s.action), detail?.status);
});

test('P4 retry of a settlement that came second', async () => {
  const { holder, loser, conflict } = await collided();
  await a.call('conflicts.settle', { id: conflict.id, action: 'keep', to: null });
  await b.call('conflicts.settle', { id: conflict.id, action: 'move', to: hours(desks.rooms[1], 9, 10) });
  await a.sync();
  const r = await b.sync();
  const { rows } = await b.call('sync.outbox', { tab: 'rejected', offset: 0, limit: 10 });
  const code = await b.code('sync.retry', { op_id: must(rows[0], 'rejected').op_id });
  console.log('P4', r.rejected, code, rows[0]?.code, (await get(b, loser))?.status, (await get(b, holder))?.status, (await get(b, loser))?.resource_id === desks.rooms[1]);
  const detail = await b.call('conflicts.get', { id: conflict.id });
  console.log(detail?.steps.map((s) => s.action), detail?.resolution);
});

test('P5 long note with emoji', async () => {
  const { conflict } = await collided();
  console.log('P5', await a.code('conflicts.settle', { id: conflict.id, action: 'cancel', note: 'x'.repeat(499) + '😀'.repeat(5) }));
});

test('P8 deleted_vs_edited restore', async () => {
  const made = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await b.sync();
  await a.call('bookings.undo', { op_id: done(made) });
  await b.call('bookings.edit', { id: made.id, notes: 'vegan' });
  await a.sync();
  await b.sync();
  const [c] = await open(b);
  console.log('P8', c?.conflict_type, await b.code('conflicts.settle', { id: must(c, 'c').id, action: 'mine' }));
  await b.sync();
  await a.sync();
  console.log('P8', await get(a, made.id));
});
