import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, MergePolicy } from '#db/schema/column.ts';
import { merge, replay } from './merge.ts';
import type { Change } from './op.ts';
import { things } from '#tests/helpers/policy-tables.ts';

const POLICIES: readonly MergePolicy[] = [
  'ask',
  'last',
  'central',
  'max',
  'min',
  'sum',
  'union',
  'text',
  'refuse',
];

const set = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'é', '🏨', '\uffee', 'zz'), { maxLength: 4 })
  .map((members) => JSON.stringify(members));
const number = fc.option(fc.integer({ min: -5, max: 5 }), { freq: 5 });
const cellFor = (policy: MergePolicy): fc.Arbitrary<Cell> => (policy === 'union' ? set : number);
const members = (cell: Cell) => new Set<unknown>(JSON.parse(String(cell)));

describe('a value nobody else changed', () => {
  test.each(POLICIES.filter((policy) => policy !== 'central'))('%s takes mine', (policy) => {
    fc.assert(
      fc.property(cellFor(policy), cellFor(policy), (base, mine) => {
        fc.pre(base !== mine && (policy !== 'sum' || (base !== null && mine !== null)));
        expect(merge(policy, base, mine, base)).toEqual({ value: mine, outcome: 'applied' });
      }),
    );
  });

  test.each(POLICIES)('%s leaves what I did not change', (policy) => {
    fc.assert(
      fc.property(cellFor(policy), cellFor(policy), (base, theirs) => {
        expect(merge(policy, base, base, theirs)).toEqual({ value: theirs, outcome: 'unchanged' });
      }),
    );
  });
});

describe('a value both changed', () => {
  test.each([
    ['ask', 1, 2, 3, 3, 'conflict'],
    ['last', 1, 2, 3, 2, 'merged'],
    ['central', 1, 2, 3, 3, 'dropped'],
    ['central', 1, 2, 1, 1, 'dropped'],
    ['refuse', 1, 2, 3, 3, 'refused'],
    ['ask', 1, 2, 2, 2, 'unchanged'],
    ['refuse', 1, 2, 2, 2, 'unchanged'],
    ['max', 1, 2, 3, 3, 'merged'],
    ['max', 1, 4, 3, 4, 'merged'],
    ['max', 1, 4, null, 4, 'merged'],
    ['max', 1, null, 3, 3, 'merged'],
    ['min', 5, 2, 3, 2, 'merged'],
    ['min', 5, 2, null, 2, 'merged'],
    ['sum', 5, 7, 7, 9, 'merged'],
    ['sum', 5, 3, 10, 8, 'merged'],
    ['sum', null, 2, 3, 5, 'merged'],
    ['union', '["a","b"]', '["b","c"]', '["a","b","d"]', '["b","c","d"]', 'merged'],
    ['union', '[{"x":1,"y":2}]', '[]', '[{"y":2,"x":1},3]', '[3]', 'merged'],
    ['text', 'a\nb\nc', 'A\nb\nc', 'a\nb\nC', 'A\nb\nC', 'merged'],
    ['text', 'a', 'b', 'c', 'c', 'conflict'],
    ['text', null, 'b', 'c', 'c', 'conflict'],
    ['union', '[]', '{"not":"a list"}', '[1]', '[1]', 'conflict'],
    ['union', '[]', '["\uffee"]', '["🏨"]', '["\uffee","🏨"]', 'merged'],
  ] as const)('%s %j → %j over %j', (policy, base, mine, theirs, value, outcome) => {
    expect(merge(policy, base, mine, theirs)).toEqual({ value, outcome });
  });
});

test('a text that would outgrow its column is asked about, counted as both databases do', () => {
  const texts = ['🏨\nb\nc', '🏨🏨\nb\nc', '🏨\nb\ncc'] as const;
  expect(merge('text', ...texts, 7)).toEqual({ value: '🏨🏨\nb\ncc', outcome: 'merged' });
  expect(merge('text', ...texts, 6)).toEqual({ value: texts[2], outcome: 'conflict' });
});

describe('the order of arrival', () => {
  const arrive = (policy: MergePolicy, base: Cell, order: readonly Cell[]) =>
    order.reduce<Cell>((theirs, mine) => merge(policy, base, mine, theirs).value, base);

  test.each(['sum', 'max', 'min', 'union'] as const)(
    'does not show in %s, for changes made on one base',
    (policy) => {
      const changes =
        policy === 'union' ? fc.array(set, { maxLength: 4 }) : fc.array(number, { maxLength: 5 });
      fc.assert(
        fc.property(cellFor(policy), changes, fc.infiniteStream(fc.nat()), (base, mine, keys) => {
          const shuffled = mine
            .map((cell) => ({ cell, key: keys.next().value ?? 0 }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ cell }) => cell);
          const [one, other] = [arrive(policy, base, mine), arrive(policy, base, shuffled)];
          if (policy === 'union') expect(members(one)).toEqual(members(other));
          else expect(one).toBe(other);
        }),
        { numRuns: 500 },
      );
    },
  );

  test('a sum loses no increment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9, max: 9 }),
        fc.array(fc.integer({ min: -9, max: 9 })),
        (base, steps) => {
          const total = arrive(
            'sum',
            base,
            steps.map((step) => base + step),
          );
          expect(total).toBe(steps.reduce((sum, step) => sum + step, base));
        },
      ),
    );
  });

  test('a member both keep stays, one that either removed goes, one that either added comes', () => {
    fc.assert(
      fc.property(set, set, set, (base, mine, theirs) => {
        const [b, m, t] = [members(base), members(mine), members(theirs)];
        const merged = members(merge('union', base, mine, theirs).value);
        for (const member of new Set([...b, ...m, ...t])) {
          const wanted = b.has(member)
            ? m.has(member) && t.has(member)
            : m.has(member) || t.has(member);
          expect(merged.has(member)).toBe(wanted);
        }
      }),
    );
  });
});

describe('a pending change replayed on a newer image', () => {
  const stamp = { organization_id: 'o', actor_id: 'me', at: '2026-11-21T09:00:00.000Z' };
  const change = (kind: Change['kind'], values: Change['values']): Change => ({
    table: 'things',
    row_id: 'r',
    kind,
    values,
  });
  const image = { id: 'r', title: 'theirs', counted: 10, tags: '["x"]', judged: 'by central' };

  test('shows what I left, counts on what central has', () => {
    const row = replay(
      image,
      change('update', {
        title: ['base', 'mine'],
        counted: [4, 5],
        tags: ['[]', '["y"]'],
        judged: ['', 'by me'],
      }),
      things,
      stamp,
    );
    expect(row).toEqual({
      ...image,
      title: 'mine',
      counted: 11,
      tags: '["x","y"]',
      updated_at: stamp.at,
      updated_by: 'me',
    });
  });

  test('hides an edited row that central deleted, leaves a new one that central took in', () => {
    expect(replay(null, change('update', { title: ['a', 'b'] }), things, stamp)).toBeNull();
    expect(replay(image, change('insert', { title: [null, 'b'] }), things, stamp)).toBe(image);
    expect(replay(image, change('delete', {}), things, stamp)).toBeNull();
  });

  test('a new row takes defaults where the change says nothing', () => {
    const row = replay(
      null,
      change('insert', { title: [null, 'b'], judged: [null, 'me'] }),
      things,
      stamp,
    );
    expect(row).toMatchObject({ title: 'b', opens: 1, judged: '', tags: '[]', row_version: 0 });
  });
});
