import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, isInstant } from '#db/kernel/instant.ts';
import { latestEnd, shifted, timesFit } from './slot-times.ts';

const start_time = '2024-02-29T10:00:00.000Z';

test.each([
  ['2024-02-29T10:00:00.001Z', true],
  ['2025-03-01T10:00:00.000Z', true],
  ['2025-03-01T10:00:00.001Z', false],
  ['2024-02-29T10:00:00.000Z', false],
  ['2024-02-29T09:00:00.000Z', false],
])('from %s: %s', (end_time, fits) => {
  expect(timesFit({ start_time, end_time })).toBe(fits);
});

test('nothing that begins before a moment and fits ends later than its latest end', () => {
  const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(moment, moment, moment, (to, before, length) => {
      const slot = {
        start_time: instantOf(Math.max(0, to - 1 - before)),
        end_time: instantOf(Math.max(0, to - 1 - before) + length),
      };
      if (timesFit(slot) && slot.start_time < instantOf(to)) {
        expect(slot.end_time <= latestEnd(instantOf(to))).toBe(true);
      }
    }),
  );
});

test('stays within years that have four digits', () => {
  expect(isInstant(latestEnd('9999-12-31T00:00:00.000Z'))).toBe(true);
  expect(isInstant(shifted('0000-01-01T00:00:00.000Z', -1))).toBe(true);
});
