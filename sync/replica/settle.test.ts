import { afterEach, expect, test } from 'vitest';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { boxes, policyRegistry, things } from '#tests/helpers/policy-tables.ts';
import type { PolicyDatabase } from '#tests/helpers/policy-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import { createLocalChoices } from './local.node.ts';

type DB = PolicyDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

const fresh = () => (replica = testReplica<DB>({ registry: policyRegistry }));

function add(title: string): string {
  const result = replica.writer.write({ command: 'things.add', actor: replica.actor }, (tx) =>
    ok(tx.insert(things, { title })),
  );
  if (!result.ok) throw new Error(result.error.code);
  return result.value.value;
}

function rename(id: string, title: string): void {
  const result = replica.writer.write({ command: 'things.rename', actor: replica.actor }, (tx) =>
    ok(tx.update(things, id, { title })),
  );
  if (!result.ok) throw new Error(result.error.code);
}

function verdict(op: Op, more: Partial<Verdict> = {}): Verdict {
  return {
    op_id: op.op_id,
    outcome: 'applied',
    code: null,
    detail: null,
    merged: [],
    conflicts: [],
    images: [],
    ...more,
  };
}

const ops = () => replica.sync.pendingOps(1000, 10_000_000);

function imageOf(
  id: string,
  more: CanonicalRow,
): { table: string; row_id: string; row: CanonicalRow } {
  const row = must(replica.rows(things).get(id), 'the row');
  return { table: 'things', row_id: id, row: { ...row, ...more } };
}

test('an applied op stops waiting, its row becomes what central says', async () => {
  fresh();
  const id = add('Kettle');
  const [op] = ops();
  await replica.sync.settle([
    verdict(must(op, 'op'), {
      images: [imageOf(id, { row_version: 7, title: 'Kettle (merged)' })],
    }),
  ]);
  expect(replica.rows(things).get(id)).toMatchObject({ title: 'Kettle (merged)', row_version: 7 });
  expect(replica.sync.state()).toMatchObject({ waiting: 0, acked_op_no: 1, last_op_no: 1 });
  const sent = replica.reads.first(replica.reads.sql.selectFrom('outbox_sent').selectAll());
  expect(sent).toMatchObject({ op_id: op?.op_id, outcome: 'applied', op_no: 1 });
});

test('what is to leave for central meanwhile leaves first', async () => {
  fresh();
  add('Kettle');
  const settled = replica.sync.settle([verdict(must(ops()[0], 'op'))]);
  await Promise.resolve();
  expect(replica.sync.state().waiting).toBe(1);
  await settled;
  expect(replica.sync.state().waiting).toBe(0);
});

test('a rejected op is filed with its reason, its effect taken back, later work kept', async () => {
  fresh();
  const id = add('Kettle');
  const [first] = ops();
  await replica.sync.settle([
    verdict(must(first, 'op'), { images: [imageOf(id, { row_version: 7 })] }),
  ]);
  rename(id, 'refused');
  const other = add('Lamp');
  const [refused] = ops();
  await replica.sync.settle([
    verdict(must(refused, 'op'), { outcome: 'rejected', code: 'stale', detail: 'things.title' }),
  ]);
  expect(replica.rows(things).get(id)).toMatchObject({ title: 'Kettle', row_version: 7 });
  expect(replica.rows(things).get(other)).toMatchObject({ title: 'Lamp', row_version: 0 });
  expect(replica.sync.state()).toMatchObject({ waiting: 1, attention: 1 });
  expect(
    replica.reads.first(replica.reads.sql.selectFrom('rejected_ops').selectAll()),
  ).toMatchObject({
    op_id: refused?.op_id,
    code: 'stale',
    detail: 'things.title',
    changes: JSON.stringify(refused?.changes),
    state: 'open',
  });
  const choices = createLocalChoices(replica.connection);
  expect(choices.fileRejected(must(refused, 'op').op_id, 'dismissed')).toBe(true);
  expect(choices.fileRejected(replica.ids.next(), 'dismissed')).toBe(false);
  expect(replica.sync.state().attention).toBe(0);
});

test('an edit of a new row that central refused is hidden until its own verdict', async () => {
  fresh();
  const id = add('Kettle');
  rename(id, 'Teapot');
  const [insert, update] = ops();
  await replica.sync.settle([
    verdict(must(insert, 'op'), { outcome: 'rejected', code: 'rule_broken' }),
  ]);
  expect(replica.rows(things).has(id)).toBe(false);
  expect(replica.sync.state()).toMatchObject({ waiting: 1, attention: 1 });
  await replica.sync.settle([
    verdict(must(update, 'op'), { outcome: 'rejected', code: 'row_missing' }),
  ]);
  expect(replica.sync.state()).toMatchObject({ waiting: 0, attention: 2, acked_op_no: 2 });
});

test('verdicts out of order leave the acknowledged number before the first waiting op', async () => {
  fresh();
  for (const title of ['a', 'b', 'c']) add(title);
  const [, second, third] = ops();
  await replica.sync.settle([verdict(must(second, 'op')), verdict(must(third, 'op'))]);
  expect(replica.sync.state()).toMatchObject({ acked_op_no: 0, waiting: 1 });
});

const kept = () =>
  replica.reads.all(replica.reads.sql.selectFrom('outbox_sent').select('op_no').orderBy('op_no'));
const settleAll = (agreed: boolean, at = replica.time.now) =>
  replica.sync.settle(
    ops().map((op) => verdict(op)),
    { at: instantOf(at), agreed },
  );

test('confirmed ops are forgotten after 30 days, not before', async () => {
  fresh();
  add('a');
  await settleAll(true);
  replica.time.now += 29 * 86_400_000;
  add('b');
  await settleAll(true);
  expect(kept()).toEqual([{ op_no: 1 }, { op_no: 2 }]);
  replica.time.now += 2 * 86_400_000;
  add('c');
  await settleAll(true);
  expect(kept()).toEqual([{ op_no: 2 }, { op_no: 3 }]);
});

test('nothing is forgotten by a clock with which central does not agree', async () => {
  fresh();
  const right = replica.time.now;
  add('a');
  await settleAll(true);
  replica.time.now += 10 * 365 * 86_400_000;
  add('b');
  await settleAll(false, right);
  add('c');
  await replica.sync.settle(ops().map((op) => verdict(op)));
  replica.time.now = right;
  add('d');
  await settleAll(true);
  expect(kept()).toEqual([{ op_no: 1 }, { op_no: 2 }, { op_no: 3 }, { op_no: 4 }]);
});

test('the op confirmed last is the newest verdict that central took, in whichever life', async () => {
  fresh();
  expect(replica.sync.lastConfirmed()).toBeNull();
  const settle = async (op: Op, day: number, outcome: Verdict['outcome'] = 'applied') => {
    const at = instantOf(replica.time.now + day * 86_400_000);
    await replica.sync.settle([verdict(op, { outcome })], { at, agreed: false });
    return { op_id: op.op_id, at };
  };
  add('a');
  add('b');
  add('c');
  const [first, second, third] = ops();
  await settle(must(second, 'b'), 2);
  // Not the newest by date: central's clock may have been put right in between.
  const last = await settle(must(first, 'a'), 1, 'merged');
  await settle(must(third, 'c'), 3, 'rejected');
  expect(replica.sync.lastConfirmed()).toStrictEqual(last);
  replica.sync.reincarnate(replica.ids.next());
  expect(replica.sync.lastConfirmed()).toStrictEqual(last);
});

test('a push takes whole ops within both limits, one at least', () => {
  fresh();
  for (let at = 0; at < 10; at++) add('x'.repeat(200));
  expect(replica.sync.pendingOps(3, 1_000_000).map((op) => op.op_no)).toEqual([1, 2, 3]);
  expect(replica.sync.pendingOps(500, 1)).toHaveLength(1);
  const some = replica.sync.pendingOps(500, 3500);
  expect(some.length).toBeGreaterThan(1);
  expect(JSON.stringify(some).length).toBeLessThanOrEqual(3500);
});

test('a new life renumbers what waits and keeps its ids', async () => {
  fresh();
  for (const title of ['a', 'b', 'c']) add(title);
  const before = ops();
  await replica.sync.settle([verdict(must(before[0], 'op'))]);
  const life = replica.ids.next();
  replica.sync.reincarnate(life);
  expect(ops().map((op) => [op.op_no, op.op_id, op.incarnation])).toEqual([
    [1, before[1]?.op_id, life],
    [2, before[2]?.op_id, life],
  ]);
  expect(replica.sync.state()).toMatchObject({ last_op_no: 2, acked_op_no: 0, incarnation: life });
  add('d');
  expect(ops().map((op) => op.op_no)).toEqual([1, 2, 3]);
  // Its rows still know which ops wait for them.
  const rows = replica.connection
    .prepare<{ row_id: string; op_no: number }>(
      'SELECT row_id, op_no FROM pending_rows ORDER BY op_no',
    )
    .all();
  expect(rows).toEqual(ops().map((op) => ({ row_id: op.changes[0]?.row_id, op_no: op.op_no })));
});

test('a verdict that comes again changes nothing: its images are old', async () => {
  fresh();
  const id = add('Kettle');
  const first = verdict(must(ops()[0], 'op'), { images: [imageOf(id, { row_version: 7 })] });
  await replica.sync.settle([first]);
  const removal = replica.writer.write({ command: 'x', actor: replica.actor }, (tx) =>
    ok(tx.delete(things, id)),
  );
  expect(removal.ok).toBe(true);
  const gone = { table: 'things', row_id: id, row: null };
  await replica.sync.settle([verdict(must(ops()[0], 'op'), { images: [gone] })]);
  expect(replica.rows(things).size).toBe(0);
  await replica.sync.settle([first]);
  expect(replica.rows(things).size).toBe(0);
  expect(replica.sync.checksums()).toEqual([]);
});

test('mine on top of theirs that breaks a rule shows theirs, and goes on waiting', async () => {
  fresh();
  const id = add('Kettle');
  const image = imageOf(id, { row_version: 7 });
  await replica.sync.settle([verdict(must(ops()[0], 'op'), { images: [image] })]);
  rename(id, 'Teapot');
  const theirs = { ...image, row: { ...image.row, note: 'Teapot', row_version: 8 } };
  await replica.sync.applyPull({ cursor: '1:8:', images: [theirs], checksums: null });
  expect(replica.rows(things).get(id)).toEqual(theirs.row);
  expect(replica.sync.state()).toMatchObject({ waiting: 1, cursor: '1:8:' });
});

test('rows that swapped a unique value at central arrive one after the other', async () => {
  fresh();
  const box = (id: string, label: string, version: number) => ({
    table: 'boxes',
    row_id: id,
    row: {
      id,
      organization_id: replica.organization_id,
      label,
      kind: 'bag',
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
      created_by: null,
      updated_by: null,
      row_version: version,
    },
  });
  const [a, b] = [replica.ids.next(), replica.ids.next()];
  const pull = (images: ReturnType<typeof box>[]) =>
    replica.sync.applyPull({ cursor: '1:1:', images, checksums: null });
  await pull([box(a, 'A', 1), box(b, 'B', 2)]);
  await pull([box(a, 'B', 3), box(b, 'A', 4)]);
  expect([...replica.rows(boxes).values()].map((row) => row['label'])).toEqual(['B', 'A']);
});

test('a row whose reference has not arrived yet is taken in', async () => {
  fresh();
  const id = add('Kettle');
  const image = imageOf(id, { row_version: 9, box_id: replica.ids.next() });
  await replica.sync.settle([verdict(must(ops()[0], 'op'), { images: [image] })]);
  expect(replica.rows(things).get(id)).toMatchObject({ box_id: image.row['box_id'] });
  // And local writes go on being judged.
  const result = replica.writer.write({ command: 'x', actor: replica.actor }, (tx) =>
    ok(tx.insert(things, { title: 'x', box_id: replica.ids.next() })),
  );
  expect(result).toMatchObject({ ok: false, error: { code: 'missing_reference' } });
});

test('listeners hear of images after the commit', async () => {
  fresh();
  const id = add('Kettle');
  const heard: string[][] = [];
  replica.connection.onTouched((tables) => heard.push([...tables].toSorted()));
  await replica.sync.applyPull({
    cursor: '1:2:',
    images: [imageOf(id, { row_version: 3 })],
    checksums: null,
  });
  expect(heard).toEqual([['pending_rows', 'replica', 'things']]);
});
