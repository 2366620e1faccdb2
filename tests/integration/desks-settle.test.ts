import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';

// Settlements, undo and second tries on two desks that meet only in central.
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

// B holds 09:00 in room 0, A lost it; both desks know.
async function collided() {
  const holder = await book(b, 'Bia', 0, 9, 10);
  await b.sync();
  const loser = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await b.sync();
  const [conflict] = await open(a);
  return { holder: holder.id, loser: loser.id, id: must(conflict, 'one').id };
}

async function refused(desk: OfflineDesk): Promise<string> {
  const { rows } = await desk.call('sync.outbox', { tab: 'rejected', offset: 0, limit: 10 });
  return must(rows[0], 'a rejected op').op_id;
}

async function history(desk: OfflineDesk, id: string) {
  const conflict = must(await desk.call('conflicts.get', { id }), 'it is here');
  return { status: conflict.status, steps: conflict.steps.map(({ action }) => action) };
}

test('a double booking names who made the holder, even when that is gone', async () => {
  const { holder } = await collided();
  await desks.central.admin.query('delete from data.bookings where id = $1', [holder]);
  await a.sync();
  expect(await open(a)).toMatchObject([{ other_title: 'Bia', other_actor_name: 'admin' }]);
});

test('undo of a settlement that another has followed leaves that one alone', async () => {
  const { loser, id } = await collided();
  const first = done(await a.call('conflicts.settle', { id, action: 'cancel' }));
  await a.call('conflicts.reopen', { id });
  await a.sync();
  await b.sync();
  await b.call('conflicts.settle', { id, action: 'move', to: hours(desks.rooms[1], 9, 10) });
  await b.sync();
  await a.sync();
  expect(await a.code('bookings.undo', { op_id: first })).toBe('undo_stale');
  expect(await get(a, loser)).toMatchObject({ status: 'confirmed', resource_id: desks.rooms[1] });
});

test('undo of a reopening settles as before and takes nothing out of the history', async () => {
  const { holder, loser, id } = await collided();
  await a.call('conflicts.settle', { id, action: 'keep', to: null, note: 'VIP' });
  await a.sync();
  const op_id = done(await a.call('conflicts.reopen', { id }));
  await a.sync();
  const again = done(await a.call('bookings.undo', { op_id }));
  await a.sync();
  await b.sync();
  expect(await history(b, id)).toStrictEqual({
    status: 'resolved',
    steps: ['keep', 'reopen', 'keep'],
  });
  expect(await get(b, loser)).toMatchObject({ status: 'confirmed' });
  expect(await get(b, holder)).toMatchObject({ status: 'cancelled' });
  expect(await a.code('bookings.undo', { op_id })).toBe('undo_stale');
  await a.call('bookings.undo', { op_id: again });
  expect(await get(a, holder)).toMatchObject({ status: 'confirmed' });
  expect(await get(a, loser)).toMatchObject({ status: 'conflicted' });
});

test('a settlement that came second cannot be tried again over the first', async () => {
  const { holder, loser, id } = await collided();
  const to = hours(desks.rooms[1], 9, 10);
  await a.call('conflicts.settle', { id, action: 'keep', to: null });
  await b.call('conflicts.settle', { id, action: 'move', to });
  await a.sync();
  expect(await b.sync()).toMatchObject({ rejected: 1 });
  expect(await b.code('sync.retry', { op_id: await refused(b) })).toBe('undo_stale');
  expect(await get(b, loser)).toMatchObject({ status: 'confirmed', resource_id: desks.rooms[0] });
  expect(await get(b, holder)).toMatchObject({ status: 'cancelled' });
  expect(await history(b, id)).toStrictEqual({ status: 'resolved', steps: ['keep'] });
});

test('an edit refused for its person, whose row is gone by then, cannot be made again', async () => {
  const made = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await b.sync();
  await desks.central.admin.query('update data.users set is_active = false');
  await b.call('bookings.edit', { id: made.id, notes: 'vegan' });
  expect(await b.sync()).toMatchObject({ rejected: 1 });
  await desks.central.admin.query('update data.users set is_active = true');
  await a.sync();
  await a.call('bookings.undo', { op_id: done(made) });
  await a.sync();
  await b.sync();
  const [conflict] = await open(b);
  expect(conflict).toMatchObject({ conflict_type: 'permission_revoked_offline' });
  const { id } = must(conflict, 'one');
  expect(await b.code('conflicts.settle', { id, action: 'mine' })).toBe('not_found');
  await b.call('conflicts.settle', { id, action: 'theirs' });
  await b.sync();
  expect(await open(b)).toStrictEqual([]);
});

test('a long note is cut between characters', async () => {
  const { loser, id } = await collided();
  const note = 'x'.repeat(499) + '😀'.repeat(5);
  await a.call('conflicts.settle', { id, action: 'cancel', note });
  await a.sync();
  expect(await get(a, loser)).toMatchObject({ cancel_reason: note.slice(0, 501) });
});

test('an edit that met a deletion can bring the whole row back', async () => {
  const made = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  await b.sync();
  const before = await get(b, made.id);
  await a.call('bookings.undo', { op_id: done(made) });
  await b.call('bookings.edit', { id: made.id, notes: 'vegan' });
  await a.sync();
  await b.sync();
  const [conflict] = await open(b);
  const { id } = must(conflict, 'one');
  expect(conflict).toMatchObject({ conflict_type: 'deleted_vs_edited', title: 'Ana' });
  await b.call('conflicts.settle', { id, action: 'mine' });
  await b.sync();
  await a.sync();
  const stamps = ['created_at', 'updated_at', 'row_version'].map((name) => [
    name,
    expect.anything(),
  ]);
  expect(await get(a, made.id)).toStrictEqual({
    ...before,
    notes: 'vegan',
    ...Object.fromEntries(stamps),
  });
});
