import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#db/kernel/instant.ts';
import { overlaps } from '#db/kernel/interval.ts';
import type { BoardResource } from '../views.ts';
import { rankAlternatives, SEARCH_DAYS } from './alternatives.ts';
import type { Wish } from './alternatives.ts';

const HOUR = 3_600_000;
const noon = Date.UTC(2026, 10, 24, 12);

function room(name: string, more: Partial<BoardResource> = {}): BoardResource {
  return {
    id: name,
    name,
    kind: 'space',
    place: 'Térreo',
    category: 'Meeting room',
    capacity: 10,
    timezone: 'Europe/Lisbon',
    is_active: 1,
    booking_mode: 'exclusive',
    conflict_detection_enabled: 1,
    ...more,
  };
}

const wish: Wish = {
  resource: room('Sala 1'),
  start_time: instantOf(noon),
  end_time: instantOf(noon + HOUR),
  party_size: null,
  now: instantOf(noon - 24 * HOUR),
};

function names(
  free: readonly BoardResource[],
  more: Partial<Wish> = {},
  limit = 10,
): readonly string[] {
  return rankAlternatives({ ...wish, ...more }, free, [], limit)
    .filter(({ reason }) => reason !== 'same_resource_other_time')
    .map(({ resource_name }) => resource_name);
}

test('same category first, then same place, then the closest size, then the name', () => {
  const free = [
    room('Hall', { category: 'Hall', capacity: 10 }),
    room('Elsewhere', { place: '1º andar' }),
    room('Big', { capacity: 30 }),
    room('B'),
    room('A'),
    room('Sala 1'),
  ];
  expect(names(free)).toEqual(['A', 'B', 'Big', 'Elsewhere', 'Hall']);
});

test('a known party must fit; an unknown one needs as much as was wished, or the same category', () => {
  const free = [room('Small', { capacity: 4 }), room('Hall', { category: 'Hall', capacity: 8 })];
  expect(names(free)).toEqual(['Small']);
  expect(names(free, { party_size: 8 })).toEqual(['Hall']);
  expect(names(free, { party_size: 4 })).toEqual(['Small', 'Hall']);
});

test('other times: the nearest free ones around what is taken, never before now', () => {
  const taken = { from: instantOf(noon - HOUR / 2), to: instantOf(noon + 2 * HOUR) };
  const times = (more: Partial<Wish>) =>
    rankAlternatives({ ...wish, ...more }, [], [taken], 3).map(
      ({ shift_minutes }) => shift_minutes,
    );
  expect(times({})).toEqual([-90, 120, 1440]);
  expect(times({ now: instantOf(noon - HOUR) })).toEqual([120, 1440, 2880]);
});

test('a stay of nights keeps its hours over the change of clocks', () => {
  const stay = {
    start_time: '2026-10-24T14:00:00.000Z',
    end_time: '2026-10-25T11:00:00.000Z',
    now: '2026-10-20T00:00:00.000Z',
  };
  // A day later is 25 hours later here, so the day before is nearer.
  const [, next] = rankAlternatives({ ...wish, ...stay }, [], [], 2);
  expect(next).toMatchObject({
    start_time: '2026-10-25T15:00:00.000Z',
    end_time: '2026-10-26T11:00:00.000Z',
  });
});

test('in a zone that is not known here nobody can tell the same time of another day: only what is free around', () => {
  const taken = { from: instantOf(noon - HOUR / 2), to: instantOf(noon + 2 * HOUR) };
  const resource = room('Sala 1', { timezone: 'Mars/Olympus' });
  const [next, ...times] = rankAlternatives({ ...wish, resource }, [room('B')], [taken], 6);
  expect(next).toMatchObject({ resource_name: 'B', reason: 'same_time_same_category' });
  expect(times.map(({ shift_minutes }) => shift_minutes)).toEqual([-90, 120]);
  const stay = { ...wish, resource, end_time: instantOf(noon + 20 * HOUR) };
  expect(rankAlternatives(stay, [], [taken], 6)).toEqual([]);
});

test('at the end of the calendar no day is proposed that has no name', () => {
  const last = { start_time: '9999-12-31T22:00:00.000Z', end_time: '9999-12-31T23:00:00.000Z' };
  const days = rankAlternatives({ ...wish, ...last }, [], [], 20);
  expect(days.map(({ start_time }) => start_time)).toHaveLength(SEARCH_DAYS);
});

test('another time is offered even where a whole floor is free', () => {
  const floor = Array.from({ length: 50 }, (_, i) => room(`Room ${i}`));
  const reasons = rankAlternatives(wish, floor, [], 6).map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason === 'same_resource_other_time')).toHaveLength(2);
  expect(reasons).toHaveLength(6);
});

test('whatever is taken: proposals are free, as long as the wish, near, and at most as many as asked', () => {
  const busy = fc.array(
    fc
      .tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 1, max: 60 }))
      .map(([from, length]) => ({
        from: instantOf(noon + from * (HOUR / 2)),
        to: instantOf(noon + (from + length) * (HOUR / 2)),
      })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      busy,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (taken, hours, limit) => {
        const end_time = instantOf(noon + hours * HOUR);
        const found = rankAlternatives({ ...wish, end_time }, [], taken, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        for (const { start_time, end_time: end, shift_minutes } of found) {
          expect(taken.some((one) => overlaps(one, { from: start_time, to: end }))).toBe(false);
          expect(Date.parse(end) - Date.parse(start_time)).toBe(hours * HOUR);
          expect(Date.parse(start_time) - noon).toBe(shift_minutes * 60_000);
          expect(Math.abs(shift_minutes)).toBeLessThanOrEqual(SEARCH_DAYS * 24 * 60);
          expect(start_time >= wish.now).toBe(true);
        }
      },
    ),
  );
});
