import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Change, Verdict } from '#sync/core/op.ts';
import { insert, push, update } from '#tests/helpers/central-changes.ts';
import { mergeDefinitions } from '#tests/helpers/merge-tables.ts';
import { createCentral, deviceUrl, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

// Ops that central refuses and somebody has to decide about: each opens one conflict.
let central: TestCentral;
let mine: TestOrganization;
let a: TestDevice;
let b: TestDevice;
beforeAll(async () => {
  central = await createCentral(mergeDefinitions);
  mine = await central.organization();
  a = await central.enrol(mine, 'Desk A');
  b = await central.enrol(mine, 'Desk B');
});
afterAll(() => central.drop());

const took = async (device: TestDevice, ...changes: readonly Change[]) => {
  const verdict = await push(device, device.op(changes));
  expect(verdict.outcome).toBe('applied');
};
const gone = (table: string, row_id: string, cells: Record<string, Cell> = {}): Change => ({
  table,
  row_id,
  kind: 'delete',
  values: Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, [cell, null]])),
});

/** The conflict that a refused op opened, as the device got it with its verdict. */
function asked(verdict: Verdict): { row: CanonicalRow; data: ReturnType<typeof readConflictData> } {
  const id = only(verdict.conflicts);
  const image = verdict.images.find(({ row_id }) => row_id === id);
  const row = must(must(image, 'an image of the conflict').row, 'it is there');
  return { row, data: readConflictData(String(row['conflict_data'])) };
}

const room = (name: string) => insert('rooms', randomUUID(), { name });
const stay = (room_id: string, more: Record<string, Cell> = {}) =>
  insert('stays', randomUUID(), {
    room_id,
    start_time: '2040-03-01T10:00:00.000Z',
    end_time: '2040-03-01T11:00:00.000Z',
    ...more,
  });

describe('a key that two desks made', () => {
  test('names who holds it, for a new row and for one that is renamed', async () => {
    const holder = room('Aurora');
    await took(a, holder);
    const op = b.op([insert('rooms', randomUUID(), { name: 'Aurora' })]);
    const verdict = await push(b, op);
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'duplicate_value' });
    const { row, data } = asked(verdict);
    expect(row).toMatchObject({
      conflict_type: 'uniqueness',
      severity: 'medium',
      status: 'open',
      table_name: 'rooms',
      row_id: op.changes[0]?.row_id,
      other_row_id: holder.row_id,
      op_id: op.op_id,
    });
    expect(data).toMatchObject({
      device_name: 'Desk B',
      actor_id: mine.users.admin,
      base: null,
      mine: { name: 'Aurora' },
      theirs: { name: 'Aurora', created_by: mine.users.admin },
      code: 'duplicate_value',
      key: ['name'],
      changes: op.changes,
    });

    const other = room('Boreal');
    await took(a, other);
    const renamed = update('rooms', other.row_id, { name: ['Boreal', 'Aurora'] });
    const second = asked(await push(b, b.op([renamed])));
    expect(second.row).toMatchObject({ row_id: other.row_id, other_row_id: holder.row_id });
    expect(second.data).toMatchObject({ base: { name: 'Boreal' }, mine: { name: 'Aurora' } });
  });

  test('sent again gives the same verdict and no second conflict', async () => {
    await took(a, room('Cirrus'));
    const op = b.op([insert('rooms', randomUUID(), { name: 'Cirrus' })]);
    const first = await push(b, op);
    expect(await push(b, op)).toStrictEqual(first);
    const { rows } = await central.admin.query(
      'select id from data.conflict_logs where op_id = $1',
      [op.op_id],
    );
    expect(rows).toHaveLength(1);
  });

  test('which the op itself holds already opens none', async () => {
    const verdict = await push(b, b.op([room('Dune'), room('Dune')]));
    expect(verdict).toMatchObject({ code: 'duplicate_value', conflicts: [] });
  });

  test('by a part of a key that is computed, under a condition', async () => {
    await central.admin.query(`
      alter table data.rooms add column name_key text generated always as (lower(name)) stored;
      create unique index rooms_name_key_key on data.rooms (organization_id, name_key)
        where (name <> 'Free');
    `);
    const holder = room('Ether');
    await took(a, holder);
    const { row, data } = asked(await push(b, b.op([room('ETHER')])));
    expect(row['other_row_id']).toBe(holder.row_id);
    // Nobody types what is computed.
    expect(data.key).toStrictEqual([]);
    await central.admin.query('alter table data.rooms drop column name_key');
  });
});

describe('a deleted parent', () => {
  test('is named to whoever made a child meanwhile, with what it was', async () => {
    const parent = room('Fjord');
    await took(a, parent);
    await took(a, gone('rooms', parent.row_id, { name: 'Fjord' }));
    const child = stay(parent.row_id, { title: 'Bia' });
    const verdict = await push(b, b.op([child]));
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'missing_reference' });
    const { row, data } = asked(verdict);
    expect(row).toMatchObject({
      conflict_type: 'deleted_vs_edited',
      table_name: 'stays',
      row_id: child.row_id,
      other_row_id: parent.row_id,
    });
    expect(data.parent).toStrictEqual({
      table: 'rooms',
      row_id: parent.row_id,
      cells: { name: 'Fjord' },
    });
    expect(data).toMatchObject({ mine: { title: 'Bia' }, changes: [child] });
  });

  test('that never was is a refusal like before', async () => {
    const verdict = await push(b, b.op([stay(randomUUID())]));
    expect(verdict).toMatchObject({ code: 'missing_reference', conflicts: [] });
  });

  test('is not deleted over a child that came meanwhile', async () => {
    const parent = room('Gale');
    const child = stay(parent.row_id);
    await took(a, parent);
    await took(a, child);
    const verdict = await push(b, b.op([gone('rooms', parent.row_id, { name: 'Gale' })]));
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'rule_broken' });
    const { row, data } = asked(verdict);
    expect(row).toMatchObject({
      conflict_type: 'deleted_vs_edited',
      table_name: 'rooms',
      row_id: parent.row_id,
      other_row_id: child.row_id,
    });
    expect(data).toMatchObject({ base: { name: 'Gale' }, mine: {}, theirs: { name: 'Gale' } });
  });

  test('is told from a deletion beside it: the change that failed counts', async () => {
    const [stays, leaves, parent] = [room('Haze'), room('Iris'), room('Jade')];
    await took(a, stays, leaves, parent);
    await took(a, gone('rooms', parent.row_id, { name: 'Jade' }));
    const op = b.op([gone('rooms', leaves.row_id, { name: 'Iris' }), stay(parent.row_id)]);
    const verdict = await push(b, op);
    expect(verdict.code).toBe('missing_reference');
    expect(asked(verdict).row['other_row_id']).toBe(parent.row_id);
  });
});

describe('a right that was withdrawn', () => {
  test('opens a conflict for a role that no longer does and a person who is gone', async () => {
    const there = room('Kelp');
    await took(a, there);
    const change = gone('rooms', there.row_id, { name: 'Kelp' });
    const verdict = await push(b, b.op([change], { actor_id: mine.users.agent }));
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'not_allowed' });
    const { row, data } = asked(verdict);
    expect(row).toMatchObject({
      conflict_type: 'permission_revoked_offline',
      severity: 'high',
      row_id: there.row_id,
      other_row_id: null,
    });
    expect(data).toMatchObject({ theirs: { name: 'Kelp' }, changes: [change] });
    const stranger = randomUUID();
    const edit = update('rooms', there.row_id, { name: ['Kelp', 'Kelpie'] });
    const second = asked(await push(b, b.op([edit], { actor_id: stranger })));
    expect(second.data).toMatchObject({ actor_id: stranger, mine: { name: 'Kelpie' } });
  });

  test('not where devices may never write, nor about conflicts themselves', async () => {
    const forged = insert('conflict_logs', randomUUID(), { conflict_type: 'uniqueness' });
    const step = insert('conflict_actions', randomUUID(), { action: 'keep' });
    const organization = { ...gone('organizations', mine.id), values: {} };
    for (const change of [forged, step, organization]) {
      const verdict = await push(b, b.op([change], { actor_id: mine.users.agent }));
      expect(verdict).toMatchObject({ code: 'not_allowed', conflicts: [] });
    }
  });

  test('a flood of them is not shown: the rest stays with the desk that sent it', async () => {
    const intruder = await central.enrol(mine, 'Intruder');
    const ops = Array.from({ length: 260 }, () =>
      intruder.op([room(randomUUID().slice(0, 18))], { actor_id: randomUUID() }),
    );
    const reply = await intruder.link.push(ops);
    if (reply.kind !== 'verdicts') throw new Error(reply.kind);
    expect(reply.verdicts.every(({ code }) => code === 'not_allowed')).toBe(true);
    const shown = reply.verdicts.filter(({ conflicts }) => conflicts.length > 0).length;
    expect(shown).toBeGreaterThan(100);
    expect(shown).toBeLessThanOrEqual(200);
    // Another kind is still heard.
    await took(a, room('Loam'));
    expect((await push(b, b.op([room('Loam')]))).conflicts).toHaveLength(1);
  });

  test('what is larger than anybody reads opens none', async () => {
    await took(a, room('Mist'));
    const large = insert('notes', randomUUID(), { long: 'x'.repeat(300_000) });
    const verdict = await push(b, b.op([large, room('Mist')]));
    expect(verdict).toMatchObject({ code: 'duplicate_value', conflicts: [] });
  });
});

test('a device that was too new for central', async () => {
  const there = room('Nimbus');
  await took(a, there);
  const change = update('rooms', there.row_id, { name: ['Nimbus', 'Nova'] });
  const verdict = await push(b, b.op([change], { schema_version: 99 }));
  expect(verdict).toMatchObject({ outcome: 'rejected', code: 'schema_too_new' });
  const { row, data } = asked(verdict);
  expect(row).toMatchObject({ conflict_type: 'schema_mismatch', row_id: there.row_id });
  expect(data).toMatchObject({ mine: { name: 'Nova' }, theirs: { name: 'Nimbus' } });
});

describe('conflicts are opened by central alone', () => {
  test('a device that says it is a supervisor changes nothing but how one was settled', async () => {
    await took(a, room('Opal'));
    const conflict = only((await push(b, b.op([room('Opal')]))).conflicts);
    const forged = insert('conflict_logs', randomUUID(), {
      conflict_type: 'uniqueness',
      table_name: 'rooms',
      row_id: randomUUID(),
      op_id: randomUUID(),
      conflict_data: '{}',
    });
    const remove = gone('conflict_logs', conflict);
    for (const change of [forged, remove]) {
      const verdict = await push(b, b.op([change]));
      expect(verdict).toMatchObject({ outcome: 'rejected', code: 'not_allowed' });
    }
    const rewritten = update('conflict_logs', conflict, {
      severity: ['medium', 'low'],
      row_id: [null, randomUUID()],
      conflict_data: ['{}', '{}'],
      resolution_notes: ['', 'said so'],
    });
    const verdict = await push(b, b.op([rewritten]));
    expect(verdict.outcome).toBe('merged');
    const { rows } = await central.admin.query('select * from data.conflict_logs where id = $1', [
      conflict,
    ]);
    expect(only(rows)).toMatchObject({
      severity: 'medium',
      table_name: 'rooms',
      resolution_notes: 'said so',
      conflict_data: { code: 'duplicate_value' },
    });
  });
});

describe('what is no op', () => {
  test.each<[string, unknown]>([
    ['no number', { op_no: null }],
    ['a number that is none', { op_no: 'many' }],
    ['number zero', { op_no: 0 }],
    ['no id', { op_id: null }],
    ['an id that is none', { op_id: 'mine' }],
    ['no device', { device_id: null }],
    ['no incarnation', { incarnation: {} }],
  ])('%s: the device is told, nothing is kept', async (_what, more) => {
    const device = await central.enrol(mine, 'Odd');
    const op = device.op([room(randomUUID().slice(0, 18))]);
    await expect(device.link.push([{ ...op, ...Object(more) }])).rejects.toMatchObject({
      failure: 'broken',
      code: 'HF020',
    });
    expect((await push(device, op)).outcome).toBe('applied');
  });

  test('no list at all', async () => {
    const device = await central.enrol(mine, 'Odd');
    const raw = await openAdmin(deviceUrl(central, device));
    for (const sent of ['{}', '5', 'null', '"ops"']) {
      await expect(
        raw.query('select api.push($1, $2)', [device.enrolment.token, sent]),
      ).rejects.toMatchObject({ code: 'HF020' });
    }
    await raw.end();
  });

  test.each<[string, unknown]>([
    ['a number', 5],
    ['nothing', null],
    ['an object', {}],
    ['a list of numbers', [1]],
    ['a change without values', [{ table: 'rooms', row_id: randomUUID(), kind: 'insert' }]],
    ['a change with a list', [{ table: 'rooms', row_id: randomUUID(), values: [] }]],
    ['a row that is none', [{ table: 'rooms', row_id: 'x', kind: 'insert', values: {} }]],
    ['a kind that is none', [{ table: 'rooms', row_id: randomUUID(), kind: 'burn', values: {} }]],
  ])('changes that are %s: refused, and the queue goes on', async (_what, changes) => {
    const device = await central.enrol(mine, 'Odd');
    const odd = { ...device.op([]), changes: JSON.parse(JSON.stringify(changes)) };
    const reply = await device.link.push([odd, device.op([room(randomUUID().slice(0, 18))])]);
    expect(reply).toMatchObject({
      verdicts: [{ outcome: 'rejected', code: 'bad_value' }, { outcome: 'applied' }],
    });
    expect(await push(device, odd)).toMatchObject({ outcome: 'rejected', code: 'bad_value' });
  });

  test('JSON beyond its limit', async () => {
    const json = (length: number) => JSON.stringify(['x'.repeat(length - 4)]);
    const note = (tags: string) => insert('notes', randomUUID(), { tags });
    expect((await push(b, b.op([note(json(2 ** 20))]))).outcome).toBe('applied');
    const verdict = await push(b, b.op([note(json(2 ** 20 + 1))]));
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'bad_value' });
  });
});
