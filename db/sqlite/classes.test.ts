import { afterEach, describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import { drafts, keys, limits, oddRegistry, plans, visits } from '#tests/helpers/odd-tables.ts';
import { prices } from '#tests/helpers/odd-tables.ts';
import type { OddDatabase } from '#tests/helpers/odd-tables.ts';
import { twinQuery } from './constraints.node.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

type DB = OddDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

function fresh(role: 'it' | 'agent' | 'admin' = 'admin') {
  replica = testReplica<DB>({ registry: oddRegistry, role });
  return replica;
}

function write<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]) {
  return replica.writer.write({ command: 'odd.test', actor: replica.actor }, command);
}

function written<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]): T {
  const result = write(command);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.value;
}

const opsOf = () => replica.sync.pendingOps(1000, 10_000_000);
const rowsIn = (table: string) =>
  replica.connection.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;

describe('the class of a table decides who writes it', () => {
  test('rows of an up table are only ever inserted, whatever its rights say', () => {
    fresh();
    const plan = written((tx) => ok(tx.insert(plans, { title: 'Gold' })));
    const visit = written((tx) => ok(tx.insert(visits, { plan_id: plan, note: 'came in' })));
    const refused = (kind: string) =>
      fail('not_allowed', { table: 'visits', kind, needs: 'central' });
    expect(write((tx) => ok(tx.update(visits, visit, { note: 'other' })))).toEqual(
      refused('update'),
    );
    expect(write((tx) => ok(tx.delete(visits, visit)))).toEqual(refused('delete'));
    expect(opsOf().map((op) => op.changes.map(({ table, kind }) => [table, kind]))).toEqual([
      [['plans', 'insert']],
      [['visits', 'insert']],
    ]);
    expect(replica.rows(visits).get(visit)).toMatchObject({ note: 'came in', row_version: 0 });
  });

  test('what central writes is refused, and a replica has no table of central alone', () => {
    fresh();
    for (const kind of ['insert', 'update', 'delete'] as const) {
      for (const table of [limits, keys]) {
        const result = write((tx) => {
          if (kind === 'insert') tx.insert(table, { name: 'a', cipher: 'b' });
          else if (kind === 'update') tx.update(table, replica.ids.next(), {});
          else tx.delete(table, replica.ids.next());
          return ok(null);
        });
        expect(result).toEqual(fail('not_allowed', { table: table.name, kind, needs: 'central' }));
      }
    }
    expect(() => replica.connection.prepare('SELECT 1 FROM keys')).toThrow('no such table');
  });

  test('rows of a local table make no op, even for who may do nothing else', () => {
    fresh('it');
    const heard: string[][] = [];
    replica.connection.onTouched((tables) => heard.push([...tables].toSorted()));
    const result = write((tx) => ok(tx.insert(drafts, { key: 'reply', body: 'Dear' })));
    const id = result.ok ? result.value.value : '';
    expect(result).toMatchObject({ ok: true, value: { op_id: null } });
    written((tx) => ok(tx.update(drafts, id, { body: 'Dear all' })));
    expect(replica.rows(drafts).get(id)).toMatchObject({ body: 'Dear all', row_version: 0 });
    written((tx) => ok(tx.delete(drafts, id)));
    expect(rowsIn('drafts')).toBe(0);
    expect([rowsIn('outbox'), rowsIn('pending_rows'), rowsIn('shadow')]).toEqual([0, 0, 0]);
    expect(replica.sync.state()).toMatchObject({ last_op_no: 0, waiting: 0 });
    expect(heard).toEqual([['drafts'], ['drafts'], ['drafts']]);
  });

  test('a command on both kinds of rows makes an op of what others may see', () => {
    fresh();
    const plan = written((tx) => {
      const id = tx.insert(plans, { title: 'Gold' });
      tx.insert(drafts, { key: 'gold', plan_id: id });
      return ok(id);
    });
    const [op] = opsOf();
    expect(op?.changes.map((change) => change.row_id)).toEqual([plan]);
    expect([rowsIn('pending_rows'), rowsIn('shadow'), rowsIn('drafts')]).toEqual([1, 1, 1]);
    // One transaction all the same: a refusal takes the local row back as well.
    const refused = write((tx) => {
      tx.insert(drafts, { key: 'silver' });
      return ok(tx.insert(plans, { title: 'Gold' }));
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'duplicate_value' } });
    expect(rowsIn('drafts')).toBe(1);
  });

  test('local rows are judged like all others', () => {
    fresh();
    written((tx) => ok(tx.insert(drafts, { key: 'one' })));
    expect(write((tx) => ok(tx.insert(drafts, { key: 'one' })))).toMatchObject({
      ok: false,
      error: { code: 'duplicate_value', details: { table: 'drafts', columns: ['key'] } },
    });
    expect(
      write((tx) => ok(tx.insert(drafts, { key: 'two', plan_id: replica.ids.next() }))),
    ).toEqual(fail('missing_reference', { table: 'drafts', column: 'plan_id' }));
  });
});

describe('keys', () => {
  const duplicate = (columns: readonly string[], other: string) =>
    fail('duplicate_value', { table: 'plans', columns, with: other });

  test('a generated column counts, whichever of its sources changed', () => {
    fresh();
    const [program, producer] = [replica.ids.next(), replica.ids.next()];
    const system = written((tx) => ok(tx.insert(plans, { title: 'Gold' })));
    const scoped = written((tx) => ok(tx.insert(plans, { title: 'Gold', program_id: program })));
    written((tx) =>
      ok(tx.insert(plans, { title: 'Gold', program_id: program, producer_id: producer })),
    );
    expect(write((tx) => ok(tx.insert(plans, { title: 'Gold' })))).toEqual(
      duplicate(['scope_key', 'title'], system),
    );
    expect(write((tx) => ok(tx.update(plans, scoped, { program_id: null })))).toEqual(
      duplicate(['scope_key', 'title'], system),
    );
  });

  test('a partial key holds for the rows it speaks of', () => {
    fresh();
    const first = written((tx) => ok(tx.insert(plans, { title: 'A', status: 'active' })));
    const second = written((tx) => ok(tx.insert(plans, { title: 'B' })));
    written((tx) => ok(tx.insert(plans, { title: 'C', status: 'retired' })));
    // Its own columns stay; the row only comes under the condition.
    expect(write((tx) => ok(tx.update(plans, second, { status: 'active' })))).toEqual(
      duplicate(['scope_key'], first),
    );
    const handed = write((tx) => {
      tx.update(plans, first, { status: 'retired' });
      return ok(tx.update(plans, second, { status: 'active' }));
    });
    expect(handed.ok).toBe(true);
  });

  test('a row that comes under the condition of a key is judged, though the key itself stays', () => {
    fresh();
    const one = written((tx) => ok(tx.insert(plans, { title: 'A', is_default: 1 })));
    const program_id = replica.ids.next();
    const two = written((tx) => ok(tx.insert(plans, { title: 'A', program_id })));
    expect(write((tx) => ok(tx.update(plans, two, { is_default: 1 })))).toEqual(
      duplicate(['title'], one),
    );
  });

  test('are judged by their indexes', () => {
    fresh();
    const used = (plans.options.unique ?? []).map((key) =>
      replica.connection
        .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${twinQuery(plans, key)}`)
        .all('x')
        .map((step) => /INDEX (\S+)/.exec(step.detail)?.[1] ?? step.detail),
    );
    const mine = 'sqlite_autoindex_plans_1';
    expect(used).toEqual([
      [mine, 'plans_scope_key_title'],
      [mine, 'plans_scope_key_while_status'],
      [mine, 'plans_title_while_is_default'],
    ]);
  });

  test('a rule on booleans reads them as conditions', () => {
    fresh();
    expect(
      write((tx) => ok(tx.insert(plans, { title: 'A', is_default: 1, is_active: 0 }))),
    ).toEqual(fail('rule_broken', { table: 'plans', check: 'not is_default or is_active' }));
  });
});

describe('values of every kind', () => {
  const base = { amount: 1, from_day: '2026-03-01' };

  test('come back as they went in', () => {
    fresh();
    const row = {
      amount: -(2 ** 53 - 1),
      rate: '-1234.500',
      from_day: '0001-01-01',
      opens: '00:00',
      meant_for: '2026-03-29T02:30',
      timezone: 'Europe/Lisbon',
      entity_type: 'plan',
    } as const;
    // The row a link leads to may be gone: history outlives it.
    const entity_id = replica.ids.next();
    const id = written((tx) => ok(tx.insert(prices, { ...row, entity_id })));
    expect(replica.rows(prices).get(id)).toMatchObject({ ...row, entity_id, extra: '{}', free: 0 });
    expect(must(opsOf()[0]?.changes[0], 'the change').values).toMatchObject({
      amount: [null, row.amount],
      rate: [null, row.rate],
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a fraction of a cent', { ...base, amount: 0.5 }, 'not_an_integer'],
    ['a decimal as a number', { ...base, rate: 1.5 }, 'not_a_decimal'],
    ['a decimal with too few digits', { ...base, rate: '1.5' }, 'not_a_decimal'],
    ['30 February', { ...base, from_day: '2026-02-30' }, 'not_a_day'],
    ['24 o’clock', { ...base, opens: '24:00' }, 'not_a_clock_time'],
    ['a wall time with a zone', { ...base, meant_for: '2026-03-01T09:00Z' }, 'not_a_wall_time'],
    ['a link to a table of no such type', { ...base, entity_type: 'visit' }, 'not_a_choice'],
  ])('%s is refused', (_, row, problem) => {
    fresh();
    expect(write((tx) => ok(tx.insert(prices, row as typeof base)))).toMatchObject({
      ok: false,
      error: { code: 'bad_value', details: { problem } },
    });
    expect(rowsIn('prices')).toBe(0);
  });

  test('a generated column is nobody’s to set', () => {
    fresh();
    const row = { title: 'A', scope_key: 'system' };
    expect(write((tx) => ok(tx.insert(plans, row)))).toEqual(
      fail('unknown_column', { table: 'plans', column: 'scope_key' }),
    );
  });
});
