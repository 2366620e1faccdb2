import { expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import { policyRegistry } from '#tests/helpers/policy-tables.ts';
import { formerRef, integer, json, oneOf, ref, text } from './column.ts';
import type { Column } from './column.ts';
import { lint } from './lint.ts';
import { createRegistry } from './registry.ts';
import { table } from './table.ts';
import type { TableOptions } from './table.ts';

test('the product definitions fit both databases', () => {
  expect(lint(registry)).toEqual([]);
  expect(lint(policyRegistry)).toEqual([]);
});

const rights = { insert: 'agent', update: 'agent', delete: 'agent' } as const;
const one = (columns: Record<string, Column>, options: Partial<TableOptions> = {}) =>
  lint(createRegistry([table('t', columns, { sync: 'both', rights, ...options })]));

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
])('finds %s', (problem, found) => {
  expect(found).toContain(problem);
});

test('finds a table twice and one without rights', () => {
  const t = table('t', { a: text() }, { sync: 'both' });
  expect(lint(createRegistry([t, t]))).toEqual(
    expect.arrayContaining(['t: twice', 't: devices write it, but no rights are declared']),
  );
});
