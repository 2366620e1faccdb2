import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Id } from '#db/kernel/id.ts';

// Ids that every seed shares. The other organization has rooms of the same ids: nothing but the
// organization keeps them apart.
const id = (kind: number, number: number): Id =>
  `01980000-0000-7000-8${kind.toString(16).padStart(3, '0')}-0000000000${number.toString(16).padStart(2, '0')}`;

export const HOME = { id: id(1, 1), slug: 'casa' };
export const OTHER = { id: id(1, 2), slug: 'outra' };
export const PEOPLE = {
  agent: id(2, 1),
  supervisor: id(2, 2),
  admin: id(2, 3),
};
export const ROOMS: readonly Id[] = [id(3, 1), id(3, 2), id(3, 3)];
export const DEVICES = 4;

export function incarnationOf(device: number): Id {
  return id(4, device + 1);
}

/** Bookings that are there from the start. */
export function startingBooking(number: number): Id {
  return id(5, number);
}

/** Stands in every text of the other organization, and may stand nowhere on a desk of this one. */
export const CANARY = 'CANARY-7f3a';

const DAY = Date.UTC(2040, 2, 1);

/** `hour` of the one day on which everything happens; far ahead, so that no urgency depends on now. */
export function hour(of: number): string {
  return new Date(DAY + of * 3_600_000).toISOString();
}

/** A folder in memory where there is one. */
export const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
