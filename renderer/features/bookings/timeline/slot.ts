import { unreachable } from '#db/kernel/must.ts';
import { addDays, addDaysTo, atWall, daysBetween, floorWall, roundWall, wallOf } from './days.ts';
import type { Habit } from './habit.ts';

/** Where and when; milliseconds, half-open. */
export interface Slot {
  readonly resource: string;
  readonly from: number;
  readonly to: number;
}

/** Time that somebody holds. */
export interface Taken {
  readonly from: number;
  readonly to: number;
}

export type View = 'day' | 'week';
export type Edge = 'from' | 'to';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Grid in a day, and the day-part in a week, in minutes of wall time. */
export const SNAP = { day: 15, week: 180 } as const;
/** Shortest booking that drag or keyboard makes. */
const LEAST = 15 * MINUTE;

/** A new booking of one click: an hour, or one night where nights are usual and the week is shown. */
export function slotAt(resource: string, at: number, view: View, habit: Habit, zone: string): Slot {
  if (view === 'week' && habit.kind === 'stays') return staySlot(resource, at, at, habit, zone);
  const from = floorWall(at, view === 'day' ? 30 : SNAP.week, zone);
  return { resource, from, to: from + 60 * MINUTE };
}

/**
 * A new slot made to fit the gap it was clicked in: cut where a neighbour begins or ends. Left as it is
 * where the gap is too small to be meant.
 */
export function slotFitted(slot: Slot, at: number, taken: readonly Taken[]): Slot {
  const from = Math.max(slot.from, ...taken.filter(({ to }) => to <= at).map(({ to }) => to));
  const to = Math.min(slot.to, ...taken.filter((span) => span.from > at).map((span) => span.from));
  return to - from < LEAST ? slot : { ...slot, from, to };
}

/** A new booking drawn from one point to another, either way round. */
export function slotDrawn(
  resource: string,
  a: number,
  b: number,
  view: View,
  habit: Habit,
  zone: string,
  exact: boolean,
): Slot {
  const [first, last] = a < b ? [a, b] : [b, a];
  if (view === 'week' && habit.kind === 'stays' && !exact) {
    return staySlot(resource, first, last, habit, zone);
  }
  const grid = exact ? 5 : SNAP[view];
  const from = floorWall(first, grid, zone);
  const to = roundWall(last, grid, zone);
  return { resource, from, to: Math.max(to, from + Math.max(LEAST, grid * MINUTE)) };
}

function staySlot(
  resource: string,
  first: number,
  last: number,
  habit: Extract<Habit, { kind: 'stays' }>,
  zone: string,
): Slot {
  const begin = wallOf(first, zone).date;
  const end = wallOf(last, zone).date;
  const leave = end > begin ? end : addDaysTo(begin, 1);
  return {
    resource,
    from: atWall({ date: begin, minutes: habit.arrive }, zone),
    to: atWall({ date: leave, minutes: habit.depart }, zone),
  };
}

/**
 * A booking dragged by `delta` milliseconds. In a day its start snaps to the quarter hour; in a week
 * stays go by whole days at the same wall time, others by day-parts with whole days magnetic.
 */
export function slotMoved(
  slot: Slot,
  resource: string,
  delta: number,
  view: View,
  zone: string,
  exact: boolean,
): Slot {
  if (exact) return shifted(slot, resource, Math.round(delta / (5 * MINUTE)) * 5 * MINUTE);
  if (view === 'day') {
    if (Math.abs(delta) < (SNAP.day / 2) * MINUTE) return { ...slot, resource };
    const from = roundWall(slot.from + delta, SNAP.day, zone);
    return shifted(slot, resource, from - slot.from);
  }
  const days = Math.round(delta / DAY);
  const stay = slot.to - slot.from >= DAY / 2;
  if (stay || Math.abs(delta - days * DAY) < DAY * 0.17)
    return movedDays(slot, resource, days, zone);
  const part = SNAP.week * MINUTE;
  return shifted(slot, resource, Math.round(delta / part) * part);
}

/** Same wall times, other days. */
export function movedDays(slot: Slot, resource: string, days: number, zone: string): Slot {
  if (days === 0) return { ...slot, resource };
  return {
    resource,
    from: addDays(slot.from, days, zone),
    to: addDays(slot.to, days, zone),
  };
}

function shifted(slot: Slot, resource: string, delta: number): Slot {
  return { resource, from: slot.from + delta, to: slot.to + delta };
}

/** One end dragged to an instant; never shorter than a quarter of an hour, the other end stays. */
export function slotResized(
  slot: Slot,
  edge: Edge,
  at: number,
  view: View,
  zone: string,
  exact: boolean,
): Slot {
  const stay = slot.to - slot.from >= DAY / 2;
  let to: number;
  if (exact) to = roundWall(at, 5, zone);
  else if (view === 'week' && stay) to = sameTimeOn(slot[edge], at, zone);
  else to = roundWall(at, SNAP[view], zone);
  return edge === 'from'
    ? { ...slot, from: Math.min(to, slot.to - LEAST) }
    : { ...slot, to: Math.max(to, slot.from + LEAST) };
}

/** The wall time of `of`, on the day for which it lies nearest to `at`. */
function sameTimeOn(of: number, at: number, zone: string): number {
  const wall = wallOf(of, zone);
  const days = daysBetween(wall.date, wallOf(at, zone).date);
  return [days - 1, days, days + 1]
    .map((n) => addDays(of, n, zone))
    .reduce((best, next) => (Math.abs(next - at) < Math.abs(best - at) ? next : best));
}

/** How far the keyboard goes: minutes within a day, whole days in a week. */
export interface Nudge {
  readonly minutes: number;
  readonly days: number;
}

/** Time part of a keyboard step while a booking is held. `big` is Shift, `fine` is Alt. */
export function nudgeOf(view: View, by: -1 | 1, big: boolean, fine: boolean): Nudge {
  if (fine) return { minutes: by * 5, days: 0 };
  if (view === 'day') return { minutes: by * (big ? 60 : SNAP.day), days: 0 };
  return { minutes: 0, days: by * (big ? 7 : 1) };
}

/** Applies a keyboard step to the whole slot or to one end. */
export function nudged(slot: Slot, what: 'both' | Edge, nudge: Nudge, zone: string): Slot {
  const move = (at: number): number => addDays(at, nudge.days, zone) + nudge.minutes * MINUTE;
  switch (what) {
    case 'both':
      return { ...slot, from: move(slot.from), to: move(slot.to) };
    case 'from':
      return { ...slot, from: Math.min(move(slot.from), slot.to - LEAST) };
    case 'to':
      return { ...slot, to: Math.max(move(slot.to), slot.from + LEAST) };
    default:
      return unreachable(what);
  }
}

export function sameSlot(a: Slot, b: Slot): boolean {
  return a.resource === b.resource && a.from === b.from && a.to === b.to;
}
