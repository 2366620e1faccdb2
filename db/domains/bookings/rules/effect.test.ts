import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowChange } from './effect.ts';
import { changesOf, effectOf, effectText, inverse, updateOf } from './effect.ts';

const cell = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
const change: fc.Arbitrary<RowChange> = fc.record({
  table: fc.constantFrom('bookings', 'resources'),
  row_id: fc.uuid(),
  kind: fc.constantFrom('insert' as const, 'update' as const, 'delete' as const),
  values: fc.dictionary(fc.constantFrom('title', 'status', 'notes'), fc.tuple(cell, cell), {
    noNullPrototype: true,
  }),
});

test('the inverse of the inverse is the change; text keeps everything', () => {
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      expect(inverse(inverse(changes))).toEqual(changes);
      expect(effectOf(effectText(changes))).toEqual(changes);
      expect(changesOf(JSON.stringify(changes))).toEqual(changes);
    }),
  );
});

test('an inverse goes backwards and swaps before and after', () => {
  const row = { id: 'a', status: 'confirmed' };
  const first = updateOf('bookings', row, { status: 'cancelled' });
  const made: RowChange = {
    table: 'bookings',
    row_id: 'b',
    kind: 'insert',
    values: { title: [null, 'x'] },
  };
  expect(inverse([first, made])).toEqual([
    { table: 'bookings', row_id: 'b', kind: 'delete', values: { title: ['x', null] } },
    {
      table: 'bookings',
      row_id: 'a',
      kind: 'update',
      values: { status: ['cancelled', 'confirmed'] },
    },
  ]);
});

test('stored text that is no effect throws', () => {
  for (const text of ['{}', '[]', '{"changes":[{"table":1}]}', 'x']) {
    expect(() => effectOf(text)).toThrow();
  }
  expect(() => changesOf('{"changes":[]}')).toThrow();
  expect(() => updateOf('bookings', { id: 'a' }, { title: 'x' })).toThrow();
});
