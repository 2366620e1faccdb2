import { afterEach, expect, test } from 'vitest';
import { fail, ok } from '#db/kernel/result.ts';
import { text } from '#db/schema/column.ts';
import { createRegistry } from '#db/schema/registry.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import { table } from '#db/schema/table.ts';
import { oddRegistry, plans, prices } from '#tests/helpers/odd-tables.ts';
import type { OddDatabase } from '#tests/helpers/odd-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

type DB = OddDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

function fresh() {
  replica = testReplica<DB>({ registry: oddRegistry, role: 'admin' });
}

function write<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]) {
  return replica.writer.write({ command: 'odd.test', actor: replica.actor }, command);
}

function written<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]): T {
  const result = write(command);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.value;
}

const steps = () =>
  replica.sync
    .pendingOps(1000, 10_000_000)
    .at(-1)
    ?.changes.map(({ kind, row_id }) => [kind, row_id]);

test('who gives a conditional key up goes before who takes it', () => {
  fresh();
  const old = written((tx) => ok(tx.insert(plans, { title: 'Gold', is_default: 1 })));
  const made = written((tx) => {
    const id = tx.insert(plans, { title: 'Gold', is_default: 1, program_id: replica.ids.next() });
    tx.update(plans, old, { is_default: 0 });
    return ok(id);
  });
  expect(steps()).toEqual([
    ['update', old],
    ['insert', made],
  ]);
});

test('a generated key counts, and a row that goes makes room for one that comes', () => {
  fresh();
  const old = written((tx) => ok(tx.insert(plans, { title: 'Gold' })));
  const made = written((tx) => {
    tx.update(plans, old, { position: 3 });
    const id = tx.insert(plans, { title: 'Gold', position: 1 });
    tx.delete(plans, old);
    return ok(id);
  });
  expect(steps()).toEqual([
    ['delete', old],
    ['insert', made],
  ]);
});

test('a row stays before those that refer to it, and goes after them', () => {
  fresh();
  const price = { amount: 1, from_day: '2026-01-01' };
  const [old, tag] = written((tx) => {
    const plan = tx.insert(plans, { title: 'Gold', status: 'active' });
    return ok([plan, tx.insert(prices, { ...price, plan_id: plan })] as const);
  });
  const made = written((tx) => {
    const plan = tx.insert(plans, { title: 'Gold', status: 'active' });
    tx.update(prices, tag, { plan_id: null });
    tx.delete(plans, old);
    return ok([plan, tx.insert(prices, { ...price, plan_id: plan })] as const);
  });
  expect(steps()).toEqual([
    ['update', tag],
    ['delete', old],
    ['insert', made[0]],
    ['insert', made[1]],
  ]);
});

test('rows that swap their keys are refused here, where somebody can still act', () => {
  fresh();
  const [a, b] = written((tx) =>
    ok([tx.insert(plans, { title: 'A' }), tx.insert(plans, { title: 'B' })] as const),
  );
  const swapped = write((tx) => {
    tx.update(plans, a, { title: 'B' });
    tx.update(plans, b, { title: 'A' });
    return ok(null);
  });
  expect(swapped).toEqual(
    fail('duplicate_value', { table: 'plans', columns: ['scope_key', 'title'] }),
  );
  expect(replica.rows(plans).get(a)).toMatchObject({ title: 'A' });
});

test('a generated key may be made of the row’s id', () => {
  const slips = table(
    'slips',
    { number: text().default('') },
    {
      sync: 'both',
      retention: 'lasting',
      rights: { insert: 'agent', update: 'agent', delete: 'agent' },
      generated: { number_key: `case when number <> '' then number else cast(id as text) end` },
      unique: [['number_key']],
    },
  );
  replica = testReplica<DB>({ registry: createRegistry([slips]), role: 'admin' });
  const [one, two] = written((tx) => ok([tx.insert(slips, {}), tx.insert(slips, {})] as const));
  written((tx) => ok(tx.update(slips, one, { number: 'A-1' })));
  written((tx) => {
    tx.update(slips, two, { number: 'A-1' });
    return ok(tx.update(slips, one, { number: '' }));
  });
  expect(steps()).toEqual([
    ['update', one],
    ['update', two],
  ]);
});
