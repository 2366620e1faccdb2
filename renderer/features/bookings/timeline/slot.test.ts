import { describe, expect, test } from 'vitest';
import { atWall, wallOf } from './days.ts';
import { habitOf } from './habit.ts';
import { nudged, nudgeOf, slotAt, slotDrawn, slotFitted, slotMoved, slotResized } from './slot.ts';
import type { Slot } from './slot.ts';

const zone = 'Europe/Lisbon';
const at = (date: string, hour: number): number => atWall({ date, minutes: hour * 60 }, zone);
const slot = (date: string, from: number, until: string, to: number): Slot => ({
  resource: 'r',
  from: at(date, from),
  to: at(until, to),
});
const words = (s: Slot): string =>
  [s.from, s.to]
    .map((t) => {
      const { date, minutes } = wallOf(t, zone);
      return `${date.slice(5)} ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
    })
    .join(' – ');
const stays = { kind: 'stays', arrive: 900, depart: 660 } as const;
const byHours = { kind: 'hours' } as const;
const HOUR = 3_600_000;

describe('habit', () => {
  test('nights with their usual times, from what is booked', () => {
    const night = slot('2026-06-09', 15, '2026-06-11', 11);
    const late = slot('2026-06-09', 19, '2026-06-11', 11);
    const spans = [night, night, late].map((s, i) => ({ ...s, id: `${i}` }));
    expect(habitOf(spans, zone)).toEqual(stays);
  });

  test('hours when nothing or mostly short things are booked', () => {
    const short = { ...slot('2026-06-09', 9, '2026-06-09', 10), id: 'a' };
    const long = { ...slot('2026-06-09', 9, '2026-06-11', 10), id: 'b' };
    expect(habitOf([], zone)).toEqual(byHours);
    expect(habitOf([short, long], zone)).toEqual(byHours);
  });
});

describe('a new slot', () => {
  test('one click: an hour in a day, a night where nights are usual', () => {
    expect(words(slotAt('r', at('2026-06-09', 9.6), 'day', byHours, zone))).toBe(
      '06-09 9:30 – 06-09 10:30',
    );
    expect(words(slotAt('r', at('2026-06-09', 10), 'week', byHours, zone))).toBe(
      '06-09 9:00 – 06-09 10:00',
    );
    expect(words(slotAt('r', at('2026-06-09', 2), 'week', stays, zone))).toBe(
      '06-09 15:00 – 06-10 11:00',
    );
  });

  test('fits the gap it was clicked in, unless that is too small to be meant', () => {
    const wished = slot('2026-06-09', 9, '2026-06-09', 10);
    const before = slot('2026-06-09', 8, '2026-06-09', 9.25);
    const after = slot('2026-06-09', 9.75, '2026-06-09', 11);
    const click = at('2026-06-09', 9.5);
    expect(words(slotFitted(wished, click, [before, after]))).toBe('06-09 9:15 – 06-09 9:45');
    expect(words(slotFitted(wished, click, []))).toBe('06-09 9:00 – 06-09 10:00');
    const close = slot('2026-06-09', 8, '2026-06-09', 9.65);
    expect(slotFitted(wished, at('2026-06-09', 9.7), [close, after])).toEqual(wished);
  });

  test('drawn either way round, on the quarter hour; Alt is exact to five minutes', () => {
    const a = at('2026-06-09', 9.05);
    const b = at('2026-06-09', 10.3);
    expect(words(slotDrawn('r', a, b, 'day', byHours, zone, false))).toBe(
      '06-09 9:00 – 06-09 10:15',
    );
    expect(words(slotDrawn('r', b, a, 'day', byHours, zone, false))).toBe(
      '06-09 9:00 – 06-09 10:15',
    );
    expect(words(slotDrawn('r', a, b, 'day', byHours, zone, true))).toBe(
      '06-09 9:00 – 06-09 10:20',
    );
  });

  test('nights drawn over three days leave on the third', () => {
    const drawn = slotDrawn(
      'r',
      at('2026-06-09', 3),
      at('2026-06-11', 20),
      'week',
      stays,
      zone,
      false,
    );
    expect(words(drawn)).toBe('06-09 15:00 – 06-11 11:00');
  });
});

describe('moving', () => {
  const stay = slot('2026-03-27', 15, '2026-03-28', 11);
  const hour = slot('2026-06-09', 14, '2026-06-09', 15);

  test('a stay goes by whole days and keeps its wall times over a clock change', () => {
    const moved = slotMoved(stay, 's', 1.4 * 24 * HOUR, 'week', zone, false);
    expect(moved.resource).toBe('s');
    expect(words(moved)).toBe('03-28 15:00 – 03-29 11:00');
    // One of its nights is an hour short now.
    expect(moved.to - moved.from).toBe(19 * HOUR);
  });

  test('an hour snaps to the quarter in a day, to day-parts in a week, whole days attract', () => {
    expect(words(slotMoved(hour, 'r', 1.1 * HOUR, 'day', zone, false))).toBe(
      '06-09 15:00 – 06-09 16:00',
    );
    expect(words(slotMoved(hour, 'r', 27 * HOUR, 'week', zone, false))).toBe(
      '06-10 14:00 – 06-10 15:00',
    );
    expect(words(slotMoved(hour, 'r', 30 * HOUR, 'week', zone, false))).toBe(
      '06-10 20:00 – 06-10 21:00',
    );
    expect(words(slotMoved(hour, 'r', 0.16 * HOUR, 'day', zone, true))).toBe(
      '06-09 14:10 – 06-09 15:10',
    );
  });

  test('a small slip of the hand in the same row changes nothing', () => {
    const odd = slot('2026-06-09', 14.1, '2026-06-09', 15);
    expect(slotMoved(odd, 'r', 60_000, 'day', zone, false)).toEqual(odd);
  });
});

describe('resizing', () => {
  test('one end moves, never past the other', () => {
    const hour = slot('2026-06-09', 14, '2026-06-09', 15);
    expect(words(slotResized(hour, 'to', at('2026-06-09', 16.1), 'day', zone, false))).toBe(
      '06-09 14:00 – 06-09 16:00',
    );
    expect(words(slotResized(hour, 'to', at('2026-06-09', 9), 'day', zone, false))).toBe(
      '06-09 14:00 – 06-09 14:15',
    );
    expect(words(slotResized(hour, 'from', at('2026-06-09', 18), 'day', zone, false))).toBe(
      '06-09 14:45 – 06-09 15:00',
    );
  });

  test('a stay leaves on another day at its usual hour', () => {
    const stay = slot('2026-06-09', 15, '2026-06-10', 11);
    expect(words(slotResized(stay, 'to', at('2026-06-12', 9), 'week', zone, false))).toBe(
      '06-09 15:00 – 06-12 11:00',
    );
  });
});

describe('keyboard steps', () => {
  const hour = slot('2026-03-28', 14, '2026-03-28', 15);

  test('quarter hours and hours in a day, days and weeks in a week, five minutes with Alt', () => {
    expect(nudgeOf('day', 1, false, false)).toEqual({ minutes: 15, days: 0 });
    expect(nudgeOf('day', -1, true, false)).toEqual({ minutes: -60, days: 0 });
    expect(nudgeOf('week', 1, false, false)).toEqual({ minutes: 0, days: 1 });
    expect(nudgeOf('week', -1, true, false)).toEqual({ minutes: 0, days: -7 });
    expect(nudgeOf('week', 1, false, true)).toEqual({ minutes: 5, days: 0 });
  });

  test('a day later is the same wall time, also over a clock change', () => {
    expect(words(nudged(hour, 'both', { minutes: 0, days: 1 }, zone))).toBe(
      '03-29 14:00 – 03-29 15:00',
    );
  });

  test('an end stops a quarter of an hour before the other', () => {
    expect(words(nudged(hour, 'to', { minutes: -60, days: 0 }, zone))).toBe(
      '03-28 14:00 – 03-28 14:15',
    );
    expect(words(nudged(hour, 'from', { minutes: 60, days: 0 }, zone))).toBe(
      '03-28 14:45 – 03-28 15:00',
    );
  });
});
