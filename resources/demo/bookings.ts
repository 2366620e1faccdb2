import { Temporal } from 'temporal-polyfill';
import type { Instant } from '#db/kernel/instant.ts';
import type { Interval } from '#db/kernel/interval.ts';
import { overlaps } from '#db/kernel/interval.ts';
import type { BookingStatus } from '#db/domains/bookings/rules/status.ts';
import { instantAt } from '#db/domains/bookings/rules/wall-time.ts';
import { createRandom, seedOf } from '#resources/generate/random.ts';
import type { Random } from '#resources/generate/random.ts';
import type { DemoClosure, DemoOrganization, DemoResource } from './organization.ts';

/** A booking of the demo; `key` is unique in its organization and the same on every load. */
export interface DemoBooking {
  readonly key: string;
  readonly resource: string;
  readonly start_time: Instant;
  readonly end_time: Instant;
  readonly title: string;
  readonly party_size: number;
  readonly status: BookingStatus;
  readonly notes: string;
}

const FIRST_DAY = -3;
const LAST_DAY = 9;
const NOTES = ['', '', '', 'Asked for a quiet place.', 'Pays on the day.', 'Prefers e-mail.'];

/** When a closure is, for an organization whose today contains `now`. */
export function closureTimes(
  organization: DemoOrganization,
  closure: DemoClosure,
  now: Instant,
): Interval {
  const day = today(organization, now).add({ days: closure.day });
  return {
    from: at(organization, day, closure.from),
    to: at(organization, day, closure.to),
  };
}

/** Bookings from three days ago to nine days ahead; no two that take time overlap, none in a closure. */
export function demoBookings(organization: DemoOrganization, now: Instant): readonly DemoBooking[] {
  return organization.resources.flatMap((resource) => {
    const random = createRandom(seedOf(`${organization.slug}/${resource.name}`));
    const closed = organization.closures
      .filter((closure) => closure.resource === resource.name)
      .map((closure) => closureTimes(organization, closure, now));
    return slotsOf(organization, resource, random, now)
      .filter((slot) => !closed.some((closure) => overlaps(closure, slot)))
      .map((slot, i) => bookingIn(organization, resource, slot, i, random, now));
  });
}

function slotsOf(
  organization: DemoOrganization,
  resource: DemoResource,
  random: Random,
  now: Instant,
): readonly Interval[] {
  const start = today(organization, now);
  const slots: Interval[] = [];
  const { use } = resource;
  let day = FIRST_DAY;
  while (day <= LAST_DAY) {
    const date = start.add({ days: day });
    if (use.by === 'nights') {
      const nights = random.between(1, 4);
      slots.push({
        from: at(organization, date, 15),
        to: at(organization, date.add({ days: nights }), 11),
      });
      day += nights + (random.next() < 0.3 ? 1 : 0);
      continue;
    }
    let hour = use.from + random.between(0, 3);
    while (hour < use.to - 1) {
      const length = Math.min(random.between(1, 3), use.to - hour);
      slots.push({ from: at(organization, date, hour), to: at(organization, date, hour + length) });
      // Often back to back: 10–11 and 11–12 must both fit.
      hour += length + random.pick([0, 0, 1, 2, 4]);
    }
    day++;
  }
  return slots;
}

function bookingIn(
  organization: DemoOrganization,
  resource: DemoResource,
  slot: Interval,
  number: number,
  random: Random,
  now: Instant,
): DemoBooking {
  const guest = random.pick(organization.guests);
  const status = statusIn(slot, random, now);
  return {
    key: `${resource.name}/${number}`,
    resource: resource.name,
    start_time: slot.from,
    end_time: slot.to,
    title: resource.use.by === 'nights' ? guest : `${guest}, ${random.pick(resource.purposes)}`,
    party_size: random.between(1, Math.min(resource.capacity, 12)),
    status,
    notes: random.pick(NOTES),
  };
}

function statusIn(slot: Interval, random: Random, now: Instant): BookingStatus {
  const chance = random.next();
  if (chance < 0.08) return 'cancelled';
  if (slot.to <= now) return chance < 0.14 ? 'no_show' : 'completed';
  if (slot.from <= now) return 'checked_in';
  if (chance < 0.2) return 'pending';
  return chance < 0.26 ? 'held' : 'confirmed';
}

function today(organization: DemoOrganization, now: Instant): Temporal.PlainDate {
  return Temporal.Instant.from(now).toZonedDateTimeISO(organization.timezone).toPlainDate();
}

// Hours past midnight belong to the next days: 33 is 09:00 tomorrow.
function at(organization: DemoOrganization, date: Temporal.PlainDate, hour: number): Instant {
  const day = date.add({ days: Math.floor(hour / 24) });
  return instantAt(day, hour % 24, organization.timezone);
}
