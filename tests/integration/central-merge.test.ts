import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Change, ColumnChange, Op, Verdict } from '#sync/core/op.ts';
import { mergeDefinitions } from '#tests/helpers/merge-tables.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

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

async function push(device: TestDevice, op: Op): Promise<Verdict> {
  const reply = await device.link.push([op]);
  if (reply.kind !== 'verdicts') throw new Error(reply.kind);
  return only(reply.verdicts);
}

type Values = Record<string, ColumnChange>;
const change = (kind: Change['kind'], row_id: string, values: Values): Change => ({
  table: 'notes',
  row_id,
  kind,
  values,
});

/** A note as both desks know it. */
async function note(values: Record<string, Cell> = {}): Promise<string> {
  const id = randomUUID();
  const cells = Object.entries(values).map(([name, cell]) => [name, [null, cell] as const]);
  const verdict = await push(a, a.op([change('insert', id, Object.fromEntries(cells))]));
  expect(verdict.outcome).toBe('applied');
  return id;
}

/** A's change arrives first, then B's, made on the same state. */
async function race(id: string, first: Values, second: Values): Promise<Verdict> {
  expect((await push(a, a.op([change('update', id, first)]))).outcome).toBe('applied');
  return push(b, b.op([change('update', id, second)]));
}

function image(verdict: Verdict, id: string): Record<string, Cell> {
  const found = verdict.images.find(({ row_id }) => row_id === id);
  return { ...must(must(found, 'an image of every touched row').row, 'the row is there') };
}

async function setAside(op_id: string): Promise<unknown> {
  const { rows } = await central.admin.query<{ set_aside: unknown }>(
    'select set_aside from sync.op_log where op_id = $1',
    [op_id],
  );
  return only(rows).set_aside;
}

async function conflict(verdict: Verdict): Promise<Record<string, unknown>> {
  const { rows } = await central.admin.query<Record<string, unknown>>(
    'select * from data.conflict_logs where id = $1',
    [only(verdict.conflicts)],
  );
  return only(rows);
}

describe('policies, when both desks changed the same column', () => {
  test('ask keeps central’s value and opens a conflict with both', async () => {
    const id = await note({ asked: 'base' });
    const verdict = await race(id, { asked: ['base', 'first'] }, { asked: ['base', 'second'] });
    expect(verdict.outcome).toBe('conflicted');
    expect(image(verdict, id)['asked']).toBe('first');
    const row = await conflict(verdict);
    expect(row).toMatchObject({
      conflict_type: 'concurrent_edit',
      status: 'open',
      table_name: 'notes',
      row_id: id,
      op_id: verdict.op_id,
    });
    expect(conflictData.parse(row['conflict_data'])).toMatchObject({
      device_name: 'Desk B',
      actor_id: mine.users.admin,
      base: { asked: 'base' },
      mine: { asked: 'second' },
      theirs: { asked: 'first' },
    });
    // The device sees the conflict without waiting for a pull.
    expect(image(verdict, only(verdict.conflicts))['conflict_type']).toBe('concurrent_edit');
  });

  test('ask opens one conflict for all columns of a row', async () => {
    const id = await note({ asked: 'x', asked_too: 'y' });
    const verdict = await race(
      id,
      { asked: ['x', 'x1'], asked_too: ['y', 'y1'] },
      { asked: ['x', 'x2'], asked_too: ['y', 'y2'], newest: ['', 'kept'] },
    );
    expect(verdict.conflicts).toHaveLength(1);
    expect(image(verdict, id)).toMatchObject({ asked: 'x1', asked_too: 'y1', newest: 'kept' });
  });

  test('a group is one value: central’s whole pair stays', async () => {
    const id = await note({ pair_a: 1, pair_b: 2 });
    const verdict = await race(
      id,
      { pair_a: [1, 10], pair_b: [2, 2] },
      { pair_a: [1, 1], pair_b: [2, 20] },
    );
    expect(verdict.outcome).toBe('conflicted');
    expect(image(verdict, id)).toMatchObject({ pair_a: 10, pair_b: 2 });
  });

  test('last takes the one that arrives last and keeps the other readable', async () => {
    const id = await note({ newest: 'base' });
    const verdict = await race(id, { newest: ['base', 'first'] }, { newest: ['base', 'second'] });
    expect(verdict).toMatchObject({ outcome: 'merged', merged: [`notes.${id}.newest`] });
    expect(image(verdict, id)['newest']).toBe('second');
    expect(await setAside(verdict.op_id)).toEqual({
      [`notes.${id}.newest`]: { base: 'base', mine: 'second', theirs: 'first' },
    });
  });

  test('central ignores what a device wrote, also when nobody else wrote', async () => {
    const id = await note();
    const verdict = await push(b, b.op([change('update', id, { fixed: ['central', 'mine'] })]));
    expect(verdict).toMatchObject({ outcome: 'merged', merged: [`notes.${id}.fixed`] });
    expect(image(verdict, id)['fixed']).toBe('central');
  });

  test('max and min keep the extreme', async () => {
    const early = '2026-01-01T00:00:00.000Z';
    const id = await note({ highest: 5, lowest: '2026-06-01T00:00:00.000Z' });
    const verdict = await race(
      id,
      { highest: [5, 9], lowest: ['2026-06-01T00:00:00.000Z', early] },
      { highest: [5, 7], lowest: ['2026-06-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'] },
    );
    expect(image(verdict, id)).toMatchObject({ highest: 9, lowest: early });
  });

  test('sum adds differences, also when both arrive at the same total', async () => {
    const id = await note({ count: 5 });
    const verdict = await race(id, { count: [5, 6] }, { count: [5, 6] });
    expect(image(verdict, id)['count']).toBe(7);
  });

  test('union adds and removes members', async () => {
    const id = await note({ tags: '["a","b"]' });
    const verdict = await race(
      id,
      { tags: ['["a","b"]', '["a","b","c"]'] },
      { tags: ['["a","b"]', '["b","d"]'] },
    );
    expect(JSON.parse(String(image(verdict, id)['tags']))).toEqual(['b', 'c', 'd']);
  });

  test('text merges lines of both and keeps both whole values', async () => {
    const id = await note({ body: 'a\nb\nc' });
    const verdict = await race(
      id,
      { body: ['a\nb\nc', 'A\nb\nc'] },
      { body: ['a\nb\nc', 'a\nb\nC'] },
    );
    expect(verdict).toMatchObject({ outcome: 'merged', merged: [`notes.${id}.body`] });
    expect(image(verdict, id)['body']).toBe('A\nb\nC');
    expect(await setAside(verdict.op_id)).toEqual({
      [`notes.${id}.body`]: { base: 'a\nb\nc', mine: 'a\nb\nC', theirs: 'A\nb\nc' },
    });
  });

  test.each<[string, Cell, Cell, Cell]>([
    ['the same line', 'a\nb', 'a\nmine', 'a\ntheirs'],
    ['cleared here', 'a\nb', null, 'a\nb\nc'],
    ['cleared there', 'a\nb', 'A\nb', null],
    ['begun by both', null, 'mine', 'theirs'],
  ])('text asks when both wrote in one place: %s', async (_what, base, wanted, there) => {
    const id = await note({ long: base });
    const verdict = await race(id, { long: [base, there] }, { long: [base, wanted] });
    expect(verdict.outcome).toBe('conflicted');
    expect(image(verdict, id)['long']).toBe(there);
    expect(conflictData.parse((await conflict(verdict))['conflict_data'])).toMatchObject({
      base: { long: base },
      mine: { long: wanted },
      theirs: { long: there },
    });
  });

  test('text that would outgrow its column asks, and the rest of the op goes in', async () => {
    const base = 'a\nb\nc';
    const id = await note({ body: base });
    const verdict = await race(
      id,
      { body: [base, `${'x'.repeat(14)}\nb\nc`] },
      { body: [base, `a\nb\n${'y'.repeat(14)}`], newest: ['', 'kept'] },
    );
    expect(verdict.outcome).toBe('conflicted');
    expect(image(verdict, id)).toMatchObject({
      body: `${'x'.repeat(14)}\nb\nc`,
      newest: 'kept',
    });
  });

  test('text of a megabyte merges; what nobody can compare in time is asked about', async () => {
    const middle = `${'word '.repeat(20)}\n`.repeat(9_000);
    const base = `a\n${middle}b`;
    const large = await note({ long: base });
    const merged = await race(
      large,
      { long: [base, `A\n${middle}b`] },
      { long: [base, `a\n${middle}B`] },
    );
    expect(image(merged, large)['long']).toBe(`A\n${middle}B`);
    // A hundred million pairs of equal lines, and a million lines: looked at, they outlast the test.
    for (const lines of ['\n'.repeat(9_990), '\n'.repeat(1_000_000)]) {
      const same = `a${lines}b`;
      const id = await note({ long: same });
      const verdict = await race(
        id,
        { long: [same, `A${lines}B`] },
        { long: [same, `x\n${lines}y`] },
      );
      expect(verdict.outcome).toBe('conflicted');
    }
  });

  test('refuse rejects the whole op', async () => {
    const id = await note({ strict: 'base' });
    const verdict = await race(
      id,
      { strict: ['base', 'first'] },
      { strict: ['base', 'second'], newest: ['', 'not this either'] },
    );
    expect(verdict).toMatchObject({
      outcome: 'rejected',
      code: 'stale',
      detail: 'notes.strict',
    });
    expect(image(verdict, id)).toMatchObject({ strict: 'first', newest: '' });
  });

  test('the same value on both desks is no conflict', async () => {
    const id = await note({ asked: 'x', flag: 0 });
    const verdict = await race(
      id,
      { asked: ['x', 'y'], flag: [0, 1] },
      { asked: ['x', 'y'], flag: [0, 1] },
    );
    expect(verdict).toMatchObject({ outcome: 'applied', merged: [] });
  });

  test('different columns of one row both go in', async () => {
    const id = await note({ asked: 'x', asked_too: 'y' });
    const verdict = await race(id, { asked: ['x', 'x1'] }, { asked_too: ['y', 'y1'] });
    expect(verdict.outcome).toBe('applied');
    expect(image(verdict, id)).toMatchObject({ asked: 'x1', asked_too: 'y1' });
  });
});

describe('deletions', () => {
  test('an edit of a row that was deleted goes to the inbox, the row stays gone', async () => {
    const id = await note({ asked: 'x' });
    await push(a, a.op([change('delete', id, { asked: ['x', null] })]));
    const verdict = await push(b, b.op([change('update', id, { asked: ['x', 'y'] })]));
    expect(verdict.outcome).toBe('conflicted');
    const row = await conflict(verdict);
    expect(row['conflict_type']).toBe('deleted_vs_edited');
    expect(conflictData.parse(row['conflict_data'])).toMatchObject({
      base: { asked: 'x' },
      mine: { asked: 'y' },
      theirs: null,
    });
    expect(verdict.images.find(({ row_id }) => row_id === id)?.row).toBeNull();
  });

  test('a deletion of a row that was changed keeps the row and asks', async () => {
    const id = await note({ asked: 'x' });
    await push(a, a.op([change('update', id, { asked: ['x', 'y'] })]));
    const verdict = await push(b, b.op([change('delete', id, { asked: ['x', null] })]));
    expect(verdict.outcome).toBe('conflicted');
    expect(image(verdict, id)['asked']).toBe('y');
    expect(conflictData.parse((await conflict(verdict))['conflict_data'])).toMatchObject({
      base: { asked: 'x' },
      mine: {},
      theirs: { asked: 'y', fixed: 'central' },
    });
  });

  test('two deletions of one row agree', async () => {
    const id = await note();
    await push(a, a.op([change('delete', id, {})]));
    expect((await push(b, b.op([change('delete', id, {})]))).outcome).toBe('applied');
  });

  test('a deleted row can be made again with its id', async () => {
    const id = await note({ asked: 'x' });
    await push(a, a.op([change('delete', id, { asked: ['x', null] })]));
    const verdict = await push(a, a.op([change('insert', id, { asked: [null, 'x'] })]));
    expect(image(verdict, id)['asked']).toBe('x');
  });

  test('an edit of a row that never was is rejected', async () => {
    const verdict = await push(a, a.op([change('update', randomUUID(), { asked: ['x', 'y'] })]));
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'row_missing' });
  });
});

describe('insertions', () => {
  test('columns left out take their default, stamps are central’s', async () => {
    const id = await note({ asked: 'x' });
    const { rows } = await central.admin.query('select * from data.notes where id = $1', [id]);
    expect(only(rows)).toMatchObject({
      organization_id: mine.id,
      fixed: 'central',
      count: '0',
      tags: [],
      flag: false,
      created_by: mine.users.admin,
      updated_by: mine.users.admin,
    });
  });

  test('the same row again is applied, another one under its id is rejected', async () => {
    const id = await note({ asked: 'x' });
    const same = await push(b, b.op([change('insert', id, { asked: [null, 'x'] })]));
    expect(same.outcome).toBe('applied');
    const other = await push(b, b.op([change('insert', id, { asked: [null, 'y'] })]));
    expect(other).toMatchObject({ outcome: 'rejected', code: 'duplicate_row', detail: 'notes' });
  });
});
