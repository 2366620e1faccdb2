import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editedTexts } from '#tests/helpers/edited-texts.ts';
import { MERGE_LINES, MERGE_PAIRS, mergeText } from './merge-text.ts';

describe('laws', () => {
  test('what only one side changed is taken', () => {
    fc.assert(
      fc.property(editedTexts, ({ base, mine: side }) => {
        expect(mergeText(base, side, base)).toBe(side);
        expect(mergeText(base, base, side)).toBe(side);
        expect(mergeText(base, side, side)).toBe(side);
      }),
    );
  });

  test('it does not matter who is who', () => {
    fc.assert(
      fc.property(editedTexts, ({ base, mine, theirs }) => {
        expect(mergeText(base, mine, theirs)).toBe(mergeText(base, theirs, mine));
      }),
      { numRuns: 2000 },
    );
  });

  test('no line that either side added is lost without a conflict, and each side keeps its order', () => {
    let merged = 0;
    fc.assert(
      fc.property(editedTexts, ({ base, mine, theirs }) => {
        const value = mergeText(base, mine, theirs);
        if (value === null) return;
        merged += 1;
        const added = (text: string, who: string) =>
          text.split('\n').filter((line) => line.startsWith(who));
        expect(added(value, 'm')).toEqual(added(mine, 'm'));
        expect(added(value, 't')).toEqual(added(theirs, 't'));
      }),
      { numRuns: 3000 },
    );
    expect(merged).toBeGreaterThan(100);
  });

  test('a line that both left is there, one that a side removed is not', () => {
    const base = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 5, maxLength: 30 });
    const keep = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(base, keep, keep, (lines, left, right) => {
        const kept = (by: readonly (readonly boolean[])[]) =>
          lines.filter((_, at) => by.every((side) => side[at])).join('\n');
        const mine = kept([left]);
        const theirs = kept([right]);
        fc.pre(mine !== '' && theirs !== '');
        const value = mergeText(lines.join('\n'), mine, theirs);
        if (value !== null) expect(value).toBe(kept([left, right]));
      }),
    );
  });
});

describe('cases', () => {
  test.each<[string, string, string, string, string | null]>([
    ['both ends', 'a\nb\nc', 'A\nb\nc', 'a\nb\nC', 'A\nb\nC'],
    ['insertion above, removal below', 'a\nb\nc\nd', 'new\na\nb\nc\nd', 'a\nb\nd', 'new\na\nb\nd'],
    ['both append', 'a', 'a\nmine', 'a\ntheirs', null],
    ['both append the same', 'a', 'a\nsame', 'a\nsame', 'a\nsame'],
    ['the same at one end, another at the other', 'a\nb\nc', 'A\nb\nc\nm', 'A\nb\nc', 'A\nb\nc\nm'],
    ['neighbours', 'a\nb', 'A\nb', 'a\nB', null],
    ['one line between', 'a\n\nb', 'A\n\nb', 'a\n\nB', 'A\n\nB'],
    ['both begin an empty text', '', 'mine', 'theirs', null],
    ['one empties it', 'a\nb', '', 'a\nb\nc', null],
    ['no newline at the end', 'a\nb', 'm\na\nb', 'a\nb\nt', 'm\na\nb\nt'],
    ['a newline added at the end', 'a\nb\nc', 'a\nb\nc\n', 'A\nb\nc', 'A\nb\nc\n'],
    ['Windows line ends', 'a\r\nb\r\nc', 'A\r\nb\r\nc', 'a\r\nb\r\nC', 'A\r\nb\r\nC'],
    ['line ends rewritten', 'a\nb\nc', 'a\r\nb\r\nc', 'a\nb\nC', null],
    ['a block moved and edited', 'a\nb\nc\nd', 'c\nd\na\nb', 'a\nb\nc\nD', null],
    ['removed and edited', 'a\nb\nc', 'a\nc', 'a\nB\nc', null],
  ])('%s', (_what, base, mine, theirs, merged) => {
    expect(mergeText(base, mine, theirs)).toBe(merged);
  });

  test('work is bounded: too many lines or too many equal ones are asked about', () => {
    const numbered = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
    const fits = numbered(MERGE_LINES).join('\n');
    expect(mergeText(fits, `x${fits}`, `${fits}y`)).toBe(`x${fits}y`);
    expect(mergeText(`${fits}\n`, `x${fits}`, `${fits}y`)).toBeNull();
    // Equal lines between two that my side changed: each is compared with each.
    const few = Math.floor(Math.sqrt(MERGE_PAIRS));
    const both = (lines: number) => {
      const text = (first: string, middle: string, last: string) => {
        const blank = Array.from({ length: lines }, () => '');
        return [first, ...blank.with(9, middle), last].join('\n');
      };
      const merged = mergeText(text('a', '', 'b'), text('A', '', 'B'), text('a', 'x', 'b'));
      return { merged, wanted: text('A', 'x', 'B') };
    };
    const fitting = both(few);
    expect(fitting.merged).toBe(fitting.wanted);
    expect(both(few + 1).merged).toBeNull();
  });

  test('a megabyte with a change at each end', () => {
    const middle = 'word '.repeat(20).concat('\n').repeat(9_000);
    expect(mergeText(`a\n${middle}b`, `A\n${middle}b`, `a\n${middle}B`)).toBe(`A\n${middle}B`);
  });
});
