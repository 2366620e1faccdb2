import { Temporal } from 'temporal-polyfill';
import type { Instant } from '#db/kernel/instant.ts';
import { instantOf } from '#db/kernel/instant.ts';

/**
 * The same time of day some days later (or earlier) in an IANA zone: 15:00 stays 15:00 over a change
 * of clocks. Null for a zone that is not known here, and beyond the years 0000–9999.
 */
export function sameWallTime(instant: Instant, zone: string, days: number): Instant | null {
  try {
    const there = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).add({ days });
    return instantOf(there.epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Wall time in an IANA zone → instant. A time the clocks skip becomes the moment after the gap; one
 * that comes twice, the first. Throws RangeError for an impossible date or an unknown zone.
 */
export function instantAt(date: Temporal.PlainDate, hour: number, zone: string): Instant {
  const there = date.toZonedDateTime({ timeZone: zone, plainTime: { hour } });
  return instantOf(there.epochMilliseconds);
}

/**
 * Day and time on the wall of an IANA zone, `2026-03-01T09:00`; null for a zone that is not known here,
 * and for days outside the years 0001–9999. Central's `sync.wall_time` is the same in SQL.
 */
export function wallTime(instant: Instant, zone: string): string | null {
  // Abbreviations and offsets are no places: they say nothing about the change of clocks.
  if (zone !== 'UTC' && !zone.includes('/')) return null;
  try {
    const wall = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
    return wall.year < 1 || wall.year > 9999
      ? null
      : wall.toString({ smallestUnit: 'minute', roundingMode: 'trunc' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A booking's times as instants and as the person who meant them read them on the wall. */
export interface MeantTimes {
  readonly start_time: Instant;
  readonly end_time: Instant;
  /** IANA zone in which they were meant. */
  readonly timezone: string;
  /** Null where nobody said. */
  readonly start_wall: string | null;
  readonly end_wall: string | null;
}

/** The times of a slot as they read on the wall of `zone`, to be stored with it. */
export function meantIn(
  slot: Pick<MeantTimes, 'start_time' | 'end_time'>,
  zone: string,
): Pick<MeantTimes, 'timezone' | 'start_wall' | 'end_wall'> {
  return {
    timezone: zone,
    start_wall: wallTime(slot.start_time, zone),
    end_wall: wallTime(slot.end_time, zone),
  };
}

/**
 * Whether the times that were meant are those that the instants have by the clocks known here: in the
 * zone they were meant in, and on the wall of the resource, whose zone is `zone`. The instants decide
 * who occupies what. Central's `sync.clock_fits` is the same in SQL.
 */
export function clockFits(meant: MeantTimes, zone: string): boolean {
  const [there, here] = [meantIn(meant, meant.timezone), meantIn(meant, zone)];
  const fits = (said: string | null, is: string | null): boolean => said === null || said === is;
  return (
    there.start_wall === here.start_wall &&
    there.end_wall === here.end_wall &&
    fits(meant.start_wall, there.start_wall) &&
    fits(meant.end_wall, there.end_wall)
  );
}
