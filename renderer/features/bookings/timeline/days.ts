import { Temporal } from 'temporal-polyfill';

/** One calendar day of a zone as it really passed: 23, 24 or 25 hours. Milliseconds since the epoch. */
export interface BoardDay {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** A line of the ruler. `minutes` is wall time since midnight. */
export interface Tick {
  readonly at: number;
  readonly minutes: number;
  /** The same wall time passed once already that day (clocks went back). */
  readonly again: boolean;
}

/** Wall time in a zone: ISO date and minutes since midnight. */
export interface Wall {
  readonly date: string;
  readonly minutes: number;
}

const HOUR = 3_600_000;

/** `count` days from an ISO date on, each with its real begin and end in `zone` (IANA). */
export function daysFrom(date: string, count: number, zone: string): readonly BoardDay[] {
  const first = Temporal.PlainDate.from(date);
  return Array.from({ length: count }, (_, i) => {
    const day = first.add({ days: i });
    return {
      date: day.toString(),
      from: day.toZonedDateTime(zone).epochMilliseconds,
      to: day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
    };
  });
}

/** Full hours of a day whose wall hour is a multiple of `every`. An hour that clocks skip is missing. */
export function ticksOf(day: BoardDay, zone: string, every: number): readonly Tick[] {
  const ticks: Tick[] = [];
  const seen = new Set<number>();
  for (let at = day.from; at < day.to; at += HOUR) {
    const { minutes } = wallOf(at, zone);
    if (minutes % 60 !== 0 || (minutes / 60) % every !== 0) continue;
    ticks.push({ at, minutes, again: seen.has(minutes) });
    seen.add(minutes);
  }
  return ticks;
}

export function wallOf(at: number, zone: string): Wall {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { date: zoned.toPlainDate().toString(), minutes: zoned.hour * 60 + zoned.minute };
}

/** Wall time → instant. A time that clocks skip moves forward; one that passes twice means the first. */
export function atWall(wall: Wall, zone: string): number {
  const day = Temporal.PlainDate.from(wall.date).add({ days: Math.floor(wall.minutes / 1440) });
  const minutes = ((wall.minutes % 1440) + 1440) % 1440;
  const plainTime = new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}

/** The same wall time `days` later, however long the days between are. */
export function addDays(at: number, days: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days })
    .epochMilliseconds;
}

export function addDaysTo(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from one ISO date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' })
    .days;
}

/** Nearest instant whose wall time in `zone` is a multiple of `minutes`. */
export function roundWall(at: number, minutes: number, zone: string): number {
  const offset = offsetOf(at, zone);
  const step = minutes * 60_000;
  return Math.round((at + offset) / step) * step - offset;
}

/** Like `roundWall`, towards the past. */
export function floorWall(at: number, minutes: number, zone: string): number {
  const offset = offsetOf(at, zone);
  const step = minutes * 60_000;
  return Math.floor((at + offset) / step) * step - offset;
}

/** Milliseconds that `zone` is ahead of UTC at that instant. */
export function offsetOf(at: number, zone: string): number {
  return (
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
  );
}

/** True for an ISO date of the calendar, such as one from a link. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}
