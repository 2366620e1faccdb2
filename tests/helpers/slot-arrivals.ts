import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { overbooked } from '#db/domains/bookings/rules/overbooked.ts';
import { occupies } from '#db/domains/bookings/rules/status.ts';
import type { BookingStatus } from '#db/domains/bookings/rules/status.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Op } from '#sync/core/op.ts';
import { bookingCells, hour, insert, update } from './central-changes.ts';
import { createCentral } from './postgres.ts';
import type { TestCentral, TestDevice } from './postgres.ts';

/** One thing that one of the desks did while nobody could hear it. */
export type Deed =
  | {
      readonly kind: 'book';
      readonly room: number;
      readonly from: number;
      readonly to: number;
      readonly people: number;
    }
  | { readonly kind: 'close'; readonly room: number; readonly from: number; readonly to: number }
  | { readonly kind: 'use'; readonly room: number; readonly mode: 'exclusive' | 'shared' };

const span = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 3 }))
  .map(([from, length]) => ({ from, to: from + length }));
const room = fc.constantFrom(0, 1);

/** Deeds of three desks in the order in which they reach central. */
export const arrivals: fc.Arbitrary<readonly (readonly [desk: number, deed: Deed])[]> = fc.array(
  fc.tuple(
    fc.constantFrom(0, 1, 2),
    fc.oneof(
      {
        weight: 10,
        arbitrary: fc
          .record({ room, span, people: fc.integer({ min: 0, max: 4 }) })
          .map((one): Deed => ({ kind: 'book', room: one.room, ...one.span, people: one.people })),
      },
      {
        weight: 1,
        arbitrary: fc
          .record({ room, span })
          .map((one): Deed => ({ kind: 'close', room: one.room, ...one.span })),
      },
      {
        weight: 2,
        arbitrary: fc
          .record({ room, mode: fc.constantFrom('exclusive' as const, 'shared' as const) })
          .map((one): Deed => ({ kind: 'use', ...one })),
      },
    ),
  ),
  { minLength: 4, maxLength: 24 },
);

/** A central with three desks, on which arrivals are tried out. */
export interface SlotWorld {
  readonly central: TestCentral;
  /** What was wrong after some commit or at the end; empty when every rule held. */
  wrongAfter(deeds: readonly (readonly [number, Deed])[]): Promise<readonly string[]>;
  drop(): Promise<void>;
}

const CAPACITY = 5;

export async function createSlotWorld(): Promise<SlotWorld> {
  const central = await createCentral();
  const organization = await central.organization();
  const desks = [
    await central.enrol(organization, 'A'),
    await central.enrol(organization, 'B'),
    await central.enrol(organization, 'C'),
  ];
  return {
    central,
    drop: () => central.drop(),
    wrongAfter: async (deeds) => {
      const rooms = await freshRooms(must(desks[0], 'a desk'));
      for (const [at, deed] of deeds) {
        const desk = must(desks[at], 'a desk');
        const op = opOf(desk, deed, rooms);
        const reply = await desk.link.push([op]);
        if (reply.kind !== 'verdicts') return [`push answered ${reply.kind}`];
        const wrong = await wrongNow(central, rooms, must(op.changes[0], 'a change').row_id);
        if (wrong.length > 0) return wrong;
      }
      return [];
    },
  };
}

async function freshRooms(desk: TestDevice): Promise<readonly string[]> {
  const rooms = [randomUUID(), randomUUID()];
  const cells = { kind: 'space', timezone: 'Europe/Lisbon', capacity: CAPACITY };
  const made = await desk.link.push([
    desk.op(
      rooms.map((id, at) =>
        insert('resources', id, {
          ...cells,
          name: id,
          booking_mode: at === 0 ? 'exclusive' : 'shared',
        }),
      ),
    ),
  ]);
  if (made.kind !== 'verdicts') throw new Error(made.kind);
  return rooms;
}

function opOf(desk: TestDevice, deed: Deed, rooms: readonly string[]): Op {
  const id = must(rooms[deed.room], 'a room');
  switch (deed.kind) {
    case 'book':
      return desk.op([
        insert('bookings', randomUUID(), {
          ...bookingCells(id, deed.from, deed.to),
          party_size: deed.people,
        }),
      ]);
    case 'close':
      return desk.op([
        insert('resource_closures', randomUUID(), {
          resource_id: id,
          start_time: hour(deed.from),
          end_time: hour(deed.to),
          reason: 'x',
        }),
      ]);
    case 'use': {
      const other = deed.mode === 'shared' ? 'exclusive' : 'shared';
      return desk.op([update('resources', id, { booking_mode: [other, deed.mode] })]);
    }
    default:
      return unreachable(deed);
  }
}

interface Stored {
  readonly id: string;
  readonly resource_id: string;
  readonly start_time: Date;
  readonly end_time: Date;
  readonly status: BookingStatus;
  readonly party_size: string;
  readonly conflicts: readonly string[];
  readonly closed: boolean;
}

// Read past the product: what is stored, with the open conflicts about it.
async function wrongNow(
  central: TestCentral,
  rooms: readonly string[],
  newest: string,
): Promise<string[]> {
  const { rows: resources } = await central.admin.query<{
    id: string;
    booking_mode: 'exclusive' | 'shared';
  }>('select id, booking_mode from data.resources where id = any ($1)', [rooms]);
  const { rows } = await central.admin.query<Stored>(
    `select b.id, b.resource_id, b.start_time, b.end_time, b.status, b.party_size,
       array(select l.conflict_type from data.conflict_logs l where l.row_id = b.id and l.status = 'open') as conflicts,
       exists (select from data.resource_closures c where c.resource_id = b.resource_id
         and c.start_time < b.end_time and b.start_time < c.end_time) as closed
     from data.bookings b where b.resource_id = any ($1)`,
    [rooms],
  );
  const standing = rows.map((row) => ({
    ...row,
    start_time: instantOf(row.start_time.getTime()),
    end_time: instantOf(row.end_time.getTime()),
    party_size: Number(row.party_size),
  }));
  const uses = resources.map((resource) => ({
    ...resource,
    conflict_detection_enabled: 1 as const,
    capacity: CAPACITY,
  }));
  const wished = standing.map((row) =>
    row.id === newest ? { ...row, status: 'confirmed' as const } : row,
  );
  const lost = ['double_booking', 'capacity_exceeded'];
  return [
    ...overbooked(standing, uses).map(({ bookings }) => `overbooked: ${bookings.join(', ')}`),
    ...rows
      .filter(({ status, conflicts }) => status === 'conflicted' && !told(conflicts, lost))
      .map(({ id }) => `${id} lost its slot and nobody is told`),
    ...standing
      .filter(({ id, status }) => id === newest && status === 'conflicted')
      .filter(() => overbooked(wished, uses).length === 0)
      .map(({ id }) => `${id} lost its slot although there was room`),
    ...rows
      .filter(
        ({ status, closed, conflicts }) =>
          closed && occupies(status) && !told(conflicts, ['resource_unavailable']),
      )
      .map(({ id }) => `${id} stands in a closure and nobody is told`),
  ];
}

function told(conflicts: readonly string[], types: readonly string[]): boolean {
  return conflicts.some((type) => types.includes(type));
}
