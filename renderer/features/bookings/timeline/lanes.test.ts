import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { lanesOf } from './lanes.ts';
import { stopAt, stopsOf } from './stops.ts';

const spans = fc
  .array(fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 30 })), { maxLength: 20 })
  .map((list) => list.map(([from, length], i) => ({ id: `b${i}`, from, to: from + length })));

describe('lanes', () => {
  test('spans of one lane never overlap, and there are no more lanes than overlaps', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const lanes = lanesOf(list);
        for (const a of list) {
          for (const b of list) {
            if (a.id === b.id || lanes.of.get(a.id) !== lanes.of.get(b.id)) continue;
            expect(a.from < b.to && b.from < a.to).toBe(false);
          }
        }
        const deepest = list.map((a) => list.filter((b) => b.from <= a.from && a.from < b.to));
        expect(lanes.count).toBe(Math.max(1, ...deepest.map((at) => at.length)));
      }),
    );
  });

  test('the order rows arrive in does not matter', () => {
    fc.assert(
      fc.property(spans, (list) => {
        expect(lanesOf(list.toReversed()).of).toEqual(new Map(lanesOf(list).of));
      }),
    );
  });

  test('what ends when the next begins shares its lane', () => {
    const lanes = lanesOf([
      { id: 'a', from: 10, to: 11 },
      { id: 'b', from: 11, to: 12 },
    ]);
    expect(lanes.count).toBe(1);
  });
});

describe('stops of the keyboard', () => {
  const HOUR = 3_600_000;
  const from = Date.UTC(2026, 5, 9);
  const to = from + 24 * HOUR;

  test('free time is cut at the grid, bookings stand whole between', () => {
    const stops = stopsOf(
      [{ id: 'a', from: from + 1.25 * HOUR, to: from + 2 * HOUR }],
      from,
      from + 3 * HOUR,
      60,
      'UTC',
    );
    expect(stops.map((stop) => [(stop.from - from) / HOUR, stop.booking])).toEqual([
      [0, null],
      [1, null],
      [1.25, 'a'],
      [2, null],
    ]);
  });

  test('every booking is reached once and free cells fill the rest, in order', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const hours = list.map((span) => ({
          id: span.id,
          from: from + (span.from / 4) * HOUR,
          to: from + (span.to / 4) * HOUR,
        }));
        const stops = stopsOf(hours, from, to, 30, 'UTC');
        const drawn = hours.filter((span) => span.from < to);
        expect(stops.filter((stop) => stop.booking !== null)).toHaveLength(drawn.length);
        for (const [i, stop] of stops.entries()) {
          expect(stop.to).toBeGreaterThan(stop.from);
          const next = stops[i + 1];
          if (next) expect(next.from).toBeGreaterThanOrEqual(stop.from);
          if (stop.booking !== null) continue;
          expect(hours.some((span) => span.from < stop.to && stop.from < span.to)).toBe(false);
        }
      }),
    );
  });

  test('the long day has every hour once', () => {
    const long = Date.UTC(2026, 9, 24, 23);
    const stops = stopsOf([], long, long + 25 * HOUR, 60, 'Europe/Lisbon');
    expect(stops).toHaveLength(25);
  });

  test('finds the stop of a time, or of a booking wherever it went', () => {
    const stops = stopsOf(
      [{ id: 'a', from: from + HOUR, to: from + 2 * HOUR }],
      from,
      to,
      60,
      'UTC',
    );
    expect(stopAt(stops, from + 1.5 * HOUR, null)).toBe(1);
    expect(stopAt(stops, from + 9 * HOUR, 'a')).toBe(1);
    expect(stopAt(stops, from + 9.5 * HOUR, 'gone')).toBe(9);
    expect(stopAt(stops, to + HOUR, null)).toBe(stops.length - 1);
    expect(stopAt(stops, from - HOUR, null)).toBe(0);
  });
});
