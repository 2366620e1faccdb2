import { expect, test } from 'vitest';
import { cellProblem } from './cell.ts';
import { clock, day, decimal, integer, json, money, oneOf, text, wall } from './column.ts';
import type { Column } from './column.ts';

/** A text in so many arrays. */
function nested(levels: number): string {
  return `${'['.repeat(levels)}"x"${']'.repeat(levels)}`;
}

const fits: readonly [Column, readonly unknown[]][] = [
  [money(), [0, -1, 2 ** 53 - 1]],
  [decimal(5, 2), ['0.00', '-0.01', '999.99', '-12.50']],
  [decimal(3, 0), ['0', '-1', '999']],
  [decimal(2, 2), ['0.99', '-0.99']],
  [day(), ['0001-01-01', '2024-02-29', '9999-12-31']],
  [clock(), ['00:00', '09:05', '23:59']],
  [wall(), ['2026-03-29T02:30', '0001-01-01T00:00']],
  [text().orNull(), [null, '']],
  [json(), ['null', '{"a":[1.5e308,"\\ud83d\\ude00","\\\\u0000"]}', nested(100)]],
];

test.each(fits.flatMap(([column, values]) => values.map((value) => [column, value] as const)))(
  '%#: %s',
  ({ shape }, value) => expect(cellProblem(shape, value)).toBeUndefined(),
);

const refused: readonly [string, Column, readonly unknown[]][] = [
  ['not_an_integer', money(), [0.5, -0, '1', 2 ** 53, Number.NaN, true]],
  ['not_a_decimal', decimal(5, 2), [1, '1', '1.5', '1.500', '01.50', '+1.50', '-0.00', '1e2', '']],
  ['not_a_decimal', decimal(5, 2), ['NaN', 'Infinity', ' 1.00', '1.00\n', '.50', '１.00']],
  ['not_a_decimal', decimal(3, 0), ['1.', '1.0', '-0']],
  ['too_large', decimal(5, 2), ['1000.00', '-1000.00']],
  ['too_large', decimal(2, 2), ['1.00']],
  ['not_a_day', day(), ['2026-02-29', '2026-13-01', '0000-01-01', '2026-1-1', '2026-01-01T', 5]],
  ['not_a_clock_time', clock(), ['24:00', '9:00', '09:60', '09:00:00', '', 900]],
  ['not_a_wall_time', wall(), ['2026-02-29T09:00', '2026-01-01 09:00', '2026-01-01T24:00']],
  ['not_a_wall_time', wall(), ['2026-01-01T09:00:00', '2026-01-01', '2026-01-01T09:00Z']],
  ['missing', money(), [null]],
  ['not_a_choice', oneOf('a'), ['b', 'A', 0]],
  ['not_an_integer', integer(), [1n, undefined]],
  ['bad_character', json(), ['"\\u0000"', '{"\\ud83d":1}', '[["a\\udc00"]]']],
  ['too_large', json(), ['1e400', '{"a":[-1e400]}']],
  ['too_deep', json(), [nested(101), nested(1500)]],
  ['not_json', json(), ['', '{', 'NaN', nested(20_000) + 'x']],
];

test.each(
  refused.flatMap(([problem, column, values]) =>
    values.map((value) => [problem, column, value] as const),
  ),
)('%#: %s', (problem, { shape }, value) => expect(cellProblem(shape, value)).toBe(problem));
