import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { atWall, daysFrom } from './days.ts';
import { dayScale, extentOf, hourScale } from './scale.ts';

const lisbon = 'Europe/Lisbon';
const week = daysFrom('2026-10-19', 7, lisbon);

describe('scale', () => {
  test('a day of 25 hours is wider by the hour and as wide as others by the day', () => {
    const [autumn] = daysFrom('2026-10-25', 1, lisbon);
    expect(autumn && hourScale([autumn], 40).width).toBe(1000);
    const scale = dayScale(week, 100);
    expect(scale.width).toBe(700);
    expect(scale.x(atWall({ date: '2026-10-25', minutes: 0 }, lisbon))).toBe(600);
    // Noon of the long day has 13 of its 25 hours behind it.
    expect(scale.x(atWall({ date: '2026-10-25', minutes: 720 }, lisbon))).toBeCloseTo(652, 6);
  });

  test('time → distance → time gives the same time, and order is kept', () => {
    const scales = [dayScale(week, 113), hourScale(week, 37)];
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1), (part, which) => {
        const scale = scales[which];
        if (!scale) return;
        const at = scale.from + part * (scale.to - scale.from);
        expect(Math.abs(scale.at(scale.x(at)) - at)).toBeLessThanOrEqual(1);
        expect(scale.x(at + 60_000)).toBeGreaterThanOrEqual(scale.x(at));
      }),
    );
  });

  test('outside the window it answers the edges', () => {
    const scale = dayScale(week, 100);
    expect(scale.x(scale.from - 1)).toBe(0);
    expect(scale.x(scale.to + 1)).toBe(700);
    expect(scale.at(-5)).toBe(scale.from);
    expect(scale.at(9999)).toBe(scale.to);
  });

  test('a stay is clipped and marked where it goes on; what only touches the edge is not drawn', () => {
    const scale = dayScale(week, 100);
    const before = scale.from - 86_400_000;
    expect(extentOf(scale, before, scale.from + 1)).toMatchObject({ start: 0, cutStart: true });
    expect(extentOf(scale, before, scale.to + 1)).toEqual({
      start: 0,
      width: 700,
      cutStart: true,
      cutEnd: true,
    });
    expect(extentOf(scale, before, scale.from)).toBeNull();
    expect(extentOf(scale, scale.to, scale.to + 1)).toBeNull();
  });
});
