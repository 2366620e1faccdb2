import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlaps } from '#db/kernel/interval.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Guest, Room } from './rooms.ts';
import { assignRooms } from './rooms.ts';

const stay = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 })).map(([from, nights]) => ({
  from: instantOf(from * 86_400_000),
  to: instantOf((from + nights) * 86_400_000),
}));
const guests: fc.Arbitrary<Guest[]> = fc
  .array(stay, { maxLength: 40 })
  .map((stays) => stays.map((one, i) => ({ ...one, id: `guest ${i}` })));

function build(number: number): Room {
  return { id: `new ${number}`, busy: [] };
}

function peak(of: readonly Guest[]): number {
  const at = (moment: string) => of.filter((one) => one.from <= moment && moment < one.to).length;
  return Math.max(0, ...of.map((one) => at(one.from)));
}

test('with no rooms yet: as many as the peak, none double-booked, in any order of guests', () => {
  fc.assert(
    fc.property(guests, (all) => {
      const assigned = assignRooms(all, [], build);
      expect(assigned.size).toBe(all.length);
      expect(new Set([...assigned.values()].map((room) => room.id)).size).toBe(peak(all));
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          if (assigned.get(a.id) === assigned.get(b.id)) expect(overlaps(a, b)).toBe(false);
        }
      }
      const backwards = assignRooms(all.toReversed(), [], build);
      for (const guest of all) {
        expect(backwards.get(guest.id)?.id).toBe(assigned.get(guest.id)?.id);
      }
    }),
  );
});

test('what stands in a room already is never disturbed', () => {
  fc.assert(
    fc.property(
      guests,
      fc.array(fc.array(stay, { maxLength: 5 }), { maxLength: 4 }),
      (all, held) => {
        const rooms = held.map((busy, i) => ({ id: `room ${i}`, busy }));
        const assigned = assignRooms(all, rooms, build);
        for (const guest of all) {
          const room = assigned.get(guest.id);
          expect(room?.busy.some((taken) => overlaps(taken, guest))).toBe(false);
        }
      },
    ),
  );
});
