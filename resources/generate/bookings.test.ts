import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isId } from '#db/kernel/id.ts';
import { isInstant } from '#db/kernel/instant.ts';
import { occupies } from '#db/domains/bookings/rules/status.ts';
import { timesFit } from '#db/domains/bookings/rules/slot-times.ts';
import { generateBookings } from './bookings.ts';

const from = '2026-01-01T00:00:00.000Z';

test('any seed: as many as asked for, unique ids, nothing double-booked', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 9 }), (seed, resources) => {
      const resource_ids = Array.from({ length: resources }, (_, i) => `resource ${i}`);
      const options = { seed, count: 200, resource_ids, from, timezone: 'Europe/Lisbon' };
      const rows = [...generateBookings(options)];
      expect(rows).toEqual([...generateBookings(options)]);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(200);
      const ends = new Map<string, string>();
      for (const { id, row } of rows) {
        expect(isId(id) && isInstant(row.start_time) && isInstant(row.end_time)).toBe(true);
        expect(timesFit(row)).toBe(true);
        expect(row.title.length).toBeLessThanOrEqual(200);
        if (!occupies(row.status)) continue;
        const resource = row.resource_id ?? '';
        expect(row.start_time >= (ends.get(resource) ?? '')).toBe(true);
        ends.set(resource, row.end_time);
      }
    }),
    { numRuns: 40 },
  );
});
