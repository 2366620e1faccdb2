import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Change, ColumnChange, Verdict } from '#sync/core/op.ts';
import { stamped } from '#sync/core/stamp.ts';
import { insert, update } from '#tests/helpers/central-changes.ts';
import { mergeDefinitions, mergeRegistry } from '#tests/helpers/merge-tables.ts';
import {
  judged,
  left,
  opsFor,
  pushAlone,
  pushTogether,
  twin,
} from '#tests/helpers/twin-centrals.ts';
import type { Planned, Twin } from '#tests/helpers/twin-centrals.ts';

// The same ops through the sets and one by one, on two centrals: nothing may tell them apart.

let sets: Twin;
let single: Twin;
beforeAll(async () => {
  [sets, single] = [await twin(mergeDefinitions), await twin(mergeDefinitions)];
});
afterAll(async () => {
  await sets.drop();
  await single.drop();
});

const seed = Number(process.env['SEED'] ?? 20_261_121);
const RUNS = Number(process.env['RUNS'] ?? 60);

type Row = Readonly<Record<string, Cell>>;
/** What the desk believes of each row: `table id` → values. */
type Believed = Map<string, Row>;

const time = (hour: number) => `2040-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** One step of a desk, as numbers: what it means depends on what is there. */
const step = fc.record({
  what: fc.nat(99),
  row: fc.nat(5),
  other: fc.nat(7),
  value: fc.nat(4),
  hour: fc.integer({ min: 8, max: 11 }),
  length: fc.integer({ min: 1, max: 2 }),
  /** What is odd about it, from 9 on nothing. */
  stale: fc.nat(40),
  actor: fc.constantFrom<Planned['actor']>('agent', 'agent', 'supervisor', 'admin'),
  joined: fc.nat(5),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const batch = fc.record({
  own: fc.array(step, { minLength: 2, maxLength: 25 }),
  meanwhile: fc.array(step, { maxLength: 6 }),
});

let run = 0;
/** Ids that no other run has. */
function idOf(kind: number, at: number): Id {
  return `01990000-0000-7000-8${kind}00-${run.toString(16).padStart(8, '0')}${at.toString(16).padStart(4, '0')}`;
}

const WORDS = ['', 'x', 'y', 'zé', 'long enough'];

function changeOf(believed: Believed, s: Step): Change {
  const kinds = ['rooms', 'stays', 'notes'] as const;
  // Seldom a room: what comes behind one in its batch goes by itself.
  const kind = s.what % 25 === 0 ? 0 : 1 + (s.what % 2);
  const table = must(kinds[kind], 'a table');
  const id = idOf(kind, s.row);
  const known = believed.get(`${table} ${id}`);
  const word = must(WORDS[s.value], 'a word');
  const wanted = cellsOf(table, s, word);
  if (known === undefined && s.stale > 0) return insert(table, id, wanted);
  if (s.what >= 85) return deletion(table, id, known ?? wanted);
  const names = Object.keys(wanted).filter(
    (_, at) => table === 'stays' || (s.what >> 2) % 7 === at % 7,
  );
  const values = names.map((name): [string, ColumnChange] => [
    name,
    [s.stale === 1 ? word : (known?.[name] ?? null), wanted[name] ?? null],
  ]);
  return { ...update(table, id, Object.fromEntries(values)) };
}

function cellsOf(table: 'rooms' | 'stays' | 'notes', s: Step, word: string): Row {
  switch (table) {
    case 'rooms':
      return { name: `${word} ${run} ${s.other % 3}` };
    case 'stays':
      return {
        room_id: s.stale === 2 ? null : idOf(0, s.other % 3),
        start_time: time(s.hour),
        end_time: time(s.stale === 3 ? s.hour : s.hour + s.length),
        status: s.stale === 4 ? 'off' : 'on',
        title: word,
      };
    case 'notes':
      return {
        asked: word,
        newest: word,
        pair_a: s.value,
        pair_b: s.other,
        count: s.value,
        tags: JSON.stringify([word]),
        highest: s.stale === 5 ? null : s.value,
        strict: s.stale === 6 ? 'word' : '',
        weight: s.stale === 7 ? '1.5' : '1.50',
        ...(s.stale === 8 ? { nowhere: 1 } : {}),
      };
    default:
      return unreachable(table);
  }
}

function deletion(table: string, id: Id, known: Row): Change {
  const values = Object.entries(known).map(([name, cell]): [string, ColumnChange] => [
    name,
    [cell, null],
  ]);
  return { table, row_id: id, kind: 'delete', values: Object.fromEntries(values) };
}

function believe(believed: Believed, { table, row_id, kind, values }: Change): void {
  const key = `${table} ${row_id}`;
  if (kind === 'delete') return void believed.delete(key);
  const after = Object.entries(values).map(([name, [, cell]]) => [name, cell] as const);
  believed.set(key, { ...believed.get(key), ...Object.fromEntries(after) });
}

function planOf(believed: Believed, steps: readonly Step[]): readonly Planned[] {
  const planned: { op_id: Id; actor: Planned['actor']; changes: Change[] }[] = [];
  for (const [at, s] of steps.entries()) {
    const change = changeOf(believed, s);
    believe(believed, change);
    const last = planned.at(-1);
    if (s.joined === 0 && last !== undefined) last.changes.push(change);
    else planned.push({ op_id: idOf(9, at), actor: s.actor, changes: [change] });
  }
  return planned;
}

/** What the ops leave on either side: verdicts first, then all rows of this run. */
async function bothWays(
  base: readonly Change[],
  theirs: readonly Change[],
  planned: readonly Planned[],
  look: (verdicts: readonly Verdict[]) => void = () => {},
): Promise<readonly (readonly string[])[]> {
  const results: (readonly string[])[] = [];
  for (const [side, push] of [
    [sets, pushTogether],
    [single, pushAlone],
  ] as const) {
    await side.meanwhile([...base, ...theirs], (at) => idOf(8, at));
    const verdicts = await push(side, opsFor(side, planned));
    if (side === sets) look(verdicts);
    results.push([
      judged(side, verdicts),
      ...(await left(side, ['rooms', 'stays', 'notes'], idOf(0, 0).slice(18, 32))),
    ]);
  }
  return results;
}

test('who takes a slot behind one who moved there comes second', async () => {
  run += 1;
  const stay = (at: number, from: number) =>
    insert('stays', idOf(1, at), {
      room_id: idOf(0, 0),
      start_time: time(from),
      end_time: time(from + 1),
    });
  const base = [insert('rooms', idOf(0, 0), { name: `Sala ${run}` }), stay(0, 9)];
  const moved = update('stays', idOf(1, 0), {
    room_id: [idOf(0, 0), idOf(0, 0)],
    start_time: [time(9), time(12)],
    end_time: [time(10), time(13)],
  });
  const ops = [moved, stay(1, 12), stay(2, 14)];
  const planned = ops.map((change, at) => ({
    op_id: idOf(9, at),
    actor: 'agent' as const,
    changes: [change],
  }));
  const outcomes: string[] = [];
  const results = await bothWays(base, [], planned, (verdicts) =>
    outcomes.push(...verdicts.map(({ outcome }) => outcome)),
  );
  expect(outcomes).toEqual(['applied', 'conflicted', 'applied']);
  expect(results[0]).toEqual(results[1]);
});

test('a right that is missing is missed in a batch as well', async () => {
  const product = await twin();
  try {
    const priority = (code: string) =>
      insert('priorities', randomUUID(), { code, name: code, level: 1, maps_to: 'low' });
    const actors = ['admin', 'agent', 'admin'] as const;
    const planned = actors.map((actor, at) => ({
      op_id: randomUUID(),
      actor,
      changes: [priority(`p${at}`)],
    }));
    const ops = opsFor(product, planned).map((op) => ({ ...op, schema_version: SCHEMA_VERSION }));
    const verdicts = await pushTogether(product, ops);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'rejected', 'applied']);
    expect(verdicts.map(({ stamps = [] }) => stamps.length)).toEqual([1, 0, 1]);
  } finally {
    await product.drop();
  }
});

describe('a row and what refers to it', () => {
  let products: readonly [Twin, Twin];
  beforeAll(async () => {
    products = [await twin(), await twin()];
  });
  afterAll(async () => {
    for (const product of products) await product.drop();
  });

  const reward = (id: Id) =>
    insert('rewards', id, { code: id.slice(-12), name: 'Mug', cost_points: 5 });

  /** Codes or outcomes of the ops that `plan` makes, as a batch and one by one. */
  async function outcomesOf(
    base: readonly Change[],
    plan: (wish: (reward_id: Id) => Change) => readonly (readonly Change[])[],
  ): Promise<readonly (readonly string[])[]> {
    const [together, alone] = products;
    const outcomes: string[][] = [];
    for (const [side, push] of [
      [together, pushTogether],
      [alone, pushAlone],
    ] as const) {
      await side.meanwhile(base, () => randomUUID());
      const wish = (reward_id: Id) =>
        insert('reward_redemptions', randomUUID(), {
          reward_id,
          user_id: side.organization.users.agent,
          points_spent: 5,
          requested_at: time(9),
        });
      const planned = plan(wish).map((changes) => ({
        op_id: randomUUID(),
        actor: 'admin' as const,
        changes,
      }));
      const ops = opsFor(side, planned).map((op) => ({ ...op, schema_version: SCHEMA_VERSION }));
      const verdicts = await push(side, ops);
      outcomes.push(verdicts.map(({ outcome, code }) => code ?? outcome));
    }
    return outcomes;
  }

  test('that comes behind it: refused; before it: applied', async () => {
    const [late, early] = [randomUUID(), randomUUID()];
    const outcomes = await outcomesOf([], (wish) => [
      [wish(late)],
      [reward(late)],
      [reward(early)],
      [wish(early)],
    ]);
    const expected = ['missing_reference', 'applied', 'applied', 'applied'];
    expect(outcomes).toEqual([expected, expected]);
  });

  test('that comes behind one that is not clean for another reason: refused', async () => {
    const [late, other] = [randomUUID(), randomUUID()];
    const outcomes = await outcomesOf([], (wish) => [
      [reward(other)],
      [update('rewards', other, { name: ['Mug', 'Cup'] }), wish(late)],
      [reward(late)],
    ]);
    const expected = ['applied', 'missing_reference', 'applied'];
    expect(outcomes).toEqual([expected, expected]);
  });

  test('that is taken away behind it: stays', async () => {
    const [wanted, free] = [randomUUID(), randomUUID()];
    const cells = { code: wanted.slice(-12), name: 'Mug', cost_points: 5 };
    const outcomes = await outcomesOf([reward(wanted), reward(free)], (wish) => [
      [wish(wanted)],
      [deletion('rewards', wanted, cells)],
      [deletion('rewards', free, { ...cells, code: free.slice(-12) })],
      [wish(free)],
    ]);
    const expected = ['applied', 'rule_broken', 'applied', 'missing_reference'];
    expect(outcomes).toEqual([expected, expected]);
  });
});

test('a batch in sets leaves what the same ops leave one by one', async () => {
  const seen = { stamps: 0, images: 0, applied: 0, merged: 0, conflicted: 0, rejected: 0 };
  await fc.assert(
    fc.asyncProperty(batch, async ({ own, meanwhile }) => {
      run += 1;
      const believed: Believed = new Map();
      const base = [0, 1, 2].flatMap((at) => [
        insert('rooms', idOf(0, at), { name: `Sala ${run} ${at}` }),
        insert('stays', idOf(1, at), {
          room_id: idOf(0, at),
          start_time: time(9),
          end_time: time(10),
          title: 'base',
        }),
        insert('notes', idOf(2, at), { asked: 'base', newest: 'base', count: 1, tags: '["base"]' }),
      ]);
      for (const change of base) believe(believed, change);
      const theirs = planOf(new Map(believed), meanwhile).flatMap(({ changes }) => changes);
      const planned = planOf(believed, own);
      const results = await bothWays(base, theirs, planned, (verdicts) => {
        for (const { outcome, stamps = [], images } of verdicts) {
          seen[outcome] += 1;
          seen.stamps += stamps.length;
          seen.images += images.length;
        }
      });
      expect(results[0]).toEqual(results[1]);
    }),
    { numRuns: RUNS, seed },
  );
  // A property that never reaches the sets, or nothing else, proves nothing.
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
});

test('a stamp stands for the image that central has', async () => {
  run += 1;
  const tables = ['stays', 'notes'] as const;
  const ops = tables.map((name, at) =>
    sets.device.op([
      insert(name, idOf(at + 1, 9), cellsOf(name, { ...PLAIN, value: 1 }, `stamp ${at}`)),
    ]),
  );
  const { rows: rooms } = await sets.central.admin.query<{ id: Id }>(
    `insert into data.rooms (id, organization_id, name) values ($2, $1, $3) returning id`,
    [sets.organization.id, idOf(0, 1), `Sala ${run}`],
  );
  expect(rooms).toHaveLength(1);
  const verdicts = await pushTogether(sets, ops);
  for (const [at, { stamps = [] }] of verdicts.entries()) {
    const table = must(mergeRegistry.get(must(tables[at], 'a table')), 'a table');
    const change = must(ops[at]?.changes[0], 'a change');
    const stamp = must(stamps[0], `a stamp for ${table.name}`);
    const image = stamped(null, change, stamp, table, sets.organization.id);
    const { rows } = await sets.central.admin.query<{ image: CanonicalRow }>(
      'select sync.image($1, $2, $3) as image',
      [sets.organization.id, table.name, change.row_id],
    );
    // The test's JSON is what jsonb writes.
    expect(image).toEqual(rows[0]?.image);
  }
});

test('rows of two tables with one id are told each by its own stamp', async () => {
  run += 1;
  await sets.central.admin.query(
    `insert into data.rooms (id, organization_id, name) values ($2, $1, $3)`,
    [sets.organization.id, idOf(0, 1), `Sala ${run}`],
  );
  const tables = ['stays', 'notes'] as const;
  const ops = tables.map((name, at) =>
    sets.device.op([
      insert(name, idOf(1, 9), cellsOf(name, { ...PLAIN, value: 1 }, `one id ${at}`)),
    ]),
  );
  const verdicts = await pushTogether(sets, ops);
  expect(verdicts.map(({ stamps = [] }) => stamps.map(({ table }) => table))).toEqual([
    ['stays'],
    ['notes'],
  ]);
});

const PLAIN: Step = {
  what: 0,
  row: 9,
  other: 1,
  value: 0,
  hour: 12,
  length: 1,
  stale: 9,
  actor: 'admin',
  joined: 1,
};
