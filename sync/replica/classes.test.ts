import { afterEach, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { drafts, limits, oddRegistry, plans, prices, visits } from '#tests/helpers/odd-tables.ts';
import type { OddDatabase } from '#tests/helpers/odd-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

type DB = OddDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

function fresh() {
  replica = testReplica<DB>({ registry: oddRegistry });
  return replica;
}

/** A visit, which goes up, with the plan it refers to and a draft, which stays. */
function write() {
  const result = replica.writer.write({ command: 'odd.add', actor: replica.actor }, (tx) => {
    const plan = tx.insert(plans, { title: 'Gold' });
    const visit = tx.insert(visits, { plan_id: plan, note: 'came in' });
    const draft = tx.insert(drafts, { plan_id: plan, key: 'reply', body: 'Dear' });
    return ok({ plan, visit, draft });
  });
  if (!result.ok) throw new Error(result.error.code);
  return { ...result.value.value, op: must(ops()[0], 'the op') };
}

const ops = () => replica.sync.pendingOps(1000, 10_000_000);
const row = (table: Table, id: string) => replica.rows(table).get(id);
const rowsIn = (table: string) =>
  replica.connection.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;

async function settle(op: Op, version: number | null): Promise<void> {
  const images = op.changes.map(({ table, row_id }) => {
    const here = must(row(must(oddRegistry.get(table), table), row_id), 'the row');
    return { table, row_id, row: version === null ? null : { ...here, row_version: version } };
  });
  const verdict: Verdict = {
    op_id: op.op_id,
    outcome: version === null ? 'rejected' : 'applied',
    code: version === null ? 'missing_reference' : null,
    detail: null,
    merged: [],
    conflicts: [],
    images,
  };
  await replica.sync.settle([verdict]);
}

test('the device keeps its own copy of what went up, with the version central gave it', async () => {
  fresh();
  const { plan, visit, draft, op } = write();
  await settle(op, 7);
  expect(row(visits, visit)).toMatchObject({ note: 'came in', row_version: 7 });
  expect(row(plans, plan)).toMatchObject({ row_version: 7 });
  expect(row(drafts, draft)).toMatchObject({ row_version: 0 });
  expect([rowsIn('shadow'), rowsIn('pending_rows'), rowsIn('quarantine')]).toEqual([0, 0, 0]);
});

test('what central would not take up is not shown as if it were there', async () => {
  fresh();
  const { visit, draft, op } = write();
  await settle(op, null);
  expect(row(visits, visit)).toBeUndefined();
  expect(rowsIn('rejected_ops')).toBe(1);
  expect(row(drafts, draft)).toBeDefined();
});

test('checksums count what central sends, kept and counted anew', async () => {
  fresh();
  const { op } = write();
  await settle(op, 7);
  const tables = (sums: readonly { table: string }[]) => [...new Set(sums.map((s) => s.table))];
  expect(tables(replica.sync.checksums())).toEqual(['plans']);
  expect(replica.sync.recomputeChecksums()).toEqual(replica.sync.checksums());
});

test('a fill asks for what central sends, and leaves alone what it does not', async () => {
  fresh();
  const { plan, visit, draft, op } = write();
  await settle(op, 7);
  const later = replica.writer.write({ command: 'odd.add', actor: replica.actor }, (tx) =>
    ok(tx.insert(visits, { plan_id: plan, note: 'came again' })),
  );
  const waiting = later.ok ? later.value.value : '';
  const image = must(row(plans, plan), 'the plan');
  replica.sync.beginFill('5:5:');
  expect(replica.sync.fillProgress().map((progress) => progress.table)).toEqual([
    plans,
    prices,
    limits,
  ]);
  expect(row(plans, plan)).toBeUndefined();
  const cells = Object.keys(plans.columns).map((name) => image[name] ?? null);
  replica.sync.applyChunk(plans, { rows: [cells], bytes: 1, last_id: null });
  await replica.sync.finishFill();
  expect(row(plans, plan)).toEqual(image);
  expect(row(visits, visit)).toMatchObject({ row_version: 7 });
  expect(row(visits, waiting)).toMatchObject({ note: 'came again', row_version: 0 });
  expect(row(drafts, draft)).toMatchObject({ body: 'Dear' });
  expect(rowsIn('incidents')).toBe(0);
  const found = replica.connection
    .prepare<{ rowid: number }>(`SELECT rowid FROM visits_search WHERE visits_search MATCH 'came'`)
    .all();
  expect(found).toHaveLength(2);
});

test('tables in which central has nothing are not asked for', () => {
  fresh();
  replica.sync.beginFill('5:5:', ['prices', 'unheard_of']);
  const asked = replica.sync.fillProgress().filter(({ done }) => !done);
  expect(asked.map(({ table }) => table)).toEqual([prices]);
});

test('central restored from a backup: what went up waits again and is settled again', async () => {
  fresh();
  const { visit, op } = write();
  await settle(op, 7);
  replica.sync.resend(replica.ids.next());
  expect(ops().map((again) => again.op_id)).toEqual([op.op_id]);
  await settle(must(ops()[0], 'the op again'), 3);
  expect(row(visits, visit)).toMatchObject({ row_version: 3 });
});

test.each(['visits', 'drafts', 'keys', 'unheard_of'])(
  'a row of %s that arrives though it should not is kept aside, not shown',
  async (table) => {
    fresh();
    const { plan } = write();
    const shown = [rowsIn('visits'), rowsIn('drafts')];
    const id = replica.ids.next();
    // Nothing about it but its table is wrong.
    const at = '2026-01-01T00:00:00.000Z';
    const own = { plan_id: plan, note: '', cost: 0, key: 'other', body: '', cipher: 'x' };
    const columns = Object.keys(oddRegistry.get(table)?.columns ?? {});
    const all: CanonicalRow = {
      ...own,
      id,
      organization_id: replica.organization_id,
      created_at: at,
      updated_at: at,
      created_by: null,
      updated_by: null,
      row_version: 4,
    };
    const image = Object.fromEntries(columns.map((name) => [name, all[name] ?? null]));
    await replica.sync.applyPull({
      cursor: '6:6:',
      images: [{ table, row_id: id, row: image }],
      checksums: null,
    });
    expect(rowsIn('quarantine')).toBe(1);
    expect([rowsIn('visits'), rowsIn('drafts')]).toEqual(shown);
    expect(replica.sync.checksums()).toEqual([]);
  },
);

test('no word of central reaches a row that is this device’s own', async () => {
  fresh();
  const { draft } = write();
  const mine = must(row(drafts, draft), 'the draft');
  const image = {
    table: 'drafts',
    row_id: draft,
    row: { ...mine, body: 'theirs', row_version: 4 },
  };
  const gone = { table: 'drafts', row_id: draft, row: null };
  for (const sent of [image, gone]) {
    await replica.sync.applyPull({ cursor: '6:6:', images: [sent], checksums: null });
    expect(row(drafts, draft)).toEqual(mine);
  }
});

test('a replica of classes is read like any other', () => {
  fresh();
  write();
  const read = replica.reads.tracked(() =>
    replica.reads.first(
      replica.reads.sql
        .selectFrom('visits')
        .innerJoin('drafts', 'drafts.plan_id', 'visits.plan_id')
        .select(['visits.note', 'drafts.body']),
    ),
  );
  expect(read.value).toEqual({ note: 'came in', body: 'Dear' });
  expect([...read.tables].toSorted()).toEqual(['drafts', 'visits']);
});
