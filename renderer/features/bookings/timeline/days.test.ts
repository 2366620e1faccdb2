import { describe, expect, test } from 'vitest';
import {
  addDays,
  atWall,
  daysBetween,
  daysFrom,
  floorWall,
  isDate,
  roundWall,
  ticksOf,
  wallOf,
} from './days.ts';

const HOUR = 3_600_000;
const lisbon = 'Europe/Lisbon';
const hours = (date: string, zone: string): number => {
  const [day] = daysFrom(date, 1, zone);
  return day ? (day.to - day.from) / HOUR : 0;
};

describe('days of a zone', () => {
  test('a common day has 24 hours, the days clocks change have 23 and 25', () => {
    expect(hours('2026-06-09', lisbon)).toBe(24);
    expect(hours('2026-03-29', lisbon)).toBe(23);
    expect(hours('2026-10-25', lisbon)).toBe(25);
    expect(hours('2026-03-08', 'America/New_York')).toBe(23);
    expect(hours('2026-11-01', 'America/New_York')).toBe(25);
    expect(hours('2026-11-01', 'America/Sao_Paulo')).toBe(24);
  });

  test('a day whose midnight is skipped begins at one o’clock', () => {
    const [day] = daysFrom('2018-11-04', 1, 'America/Sao_Paulo');
    expect(day && wallOf(day.from, 'America/Sao_Paulo')).toEqual({
      date: '2018-11-04',
      minutes: 60,
    });
  });

  test('days follow each other without gap or overlap over a change', () => {
    const days = daysFrom('2026-10-19', 14, lisbon);
    for (const [i, day] of days.entries()) {
      const next = days[i + 1];
      if (next) expect(day.to).toBe(next.from);
    }
    expect(days.map(({ date }) => date).slice(5, 8)).toEqual([
      '2026-10-24',
      '2026-10-25',
      '2026-10-26',
    ]);
  });

  test('the ruler leaves out the skipped hour and marks the repeated one', () => {
    const [spring] = daysFrom('2026-03-29', 1, lisbon);
    const [autumn] = daysFrom('2026-10-25', 1, lisbon);
    const springHours = spring && ticksOf(spring, lisbon, 1).map((tick) => tick.minutes / 60);
    expect(springHours).toHaveLength(23);
    expect(springHours).not.toContain(1);
    const repeated = autumn && ticksOf(autumn, lisbon, 1).filter((tick) => tick.again);
    expect(repeated?.map((tick) => tick.minutes)).toEqual([60]);
    expect(autumn && ticksOf(autumn, lisbon, 6).map((tick) => tick.minutes / 60)).toEqual([
      0, 6, 12, 18,
    ]);
  });
});

describe('wall time', () => {
  test('goes to an instant and back', () => {
    const at = atWall({ date: '2026-06-09', minutes: 14 * 60 + 30 }, lisbon);
    expect(new Date(at).toISOString()).toBe('2026-06-09T13:30:00.000Z');
    expect(wallOf(at, lisbon)).toEqual({ date: '2026-06-09', minutes: 870 });
  });

  test('minutes past midnight belong to the next day', () => {
    expect(atWall({ date: '2026-06-09', minutes: 1440 + 60 }, lisbon)).toBe(
      atWall({ date: '2026-06-10', minutes: 60 }, lisbon),
    );
  });

  test('a skipped time moves forward, a repeated one means the first', () => {
    const skipped = atWall({ date: '2026-03-29', minutes: 90 }, lisbon);
    expect(wallOf(skipped, lisbon).minutes).toBe(150);
    const twice = atWall({ date: '2026-10-25', minutes: 60 }, lisbon);
    expect(new Date(twice).toISOString()).toBe('2026-10-25T00:00:00.000Z');
  });

  test('days are added by the calendar, not by 24 hours', () => {
    const at = atWall({ date: '2026-03-28', minutes: 900 }, lisbon);
    const next = addDays(at, 1, lisbon);
    expect(next - at).toBe(23 * HOUR);
    expect(wallOf(next, lisbon)).toEqual({ date: '2026-03-29', minutes: 900 });
    expect(daysBetween('2026-03-28', '2026-04-02')).toBe(5);
    expect(daysBetween('2026-04-02', '2026-03-28')).toBe(-5);
  });

  test('rounds to the wall clock, also in a zone of quarter hours', () => {
    const kathmandu = 'Asia/Kathmandu';
    const at = atWall({ date: '2026-06-09', minutes: 10 * 60 + 7 }, kathmandu);
    expect(wallOf(roundWall(at, 15, kathmandu), kathmandu).minutes).toBe(600);
    expect(wallOf(roundWall(at + 60_000, 15, kathmandu), kathmandu).minutes).toBe(615);
    expect(wallOf(floorWall(at, 180, kathmandu), kathmandu).minutes).toBe(540);
  });

  test('knows a date from a link', () => {
    expect(isDate('2026-02-28')).toBe(true);
    expect(isDate('2026-02-30')).toBe(false);
    expect(isDate('2026-2-3')).toBe(false);
    expect(isDate('')).toBe(false);
  });
});
