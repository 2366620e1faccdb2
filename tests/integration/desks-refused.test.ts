import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { categories, macros } from '#db/domains/tickets/catalogue-tables.ts';
import { resources } from '#db/domains/bookings/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import type { NewRow, Role } from '#db/schema/table.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';

// Ops that central refuses, and merges it makes by itself: what two desks see and decide.
let desks: OfflineDesks;
let a: OfflineDesk;
let b: OfflineDesk;
beforeEach(async () => {
  desks = await offlineDesks();
  a = await desks.enrol('A');
  b = await desks.enrol('B');
});
afterEach(() => desks.close());

type Transaction = Parameters<Parameters<OfflineDesk['desk']['writer']['write']>[1]>[0];

/** Changes rows by themselves, as a command of a later screen will. */
function change(desk: OfflineDesk, command: (tx: Transaction) => void, role: Role = 'admin'): void {
  const actor = { id: desks.organization.users.admin, role };
  const done = desk.desk.writer.write({ command: 'desks.test', actor }, (tx) => {
    command(tx);
    return ok(null);
  });
  if (!done.ok) throw new Error(done.error.code);
}

async function meet(...order: readonly OfflineDesk[]): Promise<void> {
  for (const desk of [...order, ...order]) await desk.sync();
}

const inbox = async (desk: OfflineDesk, tab: 'open' | 'settled' = 'open') =>
  (await desk.call('conflicts.inbox', { tab, offset: 0, limit: 50 })).rows;
const one = async (desk: OfflineDesk) => must((await inbox(desk))[0], 'a conflict').id;
const detail = async (desk: OfflineDesk, id: string) =>
  must(await desk.call('conflicts.get', { id }), 'it is here');

function named(desk: OfflineDesk, table: 'categories' | 'resources'): readonly string[] {
  return desk.desk.connection
    .prepare<{ name: string }>(`SELECT name FROM ${table} ORDER BY name`)
    .all()
    .map(({ name }) => name);
}

async function nothingLeft(): Promise<void> {
  await meet(a, b);
  for (const desk of [a, b]) {
    expect(await inbox(desk)).toStrictEqual([]);
    expect(await desk.call('sync.status', {})).toMatchObject({ attention: 0, conflicts: 0 });
    expect(desk.desk.replica.recomputeChecksums()).toStrictEqual(desk.desk.replica.checksums());
  }
}

const category = (name: string): NewRow<typeof categories> => ({ name });

test('two desks make one name: shown once, and entered again under another', async () => {
  change(a, (tx) => void tx.insert(categories, category('Keys')));
  change(b, (tx) => void tx.insert(categories, { ...category('Keys'), description: 'lost ones' }));
  await meet(a, b);
  // Not a second time under "needs attention" on the desk that sent it.
  expect(await b.call('sync.status', {})).toMatchObject({ attention: 0, conflicts: 1 });
  expect(await b.call('sync.outbox', { tab: 'rejected', offset: 0, limit: 9 })).toMatchObject({
    total: 0,
  });
  const id = await one(a);
  const shown = await detail(a, id);
  expect(shown).toMatchObject({
    conflict_type: 'uniqueness',
    title: 'Keys',
    device_name: 'B',
    refused: { kind: 'insert', changes: 1, parent: null },
  });
  const columns = shown.refused?.key.map(({ column }) => column) ?? [];
  expect(columns).toContain('name');
  expect(await a.code('conflicts.settle', { id, action: 'mine' })).toBe('rule_broken');
  expect(
    await a.code('conflicts.settle', { id, action: 'mine', values: { description: 'x' } }),
  ).toBe('bad_status');
  await a.call('conflicts.settle', { id, action: 'mine', values: { name: 'Lost keys' } });
  await nothingLeft();
  for (const desk of [a, b]) expect(named(desk, 'categories')).toEqual(['Keys', 'Lost keys']);
});

test('two desks make one name: the first stands, and that can be taken back', async () => {
  change(a, (tx) => void tx.insert(categories, category('Keys')));
  change(b, (tx) => void tx.insert(categories, category('Keys')));
  await meet(a, b);
  const id = await one(b);
  await b.call('conflicts.settle', { id, action: 'theirs' });
  await nothingLeft();
  expect(named(b, 'categories')).toEqual(['Keys']);
  await b.call('conflicts.reopen', { id });
  await meet(b, a);
  expect(await one(a)).toBe(id);
});

test('a booking of a room that was deleted meanwhile brings the room back with it', async () => {
  const room = desks.rooms[2];
  const { name } = must(
    a.desk.connection
      .prepare<{ name: string }>('SELECT name FROM resources WHERE id = ?')
      .get(room),
    'the room',
  );
  change(a, (tx) => tx.delete(resources, room));
  const made = await b.call('bookings.create', { ...hours(room, 9, 10), title: 'Bia' });
  await meet(a, b);
  expect(named(b, 'resources')).not.toContain(name);
  expect(await b.call('bookings.get', { id: made.id })).toBeNull();
  const id = await one(a);
  expect(await detail(a, id)).toMatchObject({
    conflict_type: 'deleted_vs_edited',
    situation: 'under_removed',
    title: 'Bia',
    refused: { kind: 'insert', parent: name },
  });
  await desks.central.admin.query(`update data.users set role = 'supervisor' where role = 'admin'`);
  await meet(a, b);
  await a.call('conflicts.settle', { id, action: 'mine' });
  await nothingLeft();
  for (const desk of [a, b]) {
    expect(named(desk, 'resources')).toContain(name);
    expect(await desk.call('bookings.get', { id: made.id })).toMatchObject({
      title: 'Bia',
      status: 'confirmed',
      resource_name: name,
    });
  }
});

test('a room that was booked meanwhile is not deleted, until nothing uses it any more', async () => {
  const room = desks.rooms[2];
  const made = await a.call('bookings.create', { ...hours(room, 9, 10), title: 'Bia' });
  change(b, (tx) => tx.delete(resources, room));
  await meet(a, b);
  const id = await one(b);
  expect(await detail(b, id)).toMatchObject({
    situation: 'removed_used',
    title: 'Sala 3',
    other_row_id: made.id,
  });
  expect(await b.code('conflicts.settle', { id, action: 'mine' })).toBe('rule_broken');
  await a.call('bookings.undo', { op_id: must(made.op_id, 'made') });
  await meet(a, b);
  await b.call('conflicts.settle', { id, action: 'mine' });
  await nothingLeft();
  expect(named(a, 'resources')).not.toContain('Sala 3');
});

test('a right withdrawn meanwhile: who settles does it with their own rights, or not', async () => {
  const { users } = desks.organization;
  const stranger = { id: users.supervisor, role: 'admin' as const };
  const room = desks.rooms[2];
  const done = b.desk.writer.write({ command: 'desks.test', actor: stranger }, (tx) => {
    tx.update(resources, room, { name: 'Sala Norte' });
    return ok(null);
  });
  expect(done.ok).toBe(true);
  await desks.central.admin.query('update data.users set is_active = false where id = $1', [
    users.supervisor,
  ]);
  await meet(b, a);
  const id = await one(a);
  expect(await detail(a, id)).toMatchObject({
    conflict_type: 'permission_revoked_offline',
    severity: 'high',
    fields: [{ column: 'name', base: 'Sala 3', mine: 'Sala Norte', theirs: 'Sala 3' }],
  });
  await a.call('conflicts.settle', { id, action: 'mine' });
  await nothingLeft();
  expect(named(b, 'resources')).toContain('Sala Norte');
});

test('what needs more rights than the settling person has stays as it is', async () => {
  const room = desks.rooms[2];
  change(b, (tx) => tx.delete(resources, room));
  await desks.central.admin.query(`update data.users set role = 'supervisor' where role = 'admin'`);
  await meet(b, a);
  const id = await one(a);
  expect(await detail(a, id)).toMatchObject({ conflict_type: 'permission_revoked_offline' });
  expect(await a.code('conflicts.settle', { id, action: 'mine' })).toBe('not_allowed');
  expect(await one(a)).toBe(id);
});

const BASE = 'Call first.\n\nBring a towel.\n\nPay later.';

async function bothEdit(): Promise<string> {
  const made = await a.call('bookings.create', {
    ...hours(desks.rooms[0], 9, 10),
    title: 'Ana',
    notes: BASE,
  });
  await meet(a, b);
  await a.call('bookings.edit', { id: made.id, notes: BASE.replace('Call', 'Ring') });
  await b.call('bookings.edit', { id: made.id, notes: BASE.replace('later', 'now') });
  await meet(a, b);
  return made.id;
}

const notesOf = async (desk: OfflineDesk, id: string) =>
  (await desk.call('bookings.get', { id }))?.notes;

test('notes that two people wrote are put together, told, and can be decided otherwise', async () => {
  const id = await bothEdit();
  const merged = BASE.replace('Call', 'Ring').replace('later', 'now');
  for (const desk of [a, b]) expect(await notesOf(desk, id)).toBe(merged);
  expect(await inbox(a)).toStrictEqual([]);
  const [line] = await inbox(a, 'settled');
  expect(line).toMatchObject({
    conflict_type: 'concurrent_edit',
    situation: 'merged',
    status: 'resolved',
    resolution: 'merged',
    resolved_by_name: null,
    title: 'Ana',
  });
  const conflict = must(line, 'one').id;
  expect((await detail(a, conflict)).fields).toStrictEqual([
    {
      column: 'notes',
      base: BASE,
      mine: BASE.replace('later', 'now'),
      theirs: BASE.replace('Call', 'Ring'),
      merged,
    },
  ]);
  expect(await a.code('conflicts.ignore', { id: conflict, note: 'so what' })).toBe(
    'conflict_settled',
  );
  expect(await a.code('conflicts.reopen', { id: conflict })).toBe('undo_stale');
  const op_id = must(
    (await a.call('conflicts.settle', { id: conflict, action: 'theirs' })).op_id,
    'it changed something',
  );
  await meet(a, b);
  expect(await notesOf(b, id)).toBe(BASE.replace('Call', 'Ring'));
  expect(await b.code('conflicts.settle', { id: conflict, action: 'mine' })).toBe(
    'conflict_settled',
  );
  await a.call('bookings.undo', { op_id });
  await meet(a, b);
  expect(await notesOf(b, id)).toBe(merged);
  expect(await detail(b, conflict)).toMatchObject({ status: 'resolved', resolution: 'merged' });
  await b.call('conflicts.settle', { id: conflict, action: 'mine' });
  await meet(b, a);
  expect(await notesOf(a, id)).toBe(BASE.replace('later', 'now'));
  await nothingLeft();
});

test('one line that two people wrote is asked about, and until then central’s stands', async () => {
  const made = await a.call('bookings.create', { ...hours(desks.rooms[0], 9, 10), title: 'Ana' });
  await meet(a, b);
  await a.call('bookings.edit', { id: made.id, notes: 'vegan' });
  await b.call('bookings.edit', { id: made.id, notes: 'late' });
  await meet(a, b);
  expect(await inbox(a)).toMatchObject([{ conflict_type: 'concurrent_edit', situation: null }]);
  expect(await notesOf(b, made.id)).toBe('vegan');
});

test('a text that arrived last replaces one that was typed: told; counters and times are not', async () => {
  const id = randomUUID();
  change(a, (tx) => {
    tx.insert(macros, { name: 'Late', description: 'Old words' }, id);
  });
  await meet(a, b);
  change(a, (tx) => tx.update(macros, id, { description: 'First words', position: 3 }));
  change(b, (tx) => tx.update(macros, id, { description: 'Second words', position: 5 }));
  await meet(a, b);
  const settled = await inbox(b, 'settled');
  expect(settled).toMatchObject([{ situation: 'merged', title: 'Late' }]);
  const shown = await detail(b, must(settled[0], 'one').id);
  expect(shown.fields.map(({ column, merged }) => [column, merged])).toStrictEqual([
    ['description', 'Second words'],
  ]);
});
