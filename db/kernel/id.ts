import type { Clock } from './clock.ts';

/** UUID in lower case with dashes. Rows and ops carry version 7 (time-ordered, 74 random bits). */
export type Id = string;

/** Where new ids come from. Random, never a counter: a restored file must not repeat one. */
export interface Ids {
  next(): Id;
}

/** Fills the array with random bytes; `crypto.getRandomValues` outside tests. */
export type RandomBytes = (into: Uint8Array) => Uint8Array;

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isId(text: string): boolean {
  return SHAPE.test(text);
}

/** UUIDv7 (RFC 9562 section 5.7). */
export function createIds(clock: Clock, random: RandomBytes): Ids {
  return {
    next: () => {
      const bytes = random(new Uint8Array(16));
      const now = clock.now();
      for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
      return stamped(bytes, 7);
    },
  };
}

/** UUIDv8 from a 16-byte digest: the same name always gives the same id (RFC 9562 section 5.8). */
export function idFromDigest(digest: Uint8Array): Id {
  return stamped(digest.slice(0, 16), 8);
}

function stamped(bytes: Uint8Array, version: 7 | 8): Id {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
