import { expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import { policyRegistry } from '#tests/helpers/policy-tables.ts';
import { day, decimal, formerRef, integer, json, money, oneOf, ref, text } from './column.ts';
import type { Column } from './column.ts';
import { lint } from './lint.ts';
import { createRegistry } from './registry.ts';
import { table } from './table.ts';
import type { SyncClass, TableOptions } from './table.ts';

test('the product definitions fit both databases', () => {
  expect(lint(registry)).toEqual([]);
  expect(lint(policyRegistry)).toEqual([]);
});

const rights = { insert: 'agent', update: 'agent', delete: 'agent' } as const;
const one = (columns: Record<string, Column>, options: Partial<TableOptions> = {}) =>
  lint(
    createRegistry([
      table('t', columns, { sync: 'both', retention: 'lasting', rights, ...options }),
    ]),
  );

const slot = { by: 'a', from: 'a', to: 'a', while: { column: 'a', values: ['x'] }, loser: 'y' };
const linked = { kind: oneOf('x', 'y'), row_id: formerRef('') };

test.each<[string, readonly string[]]>([
  ['t.Name: no plain name', one({ Name: text() })],
  ['t.order: no plain name', one({ order: text() })],
  ['t.id: the name of a stamped column', one({ id: text() })],
  ['t.a: refers to later, which is not defined before', one({ a: ref('later') })],
  ['t.a: refers to nothing', one({ a: formerRef('later') })],
  [
    't.a: its default is not_a_choice',
    one({ a: { ...text(), shape: { ...oneOf('x').shape, defaultValue: 'y' } } }),
  ],
  ['t.a: its default is too_long', one({ a: text().max(2).default('abc') })],
  ['t.a: a choice twice', one({ a: oneOf('x', 'x') })],
  ['t.a: a length, but no text', one({ a: integer().max(5) })],
  [
    't.a: merges by max, but text has no order both databases share',
    one({ a: text().merge('max') }),
  ],
  ['t.a: a sum of no integers', one({ a: text().merge('sum') })],
  ['t.a: lines, but no text', one({ a: integer().merge('text') })],
  ['t.a: a union of no JSON array', one({ a: integer().merge('union') })],
  ['t: no column nope', one({ a: text() }, { indexes: [['nope']] })],
  ['t.a: unique but nullable', one({ a: text().orNull() }, { unique: [['a']] })],
  ['t.a: searched but no text', one({ a: json() }, { search: ['a'] })],
  [
    't, group g: merge together but differently',
    one({ a: text().together('g'), b: text().merge('last').together('g') }),
  ],
  [
    't, group g: merge as one value, which nothing can count',
    one({ a: integer().merge('sum').together('g'), b: integer().merge('sum').together('g') }),
  ],
  ['t, group g: a group of one', one({ a: text().together('g') })],
  ['t: rights for a table that devices do not write', one({ a: text() }, { sync: 'down' })],
  ['t: slots in a table of one side', one({ a: text() }, { sync: 'up', noOverlap: slot })],
  ['t.a: searched but no text', one({ a: money() }, { search: ['a'] })],
  [
    't.a: merges by max, but text has no order both databases share',
    one({ a: decimal(5, 2).merge('max') }),
  ],
  ['t.a: its default is not_a_decimal', one({ a: decimal(5, 2).default('1.5') })],
  ['t.a: a sum of no integers', one({ a: decimal(5, 2).merge('sum') })],
  ['t.a: its default is not_a_day', one({ a: day().default('2026-02-29') })],
  [
    't: no column nope',
    one({ a: text() }, { unique: [{ columns: ['a'], while: { column: 'nope', values: [1] } }] }),
  ],
  [
    't: a condition names y, which a does not have',
    one(
      { a: oneOf('x') },
      { indexes: [{ columns: ['a'], while: { column: 'a', values: ['y'] } }] },
    ),
  ],
  [
    't.a: generated under a name that is taken or not plain',
    one({ a: text() }, { generated: { a: 'a' } }),
  ],
  [
    't.kind: x has no table',
    one(linked, { links: [{ type: 'kind', id: 'row_id', tables: { y: 't' } }] }),
  ],
  [
    't.kind: z leads to t, which is not there',
    one(linked, { links: [{ type: 'kind', id: 'row_id', tables: { x: 't', y: 't', z: 't' } }] }),
  ],
  [
    't.kind: y leads to s, which is not there',
    one(linked, { links: [{ type: 'kind', id: 'row_id', tables: { x: 't', y: 's' } }] }),
  ],
])('finds %s', (problem, found) => {
  expect(found).toContain(problem);
});

test('finds a table twice, one without rights and one without retention', () => {
  const t = table('t', { a: text() }, { sync: 'both' });
  expect(lint(createRegistry([t, t]))).toEqual(
    expect.arrayContaining([
      't: twice',
      't: devices write it, but no rights are declared',
      't: no retention',
    ]),
  );
});

test('a generated column may stand in a key, whatever it is made of', () => {
  const scoped = { generated: { scope_key: `coalesce(a, 'all')` }, unique: [['scope_key', 'b']] };
  expect(one({ a: text().orNull(), b: text() }, scoped)).toEqual([]);
});

// Rows of the first class may refer to rows of the others.
const REACH: Readonly<Record<SyncClass, readonly SyncClass[]>> = {
  both: ['both', 'down'],
  down: ['both', 'down'],
  up: ['both', 'down', 'up'],
  local: ['both', 'down', 'up', 'local'],
  central: ['both', 'down', 'up', 'central'],
};
const CLASSES: readonly SyncClass[] = ['both', 'down', 'up', 'local', 'central'];

test.each(CLASSES.flatMap((from) => CLASSES.map((to) => [from, to] as const)))(
  'a row of %s that refers to one of %s finds it wherever it is, or lint says no',
  (from, to) => {
    const optionsOf = (sync: SyncClass): TableOptions => ({
      sync,
      retention: 'lasting',
      ...(sync === 'both' || sync === 'up' ? { rights } : {}),
    });
    const found = lint(
      createRegistry([
        table('target', { a: text() }, optionsOf(to)),
        table('t', { a: ref('target').orNull(), b: formerRef('target').orNull() }, optionsOf(from)),
      ]),
    );
    expect(found).toEqual(
      REACH[from].includes(to) ? [] : ['t.a: a row of target may be missing where the row is'],
    );
  },
);
