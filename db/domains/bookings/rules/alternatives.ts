import type { Instant } from '#db/kernel/instant.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import type { Interval } from '#db/kernel/interval.ts';
import { overlaps } from '#db/kernel/interval.ts';
import type { Alternative, BoardResource } from '../views.ts';
import { shifted } from './slot-times.ts';
import { sameWallTime } from './wall-time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** How far from the wished start another time of the same resource is looked for. */
export const SEARCH_DAYS = 7;

export interface Wish {
  readonly resource: BoardResource;
  readonly start_time: Instant;
  readonly end_time: Instant;
  /** People expected; null when not known yet: then the wished resource's own capacity is asked for. */
  readonly party_size: number | null;
  /** Nothing earlier is proposed, unless the wish itself lies in the past. */
  readonly now: Instant;
}

/**
 * Free slots that could serve instead of the wished one, best first: the same time in a resource of
 * the same category, then of the same kind with room enough, then the same resource at the nearest
 * other times. `free` are resources of the wished one's kind that nothing occupies at the wished
 * time; `busy` is when the wished resource is taken or closed, `SEARCH_DAYS` around the wish.
 */
export function rankAlternatives(
  wish: Wish,
  free: readonly BoardResource[],
  busy: readonly Interval[],
  limit: number,
): readonly Alternative[] {
  const others = free
    .filter((resource) => resource.id !== wish.resource.id && largeEnough(wish, resource))
    .sort((a, b) => compareResources(wish, a, b))
    .map((resource) => sameTime(wish, resource));
  const times = otherTimes(wish, busy);
  // Another time of the same resource must be seen even where a whole floor of others is free.
  const kept = Math.min(times.length, Math.max(limit - others.length, Math.floor(limit / 3)));
  return [...others.slice(0, limit - kept), ...times.slice(0, kept)];
}

function largeEnough(wish: Wish, resource: BoardResource): boolean {
  if (wish.party_size !== null) return resource.capacity >= wish.party_size;
  return (
    resource.category === wish.resource.category || resource.capacity >= wish.resource.capacity
  );
}

function compareResources(wish: Wish, a: BoardResource, b: BoardResource): number {
  const { category, place, capacity } = wish.resource;
  return (
    Number(a.category !== category) - Number(b.category !== category) ||
    Number(a.place !== place) - Number(b.place !== place) ||
    Math.abs(a.capacity - capacity) - Math.abs(b.capacity - capacity) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)
  );
}

function sameTime(wish: Wish, resource: BoardResource): Alternative {
  return {
    ...place(resource),
    start_time: wish.start_time,
    end_time: wish.end_time,
    reason:
      resource.category === wish.resource.category
        ? 'same_time_same_category'
        : 'same_time_same_kind',
    shift_minutes: 0,
  };
}

function otherTimes(wish: Wish, busy: readonly Interval[]): readonly Alternative[] {
  const earliest =
    wish.now < wish.start_time ? wish.now : shifted(wish.start_time, -SEARCH_DAYS * DAY);
  return candidates(wish, busy)
    .filter((slot) => slot.from >= earliest && slot.from !== wish.start_time)
    .filter((slot) => Math.abs(distance(wish, slot.from)) <= SEARCH_DAYS * DAY)
    .filter((slot) => !busy.some((taken) => overlaps(taken, slot)))
    .sort(
      (a, b) =>
        Math.abs(distance(wish, a.from)) - Math.abs(distance(wish, b.from)) ||
        (a.from < b.from ? 1 : -1),
    )
    .map((slot) => ({
      ...place(wish.resource),
      start_time: slot.from,
      end_time: slot.to,
      reason: 'same_resource_other_time' as const,
      shift_minutes: distance(wish, slot.from) / MINUTE,
    }));
}

// A stay of nights keeps its hours and moves by days; anything shorter moves to the next free edge.
function candidates(wish: Wish, busy: readonly Interval[]): readonly Interval[] {
  const length = millisecondsOf(wish.end_time) - millisecondsOf(wish.start_time);
  const zone = wish.resource.timezone;
  const byDays = DAYS.flatMap((days) => {
    const from = sameWallTime(wish.start_time, zone, days);
    const to = sameWallTime(wish.end_time, zone, days);
    return from === null || to === null ? [] : [{ from, to }];
  });
  if (length >= DAY / 2) return byDays;
  const edges = busy.flatMap(({ from, to }) => [
    { from: to, to: shifted(to, length) },
    { from: shifted(from, -length), to: from },
  ]);
  const seen = new Map([...edges, ...byDays].map((slot) => [slot.from, slot]));
  return [...seen.values()];
}

const DAYS = Array.from({ length: SEARCH_DAYS }, (_, i) => [i + 1, -i - 1]).flat();

function distance(wish: Wish, from: Instant): number {
  return millisecondsOf(from) - millisecondsOf(wish.start_time);
}

function place(resource: BoardResource) {
  return {
    resource_id: resource.id,
    resource_name: resource.name,
    place: resource.place,
    category: resource.category,
    capacity: resource.capacity,
  };
}
