import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlain } from './plain.ts';

const LIMIT = 10_000;

test('any JSON value passes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(checkPlain(JSON.parse(text), 1_000_000)).toBeNull();
    }),
  );
});

test('what JSON of more than the limit is made of does not pass', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 50 }), { minLength: 200 }), (value) => {
      expect(JSON.stringify(value).length).toBeGreaterThan(LIMIT);
      expect(checkPlain(value, LIMIT)).toBe('too_large');
    }),
    { numRuns: 20 },
  );
  expect(checkPlain({ ['k'.repeat(LIMIT)]: 1 }, LIMIT)).toBe('too_large');
  expect(checkPlain(Array.from({ length: LIMIT }), LIMIT)).toBe('too_large');
});

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

test.each([
  ['a cycle', cycle, 'too_deep'],
  ['a map', new Map([[1, 2]]), 'not_plain'],
  ['a set', new Set(), 'not_plain'],
  ['a date', new Date(0), 'not_plain'],
  ['a buffer', new ArrayBuffer(8), 'not_plain'],
  ['bytes', new Uint8Array(8), 'not_plain'],
  ['an error', new Error('x'), 'not_plain'],
  ['a big integer', 1n, 'not_plain'],
  ['a function', () => 1, 'not_plain'],
  ['a symbol', Symbol('x'), 'not_plain'],
  ['not a number', Number.NaN, 'not_plain'],
  ['infinity', Number.POSITIVE_INFINITY, 'not_plain'],
  ['an own __proto__', JSON.parse('{"a":{"__proto__":{"admin":true}}}'), 'not_plain'],
  ['something not plain in a list', [[{ a: [1n] }]], 'not_plain'],
] as const)('%s does not pass', (_what, value, reason) => {
  expect(checkPlain(value, LIMIT)).toBe(reason);
});
