import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#db/kernel/instant.ts';
import type { Occupancy } from './overlap.ts';
import { clash } from './overlap.ts';
import { BOOKING_STATUSES, OCCUPYING } from './status.ts';

// Few moments and rooms, so that meeting ends and equal slots are common.
const occupancy: fc.Arbitrary<Occupancy & { from: number; to: number }> = fc
  .record({
    resource_id: fc.constantFrom('sala 1', 'sala 2', null),
    status: fc.constantFrom(...BOOKING_STATUSES),
    from: fc.integer({ min: 0, max: 8 }),
    length: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ resource_id, status, from, length }) => ({
    resource_id,
    status,
    from,
    to: from + length,
    start_time: instantOf(from * 60_000),
    end_time: instantOf((from + length) * 60_000),
  }));

test('two clash exactly when they share a minute of one resource and both take time', () => {
  const occupying: readonly string[] = OCCUPYING;
  fc.assert(
    fc.property(occupancy, occupancy, (a, b) => {
      const minutes = Array.from({ length: 12 }, (_, minute) => minute);
      const within = (one: typeof a, minute: number) => one.from <= minute && minute < one.to;
      const shared = minutes.some((minute) => within(a, minute) && within(b, minute));
      const both = occupying.includes(a.status) && occupying.includes(b.status);
      const expected = a.resource_id !== null && a.resource_id === b.resource_id && both && shared;
      expect(clash(a, b)).toBe(expected);
      expect(clash(b, a)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
