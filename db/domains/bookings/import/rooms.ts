import type { Interval } from '#db/kernel/interval.ts';
import { overlaps } from '#db/kernel/interval.ts';

/** A room, and what stands in it already. */
export interface Room {
  readonly id: string;
  readonly busy: readonly Interval[];
}

export interface Guest extends Interval {
  readonly id: string;
}

/**
 * Gives each guest a room so that no room is double-booked, lowest room first. Rooms that do not
 * exist yet come from `build(n)`, n counting from 0. With empty rooms it builds exactly as many as
 * the largest number of guests at one moment: taking guests by arrival, a new room is built only when
 * all others are taken at that moment. Deterministic: guests in any order give the same answer.
 */
export function assignRooms(
  guests: readonly Guest[],
  rooms: readonly Room[],
  build: (number: number) => Room,
): ReadonlyMap<string, Room> {
  const open = rooms.map((room) => ({ room, free: '' }));
  const assigned = new Map<string, Room>();
  let built = 0;
  for (const guest of guests.toSorted(byArrival)) {
    let place = open.find(
      ({ room, free }) => free <= guest.from && !room.busy.some((taken) => overlaps(taken, guest)),
    );
    if (place === undefined) {
      place = { room: build(built++), free: '' };
      open.push(place);
    }
    place.free = guest.to;
    assigned.set(guest.id, place.room);
  }
  return assigned;
}

function byArrival(a: Guest, b: Guest): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  if (a.to !== b.to) return a.to < b.to ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
