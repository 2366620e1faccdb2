import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded, matchText } from './search-text.ts';

test.each([
  ['ana', '"ana"*'],
  ['  Ana   Souza ', '"Ana" "Souza"*'],
  [`o'malley`, '"o" "malley"*'],
  ['a"b', '"a" "b"*'],
  ['title:x AND *', '"title" "x" "AND"*'],
  ['João', '"João"*'],
  ['Joa\u0303o', '"Joa\u0303o"*'],
  ['山田 🎭', '"山田"*'],
  ['נועה', '"נועה"*'],
  ['', null],
  ['  ', null],
  ['🎭 -- ""', null],
])('%j → %j', (typed, match) => {
  expect(matchText(typed)).toBe(match);
});

test('whatever is typed, only quoted words reach the query language', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      expect(matchText(typed) ?? '""*').toMatch(/^"[^"]*"( "[^"]+")*\*$/);
    }),
  );
});

test('accents and case do not matter', () => {
  expect(folded('SÃO João')).toBe('sao joao');
});
