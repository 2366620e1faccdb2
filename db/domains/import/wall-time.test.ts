import { expect, test } from 'vitest';
import { instantOnWall, wallTime } from './wall-time.ts';

test.each([
  ['2016-06-01T10:30:00', '2016-06-01T14:30:00.000Z', 'once'],
  ['2016-12-01T10:30:00', '2016-12-01T15:30:00.000Z', 'once'],
  // 13 March: 02:00 to 03:00 never was. 6 November: 01:00 to 02:00 came twice.
  ['2016-03-13T01:59:00', '2016-03-13T06:59:00.000Z', 'once'],
  ['2016-03-13T02:00:00', '2016-03-13T07:00:00.000Z', 'never'],
  ['2016-03-13T02:30:00', '2016-03-13T07:30:00.000Z', 'never'],
  ['2016-03-13T03:00:00', '2016-03-13T07:00:00.000Z', 'once'],
  ['2016-11-06T01:30:00', '2016-11-06T05:30:00.000Z', 'twice'],
  ['2016-11-06T02:00:00', '2016-11-06T07:00:00.000Z', 'once'],
])('%s in New York is %s, %s', (wall, instant, kind) => {
  expect(instantOnWall(wall, 'America/New_York')).toEqual({ instant, kind });
});

test('an unknown zone is none', () => {
  expect(() => instantOnWall('2016-06-01T10:30:00', 'Nowhere/Land')).toThrow(RangeError);
});

test.each([
  ['29-02-2016 01:16', '2016-02-29T01:16:00'],
  ['2016-02-29 01:16', '2016-02-29T01:16:00'],
  ['2016-02-29T01:16:59', '2016-02-29T01:16:59'],
  ['29-02-2015 01:16', null],
  ['31-04-2016 01:16', null],
  ['01-13-2016 01:16', null],
  ['01-01-2016 24:00', null],
  ['01-01-2016 23:60', null],
  ['01-01-2016', null],
  ['1-1-2016 1:16', null],
  ['', null],
  ['?', null],
])('%j is %j', (text, wall) => {
  expect(wallTime(text)).toBe(wall);
});
