import { floorWall } from './days.ts';
import { inOrder } from './lanes.ts';
import type { Span } from './lanes.ts';

/** A place the keyboard can stand on: a booking, or a free cell of the row. */
export interface Stop {
  readonly from: number;
  readonly to: number;
  readonly booking: string | null;
}

/**
 * All stops of a row within `[from, to)`, in reading order: every booking once, and the free time
 * between them cut at multiples of `minutes` of wall time.
 */
export function stopsOf(
  bookings: readonly Span[],
  from: number,
  to: number,
  minutes: number,
  zone: string,
): readonly Stop[] {
  const stops: Stop[] = [];
  let free = from;
  for (const span of inOrder(bookings)) {
    if (span.to <= from || span.from >= to) continue;
    if (span.from > free) stops.push(...cellsOf(free, span.from, minutes, zone));
    stops.push({ from: span.from, to: span.to, booking: span.id });
    free = Math.max(free, span.to);
  }
  if (free < to) stops.push(...cellsOf(free, to, minutes, zone));
  return stops;
}

function cellsOf(from: number, to: number, minutes: number, zone: string): Stop[] {
  const cells: Stop[] = [];
  let at = from;
  while (at < to) {
    // Where clocks go back the grid can fall behind; the cell is a full step then.
    let next = floorWall(at + minutes * 60_000, minutes, zone);
    if (next <= at) next = at + minutes * 60_000;
    cells.push({ from: at, to: Math.min(next, to), booking: null });
    at = next;
  }
  return cells;
}

/** The stop that covers an instant, preferring the booking asked for; the nearest one otherwise. */
export function stopAt(stops: readonly Stop[], at: number, booking: string | null): number {
  if (booking !== null) {
    const same = stops.findIndex((stop) => stop.booking === booking);
    if (same !== -1) return same;
  }
  const covering = stops.findIndex((stop) => stop.from <= at && at < stop.to);
  if (covering !== -1) return covering;
  const first = stops[0];
  return first && at < first.from ? 0 : stops.length - 1;
}
