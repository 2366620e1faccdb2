import type { Id } from '#db/kernel/id.ts';
import type { Interval } from '#db/kernel/interval.ts';
import { must } from '#db/kernel/must.ts';
import type { NewRow } from '#db/schema/table.ts';
import type { bookings, resources } from '../tables.ts';
import type { Stay } from './hotel-row.ts';
import { HOTEL_ZONE } from './hotel-row.ts';
import type { Room } from './rooms.ts';
import { assignRooms } from './rooms.ts';

/** A stay and the id its content gives it. */
export interface IdentifiedStay extends Stay {
  readonly id: Id;
  readonly external_ref: string;
}

/** A resource that is there already. */
export interface KnownRoom {
  readonly id: Id;
  readonly place: string;
  readonly category: string;
  readonly name: string;
  readonly kind: string;
  readonly is_active: 0 | 1;
  /** Stays and closures in it. */
  readonly busy: readonly Interval[];
}

type New<T> = { readonly id: Id; readonly row: NewRow<T> };

export interface Plan {
  readonly resources: readonly New<typeof resources>[];
  /** With the line each came from, in file order. */
  readonly bookings: readonly (New<typeof bookings> & { readonly line: number })[];
}

// The file does not say how many a room holds. One number for all keeps rooms equal on every desk.
const CAPACITY = 4;

/** Name of the category that day-use rooms share. */
export const DAY_USE = 'Day use';

export function categoryOf(room_type: string | null): string {
  return room_type === null ? DAY_USE : `Room type ${room_type}`;
}

/**
 * Rooms and bookings that the stays need beside what is there. A stay that happened gets a room of
 * its hotel and type; a cancelled one and a no-show keep their times and get none.
 */
export function planStays(
  stays: readonly IdentifiedStay[],
  known: readonly KnownRoom[],
  import_id: Id,
  roomId: (place: string, name: string) => Id,
): Plan {
  const made: New<typeof resources>[] = [];
  const rooms = new Map<Id, string>();
  for (const pool of poolsOf(stays)) {
    const build = builder(pool, known, roomId, (resource) => made.push(resource));
    const mine = known.filter((room) => belongs(room, pool));
    const guests = pool.stays.map(({ id, start_time, end_time }) => ({
      id,
      from: start_time,
      to: end_time,
    }));
    for (const [stay, room] of assignRooms(guests, mine, build)) rooms.set(stay, room.id);
  }
  return {
    resources: made,
    bookings: stays.map((stay) => ({
      id: stay.id,
      line: stay.line,
      row: bookingRow(stay, rooms.get(stay.id) ?? null, import_id),
    })),
  };
}

interface Pool {
  readonly hotel: string;
  readonly room_type: string | null;
  readonly stays: IdentifiedStay[];
}

function poolsOf(stays: readonly IdentifiedStay[]): readonly Pool[] {
  const pools = new Map<string, Pool>();
  for (const stay of stays) {
    if (stay.status !== 'completed') continue;
    const { hotel, room_type } = stay;
    const key = JSON.stringify([hotel, room_type]);
    const pool = pools.get(key) ?? { hotel, room_type, stays: [] };
    pools.set(key, pool);
    pool.stays.push(stay);
  }
  return [...pools.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pool]) => pool);
}

function belongs(room: KnownRoom, pool: Pool): boolean {
  return (
    room.kind === 'space' &&
    room.is_active === 1 &&
    room.place === pool.hotel &&
    room.category === categoryOf(pool.room_type)
  );
}

// Numbers go on after those in use: a name or an id is never taken twice.
function builder(
  pool: Pool,
  known: readonly KnownRoom[],
  roomId: (place: string, name: string) => Id,
  made: (resource: New<typeof resources>) => void,
): () => Room {
  const ids = new Set(known.map((room) => room.id));
  const names = new Set(known.filter(({ place }) => place === pool.hotel).map(({ name }) => name));
  let number = 0;
  return () => {
    let name: string;
    let id: Id;
    do {
      number++;
      name = roomName(pool.room_type, number);
      id = roomId(pool.hotel, name);
    } while (ids.has(id) || names.has(name));
    made({
      id,
      row: {
        name,
        kind: 'space',
        place: pool.hotel,
        category: categoryOf(pool.room_type),
        capacity: CAPACITY,
        timezone: HOTEL_ZONE,
        position: number,
      },
    });
    return { id, busy: [] };
  };
}

function roomName(room_type: string | null, number: number): string {
  return room_type === null
    ? `Day use ${number}`
    : `${room_type}-${String(number).padStart(3, '0')}`;
}

function bookingRow(
  stay: IdentifiedStay,
  resource_id: Id | null,
  import_id: Id,
): NewRow<typeof bookings> {
  return {
    resource_id:
      stay.status === 'completed' ? must(resource_id, 'a stay that happened has a room') : null,
    start_time: stay.start_time,
    end_time: stay.end_time,
    timezone: HOTEL_ZONE,
    title: stay.title,
    party_size: stay.party_size,
    status: stay.status,
    source: 'import',
    notes: stay.notes,
    external_ref: stay.external_ref,
    import_id,
  };
}
