import { afterEach, expect, test } from 'vitest';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { rowHash } from '#sync/core/checksum.ts';
import { ok } from '#db/kernel/result.ts';
import { boxes, policyRegistry } from '#tests/helpers/policy-tables.ts';
import type { PolicyDatabase } from '#tests/helpers/policy-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

type DB = PolicyDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

function box(id: string, version: number, more: CanonicalRow = {}): CanonicalRow {
  return {
    id,
    organization_id: replica.organization_id,
    label: 'Box',
    kind: 'bag',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    created_by: null,
    updated_by: null,
    row_version: version,
    ...more,
  };
}

function pull(table: string, id: string, row: CanonicalRow | null): Promise<void> {
  return replica.sync.applyPull({
    cursor: '1:1:',
    images: [{ table, row_id: id, row }],
    checksums: null,
  });
}

const quarantined = () =>
  replica.reads.all(
    replica.reads.sql.selectFrom('quarantine').select(['table_name', 'row_id', 'image']),
  );

function expectCounted(versions: Record<string, number>): void {
  const sum = Object.entries(versions).reduce(
    (all, [id, version]) => all + rowHash(id, version),
    0,
  );
  for (const checksums of [replica.sync.checksums(), replica.sync.recomputeChecksums()]) {
    expect(checksums.reduce((all, each) => all + each.sum, 0)).toBe(sum);
  }
}

test('a row of an unknown table waits for the version that knows it', async () => {
  replica = testReplica<DB>({ registry: policyRegistry });
  const id = replica.ids.next();
  await pull('drones', id, { id, row_version: 1 });
  expect(quarantined()).toEqual([
    { table_name: 'drones', row_id: id, image: JSON.stringify({ id, row_version: 1 }) },
  ]);
  expectCounted({});
});

test('an unknown column waits, the rest of the row works', async () => {
  replica = testReplica<DB>({ registry: policyRegistry });
  const id = replica.ids.next();
  await pull('boxes', id, box(id, 1, { colour: 'red' }));
  expect(replica.rows(boxes).get(id)).toEqual(box(id, 1));
  expect(JSON.parse(quarantined()[0]?.image ?? '')).toMatchObject({ colour: 'red' });
  expectCounted({ [id]: 1 });
  await pull('boxes', id, box(id, 2));
  expect(quarantined()).toEqual([]);
  expectCounted({ [id]: 2 });
});

test('a value this version does not know hides the row, and counts it', async () => {
  replica = testReplica<DB>({ registry: policyRegistry });
  const id = replica.ids.next();
  await pull('boxes', id, box(id, 1));
  await pull('boxes', id, box(id, 2, { kind: 'hologram' }));
  expect(replica.rows(boxes).has(id)).toBe(false);
  expect(quarantined()).toHaveLength(1);
  expectCounted({ [id]: 2 });
  await pull('boxes', id, box(id, 1));
  expect(replica.rows(boxes).has(id)).toBe(false);
  await pull('boxes', id, box(id, 3));
  expect(replica.rows(boxes).get(id)).toEqual(box(id, 3));
  expect(quarantined()).toEqual([]);
  expectCounted({ [id]: 3 });
  await pull('boxes', id, box(id, 4, { kind: 'hologram' }));
  await pull('boxes', id, null);
  expect(quarantined()).toEqual([]);
  expectCounted({});
});

test('a column that an older central leaves out takes its default', async () => {
  replica = testReplica<DB>({ registry: policyRegistry });
  const id = replica.ids.next();
  const { kind: _, ...row } = box(id, 1);
  await pull('boxes', id, row);
  expect(replica.rows(boxes).get(id)).toMatchObject({ kind: 'crate' });
});

test('an unknown column of a row with waiting work waits on when the work is confirmed', async () => {
  replica = testReplica<DB>({ registry: policyRegistry });
  const id = replica.ids.next();
  await pull('boxes', id, box(id, 1));
  const result = replica.writer.write({ command: 'x', actor: replica.actor }, (tx) =>
    ok(tx.update(boxes, id, { label: 'Mine' })),
  );
  await pull('boxes', id, box(id, 2, { colour: 'red' }));
  expect(replica.rows(boxes).get(id)).toMatchObject({ label: 'Mine', row_version: 2 });
  const op_id = (result.ok ? result.value.op_id : null) ?? '';
  const applied = { op_id, outcome: 'applied', code: null, detail: null } as const;
  await replica.sync.settle([{ ...applied, merged: [], conflicts: [], images: [] }]);
  expect(replica.rows(boxes).get(id)).toEqual(box(id, 2));
  expect(JSON.parse(quarantined()[0]?.image ?? '')).toMatchObject({ colour: 'red' });
  expectCounted({ [id]: 2 });
});
