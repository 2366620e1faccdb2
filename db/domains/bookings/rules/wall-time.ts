import { Temporal } from 'temporal-polyfill';
import type { Instant } from '#db/kernel/instant.ts';
import { instantOf } from '#db/kernel/instant.ts';

/**
 * The same time of day some days later (or earlier) in an IANA zone: 15:00 stays 15:00 over a change
 * of clocks. Throws RangeError for an unknown zone.
 */
export function sameWallTime(instant: Instant, zone: string, days: number): Instant {
  const there = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).add({ days });
  return instantOf(there.epochMilliseconds);
}

/**
 * Wall time in an IANA zone → instant. A time the clocks skip becomes the moment after the gap; one
 * that comes twice, the first. Throws RangeError for an impossible date or an unknown zone.
 */
export function instantAt(date: Temporal.PlainDate, hour: number, zone: string): Instant {
  const there = date.toZonedDateTime({ timeZone: zone, plainTime: { hour } });
  return instantOf(there.epochMilliseconds);
}
