import { expect, test } from 'vitest';
import { figureOf, judge, targetLines } from './figures.ts';
import type { Judged, Target } from './figures.ts';

const most: Target = { what: 'p95', unit: 'ms', atMost: 5 };
const least: Target = { what: 'rate', unit: 'ops/s', atLeast: 10_000 };
const ratio: Target = { what: 'against the baseline', unit: '×', atLeast: 1 };

test.for<[Target, number, boolean, string]>([
  [most, 4.99, true, '4.99 ms (≤ 5 ms), met'],
  [most, 5, true, '5 ms (≤ 5 ms), met'],
  [most, 5.004, false, '5.004 ms (≤ 5 ms), missed'],
  [most, 17, false, '17 ms (≤ 5 ms), missed'],
  [least, 12_903, true, '12,903 ops/s (≥ 10,000 ops/s), met'],
  [least, 10_000, true, '10,000 ops/s (≥ 10,000 ops/s), met'],
  [least, 9999.9, false, '9,999.9 ops/s (≥ 10,000 ops/s), missed'],
  [least, 2145, false, '2,145 ops/s (≥ 10,000 ops/s), missed'],
  [ratio, 0.9999, false, '0.9999 × (≥ 1 ×), missed'],
  [ratio, 1, true, '1 × (≥ 1 ×), met'],
  [most, Number.NaN, false, 'NaN ms (≤ 5 ms), missed'],
])('%o with %d: met is %s', ([target, value, met, says]) => {
  const judged = judge(target, value);
  expect(judged.met).toBe(met);
  expect(lineOf(judged)).toContain(says);
});

test('what could not be measured is neither met nor missed', () => {
  const judged = judge(ratio, null);
  expect(judged.met).toBeNull();
  expect(lineOf(judged)).toMatch(/not measured \(≥ 1 ×\)$/);
});

test('a run smaller than the target means says so; one as large or larger does not', () => {
  const sized: Target = { ...most, meant: { count: 1_000_000, of: 'bookings' } };
  expect(lineOf(judge(sized, 4, 20_000))).toMatch(
    /, met, with 20,000 of the 1,000,000 bookings it is meant for$/,
  );
  expect(lineOf(judge(sized, 4, 1_000_000))).toMatch(/, met$/);
  expect(lineOf(judge(sized, 4, 2_000_000))).toMatch(/, met$/);
});

test('of a rate the slow end is low, of a time high', () => {
  const samples = Array.from({ length: 100 }, (_, at) => at + 1);
  expect(figureOf('drain', 'ops/s', samples, null).p95).toBe(5);
  expect(figureOf('first-fill', 'rows/s', samples, null).p95).toBe(5);
  expect(figureOf('local-write', 'ms', samples, null).p95).toBe(95);
});

function lineOf(judged: Judged): string {
  const figure = { ...figureOf('some', 'ms', [1], null), targets: [judged] };
  return targetLines(figure).join('\n');
}
