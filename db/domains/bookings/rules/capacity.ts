import type { Instant } from '#db/kernel/instant.ts';
import type { Interval } from '#db/kernel/interval.ts';
import { overlaps } from '#db/kernel/interval.ts';

/** How a resource may be used. */
export interface Use {
  readonly booking_mode: 'exclusive' | 'shared';
  readonly conflict_detection_enabled: 0 | 1;
  /** People it holds at a time. */
  readonly capacity: number;
}

/** A booking as somebody who takes up room from `start_time` to `end_time`. */
export interface Presence {
  readonly start_time: Instant;
  readonly end_time: Instant;
  readonly party_size: number;
}

/** What the people on a resource change to at one instant. */
interface Turn {
  readonly at: Instant;
  readonly people: number;
}

// Who leaves goes before who comes at the same instant: touching bookings do not add up.
function sweep(present: readonly Presence[]): readonly Turn[] {
  const turns = present
    .flatMap(({ start_time, end_time, party_size }) => [
      { at: start_time, people: party_size },
      { at: end_time, people: -party_size },
    ])
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.people - b.people));
  let people = 0;
  return turns.map((turn) => {
    people += turn.people;
    return { at: turn.at, people };
  });
}

/** The most people at any instant of `within`, half-open. Central's `sync.peak` is the same in SQL. */
export function peak(present: readonly Presence[], within: Interval): number {
  const there = present
    .filter(({ start_time, end_time }) => overlaps({ from: start_time, to: end_time }, within))
    .map((one) => ({
      ...one,
      start_time: one.start_time < within.from ? within.from : one.start_time,
    }));
  return sweep(there).reduce((most, { people }) => Math.max(most, people), 0);
}

/** The times in which a shared resource has no room left for so many more people. */
export function fullTimes(
  present: readonly Presence[],
  capacity: number,
  party_size: number,
): readonly Interval[] {
  const full: Interval[] = [];
  let since: Instant | null = null;
  // Several turns of one instant are one change: what they add up to is what holds from then on.
  const after = new Map(sweep(present).map(({ at, people }) => [at, people]));
  for (const [at, people] of after) {
    const over = people + party_size > capacity;
    if (over && since === null) since = at;
    if (!over && since !== null) {
      full.push({ from: since, to: at });
      since = null;
    }
  }
  return full;
}

/**
 * Who stands in the way on a shared resource that is over its capacity: the largest of those there, of
 * equal ones the latest, of those the one with the lower id. Central names the same.
 */
export function largest<B extends Presence & { readonly id: string }>(
  present: readonly B[],
): B | undefined {
  return present.toSorted(
    (a, b) =>
      b.party_size - a.party_size ||
      (a.start_time > b.start_time ? -1 : a.start_time < b.start_time ? 1 : 0) ||
      (a.id < b.id ? -1 : 1),
  )[0];
}
