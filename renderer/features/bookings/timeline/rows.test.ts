import { expect, test } from 'vitest';
import type { BoardBooking } from '#electron/contract/bookings.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { laneTop, rowHeight, rowModels } from './rows.ts';

const HOUR = 3_600_000;
const booking = (id: string, resource_id: string, from: number, to: number): BoardBooking => ({
  id,
  resource_id,
  start_time: instantOf(from * HOUR),
  end_time: instantOf(to * HOUR),
  title: id,
  party_size: 1,
  status: 'confirmed',
  unsent: 0,
  conflict_id: null,
});

test('rows by resource, overlaps in lanes, each lane inside the row', () => {
  const window = {
    bookings: [booking('b', 'r1', 2, 4), booking('a', 'r1', 1, 3), booking('c', 'r2', 1, 2)],
    closures: [
      {
        id: 'x',
        resource_id: 'r3',
        start_time: instantOf(0),
        end_time: instantOf(HOUR),
        reason: 'Paint',
      },
    ],
  };
  const rows = rowModels(window, null);
  expect(rows.get('r1')?.bars.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(rows.get('r1')?.lanes.count).toBe(2);
  expect(rows.get('r2')?.lanes.count).toBe(1);
  expect(rows.get('r3')).toMatchObject({ bars: [], closures: [{ from: 0, to: HOUR }] });
  expect(rowHeight(1)).toBe(32);
  expect(laneTop(1) + 26).toBeLessThan(rowHeight(2));
});

test('a booking just dropped is drawn where it was dropped, also on another row', () => {
  const window = { bookings: [booking('a', 'r1', 1, 2)], closures: [] };
  const rows = rowModels(window, {
    id: 'a',
    slot: { resource: 'r2', from: 5 * HOUR, to: 6 * HOUR },
  });
  expect(rows.has('r1')).toBe(false);
  expect(rows.get('r2')?.bars).toMatchObject([{ id: 'a', from: 5 * HOUR, to: 6 * HOUR }]);
});
