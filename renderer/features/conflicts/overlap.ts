import { Temporal } from 'temporal-polyfill';
import type { Instant } from '#db/kernel/instant.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Interval } from '#db/kernel/interval.ts';

/** A stretch of the drawing, in percent of its width. */
interface Stretch {
  readonly start: number;
  readonly size: number;
}

interface Overlap {
  readonly first: Stretch;
  readonly second: Stretch;
  /** Null when they only touch or lie apart. */
  readonly shared: Stretch | null;
  readonly sharedMinutes: number;
  readonly ticks: readonly { readonly at: number; readonly instant: Instant }[];
  /** Ticks are whole days: label them with the day. */
  readonly days: boolean;
}

const MINUTE = 60_000;
const STEPS = [15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map(
  (minutes) => minutes * MINUTE,
);
const MOST_TICKS = 8;

/** Two intervals drawn over each other with a margin of an eighth; ticks lie on round local times. */
export function overlapOf(first: Interval, second: Interval, zone: string): Overlap {
  const edges = [first, second].map(({ from, to }) => ({
    from: millisecondsOf(from),
    to: millisecondsOf(to),
  }));
  const from = Math.min(...edges.map((edge) => edge.from));
  const to = Math.max(...edges.map((edge) => edge.to));
  const margin = (to - from) / 8;
  const begin = from - margin;
  const length = to - from + 2 * margin;
  const at = (moment: number) => ((moment - begin) / length) * 100;
  const stretch = (a: number, b: number): Stretch => ({ start: at(a), size: at(b) - at(a) });

  const sharedFrom = Math.max(...edges.map((edge) => edge.from));
  const sharedTo = Math.min(...edges.map((edge) => edge.to));
  const step = STEPS.find((wide) => length / wide <= MOST_TICKS) ?? length;
  // One offset for the whole drawing: a change of clocks inside it moves labels, not bars.
  const offset =
    Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).offsetNanoseconds /
    1_000_000;
  const ticks = [];
  for (
    let local = Math.ceil((begin + offset) / step) * step;
    local - offset < begin + length;
    local += step
  ) {
    ticks.push({ at: at(local - offset), instant: instantOf(local - offset) });
  }
  const [a, b] = edges;
  return {
    first: stretch(a?.from ?? 0, a?.to ?? 0),
    second: stretch(b?.from ?? 0, b?.to ?? 0),
    shared: sharedTo > sharedFrom ? stretch(sharedFrom, sharedTo) : null,
    sharedMinutes: Math.max(0, sharedTo - sharedFrom) / MINUTE,
    ticks,
    days: step >= 1440 * MINUTE,
  };
}
