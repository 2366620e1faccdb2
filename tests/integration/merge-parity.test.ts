import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { merge } from '#sync/core/merge.ts';
import type { Merged } from '#sync/core/merge.ts';
import type { Change, ColumnChange, Op, Verdict } from '#sync/core/op.ts';
import { editedTexts } from '#tests/helpers/edited-texts.ts';
import type { EditedText } from '#tests/helpers/edited-texts.ts';
import { insert, update } from '#tests/helpers/central-changes.ts';
import { mergeDefinitions, notes } from '#tests/helpers/merge-tables.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice } from '#tests/helpers/postgres.ts';

// One rule, twice written: in TypeScript for what a desk shows meanwhile, in SQL for what counts.

let central: TestCentral;
let a: TestDevice;
let b: TestDevice;
beforeAll(async () => {
  central = await createCentral(mergeDefinitions);
  const mine = await central.organization();
  a = await central.enrol(mine, 'Desk A');
  b = await central.enrol(mine, 'Desk B');
});
afterAll(() => central.drop());

const seed = Number(process.env['SEED'] ?? 20_261_121);
const NOTES = 600;

type Row = Readonly<Record<string, Cell>>;

const word = fc.constantFrom('', 'x', 'y', 'zé');
const small = fc.integer({ min: -2, max: 3 });
const moment = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', null);
const member = fc.constantFrom<Json>(1, 2, 10, 'a', 'é', '🏨', null, { y: 1, xx: 2 });
const members = fc.uniqueArray(member, { maxLength: 4, comparator: 'SameValue' });

/** A whole note but for its strict column, which would refuse the op of all the others. */
const cells: fc.Arbitrary<Row> = fc.record({
  asked: word,
  pair_a: small,
  pair_b: small,
  newest: word,
  fixed: word,
  highest: fc.option(small),
  lowest: moment,
  count: small,
  tags: members.map((list) => JSON.stringify(list)),
  flag: fc.constantFrom<Cell>(0, 1),
  weight: fc.constantFrom('0.00', '-0.50', '9.90', '10.00'),
  paid: small,
  last_day: fc.constantFrom('0999-12-31', '2026-01-02', '2026-01-10', null),
  opens: fc.constantFrom('08:00', '23:59', null),
  meets: fc.constantFrom('2026-01-01T08:00', '2026-01-01T09:00', null),
});

const ALONE = [
  'asked',
  'newest',
  'fixed',
  'highest',
  'lowest',
  'count',
  'tags',
  'body',
  'long',
  'flag',
  'weight',
  'paid',
  'last_day',
  'opens',
  'meets',
] as const;

/** As the write path records it: what changed, and of a group all when any did. */
function values(from: Row, to: Row): Record<string, ColumnChange> {
  const changed = Object.keys(from).filter((name) => from[name] !== to[name]);
  const groups = new Set(changed.map((name) => groupOf(name)));
  return Object.fromEntries(
    Object.keys(from)
      .filter((name) => groups.has(groupOf(name)))
      .map((name): [string, ColumnChange] => [name, [from[name] ?? null, to[name] ?? null]]),
  );
}

function groupOf(name: string): string {
  return shapeOf(name).group ?? name;
}

function shapeOf(name: string) {
  return must(notes.columns[name], name).shape;
}

/** Pushes changes as ops of their own; the verdict of each. */
async function pushAll(
  device: TestDevice,
  changes: readonly Change[],
): Promise<readonly Verdict[]> {
  const ops: readonly Op[] = changes.map((change) => device.op([change]));
  const verdicts: Verdict[] = [];
  for (let from = 0; from < ops.length; from += 200) {
    const reply = await device.link.push(ops.slice(from, from + 200));
    if (reply.kind !== 'verdicts') throw new Error(reply.kind);
    verdicts.push(...reply.verdicts);
  }
  return verdicts;
}

async function noteRows(): Promise<ReadonlyMap<string, CanonicalRow>> {
  const { cursor } = await a.link.pull(null, false);
  expect(cursor).toMatch(/^\d+:\d+:/);
  const { rows } = await a.link.snapshotChunk(notes, null, 1_000_000);
  const columns = Object.keys(notes.columns);
  return new Map(
    rows.map((row) => [
      String(row[0]),
      Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])),
    ]),
  );
}

function normal(name: string, cell: Cell): Cell {
  if (name !== 'tags' || typeof cell !== 'string') return cell;
  const value: Json = JSON.parse(cell);
  return canonicalJson(value);
}

/** What the rule in TypeScript says; the group merges as one value. */
function expected(base: Row, mine: Row, theirs: Row): ReadonlyMap<string, Merged> {
  const results = new Map<string, Merged>();
  for (const name of ALONE) {
    const { merge: policy, maxLength } = shapeOf(name);
    const [was, wanted, is] = [base, mine, theirs].map((row) => normal(name, row[name] ?? null));
    results.set(name, merge(policy, was ?? null, wanted ?? null, is ?? null, maxLength));
  }
  const pair = (row: Row) => JSON.stringify([row['pair_a'], row['pair_b']]);
  const { outcome } = merge('ask', pair(base), pair(mine), pair(theirs));
  for (const name of ['pair_a', 'pair_b']) {
    const value = (outcome === 'applied' ? mine[name] : theirs[name]) ?? null;
    results.set(name, { value, outcome });
  }
  return results;
}

// Each side fits its column; what comes out of both may not.
const short = editedTexts.filter((text) =>
  [text.base, text.mine, text.theirs].every((side) => Array.from(side).length <= 20),
);

interface Texts {
  readonly body: EditedText;
  readonly long: EditedText;
  readonly cleared: number;
}

/** A text that may outgrow its column, and one that a side may have cleared. */
function textsOf({ body, long, cleared }: Texts, side: keyof EditedText): Row {
  const empty = ['base', 'mine', 'theirs'].indexOf(side) === cleared;
  return { body: body[side], long: empty ? null : long[side] };
}

const SET_ASIDE = new Set<Merged['outcome']>(['merged', 'dropped', 'conflict']);

test('every column comes out as the rule says, with the same outcome', async () => {
  const texts = fc.record({ body: short, long: editedTexts, cleared: fc.nat({ max: 30 }) });
  const samples = fc.sample(fc.record({ base: cells, mine: cells, theirs: cells, texts }), {
    numRuns: NOTES,
    seed,
  });
  const cases = samples.map((sample) => {
    // Only central writes that column: its default is what everybody saw.
    const fixed = { fixed: 'central' };
    const base: Row = { ...sample.base, ...textsOf(sample.texts, 'base'), ...fixed };
    const theirs: Row = { ...sample.theirs, ...textsOf(sample.texts, 'theirs'), ...fixed };
    const mine: Row = { ...sample.mine, ...textsOf(sample.texts, 'mine') };
    return { id: randomUUID(), base, theirs, mine };
  });
  await pushAll(
    a,
    cases.map(({ id, base }) => insert('notes', id, base)),
  );
  await pushAll(
    a,
    cases.map(({ id, base, theirs }) => update('notes', id, values(base, theirs))),
  );
  const verdicts = await pushAll(
    b,
    cases.map(({ id, base, mine }) => update('notes', id, values(base, mine))),
  );
  const rows = await noteRows();
  const seen = new Map<string, number>();
  for (const [at, { id, base, mine, theirs }] of cases.entries()) {
    const verdict = must(verdicts[at], 'a verdict for each op');
    const row = must(rows.get(id), 'the note is there');
    for (const [name, { value, outcome }] of expected(base, mine, theirs)) {
      const what = `SEED=${seed} ${name}: ${JSON.stringify({ base, mine, theirs })}`;
      expect(normal(name, row[name] ?? null), what).toBe(normal(name, value));
      const listed = verdict.merged.includes(`notes.${id}.${name}`);
      if (values(base, mine)[name] !== undefined) {
        expect(listed, `${what} ${outcome}`).toBe(SET_ASIDE.has(outcome));
      }
      const key = `${shapeOf(name).merge} ${outcome}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  const rare = ['ask conflict', 'ask applied', 'last merged', 'central dropped', 'max merged'];
  const lines = ['text merged', 'text conflict', 'text applied', 'text unchanged'];
  for (const key of [
    ...rare,
    'min merged',
    'sum merged',
    'union merged',
    'union applied',
    ...lines,
  ]) {
    expect(seen.get(key) ?? 0, key).toBeGreaterThan(10);
  }
});

test('a strict column refuses the op exactly when the rule does', async () => {
  const samples = fc.sample(fc.record({ base: word, mine: word, theirs: word }), {
    numRuns: 150,
    seed,
  });
  const cases = samples.map((sample) => ({ id: randomUUID(), ...sample }));
  await pushAll(
    a,
    cases.map(({ id, base }) => insert('notes', id, { strict: base })),
  );
  const change = (id: string, from: string, to: string) =>
    update('notes', id, from === to ? {} : { strict: [from, to] });
  await pushAll(
    a,
    cases.map(({ id, base, theirs }) => change(id, base, theirs)),
  );
  const verdicts = await pushAll(
    b,
    cases.map(({ id, base, mine }) => change(id, base, mine)),
  );
  const rows = await noteRows();
  for (const [at, { id, base, mine, theirs }] of cases.entries()) {
    const { value, outcome } = merge('refuse', base, mine, theirs);
    expect([rows.get(id)?.['strict'], verdicts[at]?.code ?? null]).toStrictEqual([
      value,
      outcome === 'refused' ? 'stale' : null,
    ]);
  }
});

describe('two orders of arrival, one result', () => {
  const COUNTED = ['highest', 'lowest', 'count', 'tags', 'paid', 'last_day'] as const;

  /** The rows that come out when the first desk's changes arrive first, and when the second's do. */
  async function bothOrders(
    cases: readonly { readonly base: Row; readonly one: Row; readonly other: Row }[],
  ): Promise<readonly (readonly [Row, Row])[]> {
    const twice = cases.map((each) => ({ ...each, ids: [randomUUID(), randomUUID()] as const }));
    await pushAll(
      a,
      twice.flatMap(({ ids, base }) => ids.map((id) => insert('notes', id, base))),
    );
    const ones = (order: 0 | 1) =>
      pushAll(
        a,
        twice.map(({ ids, base, one }) => update('notes', ids[order], values(base, one))),
      );
    const others = (order: 0 | 1) =>
      pushAll(
        b,
        twice.map(({ ids, base, other }) => update('notes', ids[order], values(base, other))),
      );
    await ones(0);
    await others(0);
    await others(1);
    await ones(1);
    const rows = await noteRows();
    return twice.map(({ ids: [first, second] }) => [
      must(rows.get(first), 'the note is there'),
      must(rows.get(second), 'the note is there'),
    ]);
  }

  function only(row: Row, names: readonly string[]): Row {
    return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  }

  test('of max, min, sum and union', async () => {
    const counted = cells.map((row) => only(row, COUNTED));
    // Values that are withdrawn to null are no longer extremes: max and min are of values.
    const valued = counted.filter(
      ({ highest, lowest, last_day }) => highest !== null && lowest !== null && last_day !== null,
    );
    const cases = fc.sample(fc.record({ base: valued, one: valued, other: valued }), {
      numRuns: 150,
      seed,
    });
    for (const [at, [first, second]] of (await bothOrders(cases)).entries()) {
      const upwards = COUNTED.filter((name) => grows(name, must(cases[at], 'a case')));
      expect(only(first, upwards), JSON.stringify(cases[at])).toStrictEqual(only(second, upwards));
    }
  });

  // A maximum that is lowered, or a minimum that is raised, on a base that nobody else changed is a
  // plain correction: then arrival decides. The order does not show as long as both go one way.
  function grows(
    name: (typeof COUNTED)[number],
    { base, one, other }: { readonly base: Row; readonly one: Row; readonly other: Row },
  ): boolean {
    const [was, first, second] = [base, one, other].map((row) => row[name] ?? null);
    if (was === undefined || was === null) return false;
    if (first === undefined || first === null || second === undefined || second === null) {
      return false;
    }
    if (name === 'highest' || name === 'last_day') return first >= was && second >= was;
    if (name === 'lowest') return first <= was && second <= was;
    return true;
  }

  test('of changes to different columns', async () => {
    const left = ['asked', 'pair_a', 'pair_b'];
    const right = ['newest', 'flag', 'asked_too'];
    const whole = cells.map((row): Row => ({ ...row, asked_too: row['newest'] ?? '' }));
    const samples = fc.sample(fc.record({ base: whole, one: whole, other: whole }), {
      numRuns: 100,
      seed,
    });
    const cases = samples.map(({ base, one, other }) => {
      const from = only(base, [...left, ...right]);
      return {
        base: from,
        one: { ...from, ...only(one, left) },
        other: { ...from, ...only(other, right) },
      };
    });
    for (const [at, [first, second]] of (await bothOrders(cases)).entries()) {
      const { one, other } = must(cases[at], 'a case');
      const wanted = { ...only(one, left), ...only(other, right) };
      expect(only(first, [...left, ...right])).toStrictEqual(wanted);
      expect(only(second, [...left, ...right])).toStrictEqual(wanted);
    }
  });
});
