import { wallOf } from './days.ts';
import type { Span } from './lanes.ts';

/** How a group of resources is used: by the hour, or over nights with usual arrival and departure. */
export type Habit =
  | { readonly kind: 'hours' }
  | {
      readonly kind: 'stays';
      /** Minutes since midnight, wall time. */
      readonly arrive: number;
      readonly depart: number;
    };

const NIGHT = 14 * 3_600_000;
const HOURS: Habit = { kind: 'hours' };

/**
 * Learns from what is booked: where most bookings last over night, new ones are offered from the
 * usual arrival to the usual departure. Nothing booked means hours.
 */
export function habitOf(spans: readonly Span[], zone: string): Habit {
  const nights = spans.filter((span) => span.to - span.from >= NIGHT);
  if (nights.length === 0 || nights.length * 2 <= spans.length) return HOURS;
  // A sample is enough and keeps scrolling cheap.
  const sample = nights.slice(0, 24);
  const arrive = commonest(sample.map((span) => wallOf(span.from, zone).minutes));
  const depart = commonest(sample.map((span) => wallOf(span.to, zone).minutes));
  return { kind: 'stays', arrive, depart };
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let best = 0;
  let most = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most) {
      most = count;
      best = value;
    }
  }
  return best;
}
