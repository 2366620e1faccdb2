import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { instantAt, sameWallTime } from './wall-time.ts';

test('a day later is the same time of day, over changes of clocks too', () => {
  expect(sameWallTime('2020-03-28T15:00:00.000Z', 'Europe/Lisbon', 1)).toBe(
    '2020-03-29T14:00:00.000Z',
  );
  expect(sameWallTime('2020-10-25T15:00:00.000Z', 'Europe/Lisbon', -1)).toBe(
    '2020-10-24T14:00:00.000Z',
  );
  expect(sameWallTime('2020-03-28T15:00:00.000Z', 'America/Sao_Paulo', 1)).toBe(
    '2020-03-29T15:00:00.000Z',
  );
  expect(sameWallTime('2020-03-28T15:00:00.000Z', 'Nowhere/Land', 1)).toBeNull();
  expect(sameWallTime('9999-12-31T15:00:00.000Z', 'UTC', 1)).toBeNull();
});

test('wall time in a zone; a time the clocks skip is the moment after', () => {
  const date = Temporal.PlainDate.from('2020-03-29');
  expect(instantAt(date, 11, 'Europe/Lisbon')).toBe('2020-03-29T10:00:00.000Z');
  expect(instantAt(date, 1, 'Europe/Lisbon')).toBe('2020-03-29T01:00:00.000Z');
  expect(() => instantAt(date, 11, 'Nowhere/Land')).toThrow(RangeError);
});
