import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#db/kernel/instant.ts';
import { overlaps } from '#db/kernel/interval.ts';
import { overlapOf } from './overlap.ts';

const HOUR = 3_600_000;
const day = Date.parse('2026-06-09T00:00:00.000Z');
const span = (from: number, to: number) => ({
  from: instantOf(day + from * HOUR),
  to: instantOf(day + to * HOUR),
});

test('the shared stretch is counted in minutes and lies inside both', () => {
  const { first, second, shared, sharedMinutes } = overlapOf(span(14, 15.5), span(14.5, 16), 'UTC');
  expect(sharedMinutes).toBe(60);
  expect(shared?.start).toBeCloseTo(second.start);
  expect((shared?.start ?? 0) + (shared?.size ?? 0)).toBeCloseTo(first.start + first.size);
});

test('touching is not sharing', () => {
  const { shared, sharedMinutes } = overlapOf(span(10, 11), span(11, 12), 'UTC');
  expect([shared, sharedMinutes]).toEqual([null, 0]);
});

test('ticks lie on round local times, also where a zone is off by half an hour', () => {
  const { ticks } = overlapOf(span(10, 16), span(12, 20), 'Asia/Kolkata');
  expect(ticks.length).toBeGreaterThan(2);
  expect(ticks.every(({ instant }) => instant.includes(':30:00.000Z'))).toBe(true);
});

test('whole days are labelled as days', () => {
  expect(overlapOf(span(15, 24 * 5 + 11), span(39, 24 * 8 + 11), 'UTC').days).toBe(true);
  expect(overlapOf(span(15, 16), span(15, 17), 'UTC').days).toBe(false);
});

test('the drawing agrees with the rule for any two bookings, and never leaves its frame', () => {
  const hours = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 300 }));
  fc.assert(
    fc.property(hours, hours, ([a, long], [b, short]) => {
      const one = span(a, a + long);
      const two = span(b, b + short);
      const drawn = overlapOf(one, two, 'America/Sao_Paulo');
      expect(drawn.shared !== null).toBe(overlaps(one, two));
      expect(drawn.ticks.length).toBeLessThanOrEqual(9);
      for (const { start, size } of [drawn.first, drawn.second]) {
        expect(start).toBeGreaterThan(0);
        expect(size).toBeGreaterThan(0);
        expect(start + size).toBeLessThan(100);
      }
    }),
  );
});
