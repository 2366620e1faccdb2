import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_WAIT, LONGEST_WAIT, waitAfter } from './backoff.ts';

test('waits double from one second to five minutes, never less than half', () => {
  const least = Array.from({ length: 12 }, (_, at) => waitAfter(at + 1, () => 0));
  expect(least.slice(0, 4)).toStrictEqual([500, 1000, 2000, 4000]);
  assert(
    property(
      integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      double({ min: 0, max: 0.999, noNaN: true }),
      (failures, lot) => {
        const wait = waitAfter(failures, () => lot);
        expect(wait).toBeGreaterThanOrEqual(FIRST_WAIT / 2);
        expect(wait).toBeLessThanOrEqual(LONGEST_WAIT);
      },
    ),
  );
});
