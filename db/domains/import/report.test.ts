import { expect, test } from 'vitest';
import { lineRanges } from './report.ts';

test.each([
  [[], []],
  [[2], ['2']],
  [
    [2, 3, 4, 9, 11, 12],
    ['2-4', '9', '11-12'],
  ],
])('%j → %j', (lines, ranges) => {
  expect(lineRanges(lines)).toEqual(ranges);
});
