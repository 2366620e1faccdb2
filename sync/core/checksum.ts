import type { Id } from '#db/kernel/id.ts';

/** Bucket of a row: the last byte of its id, which is random in every id we make. */
export function bucketOf(id: Id): number {
  return hexadecimal(id, 34, 36);
}

/**
 * 32-bit mix of row id and version, the same arithmetic as `sync.row_hash` in Postgres: all steps
 * stay below 2^53 here and 2^63 there.
 */
export function rowHash(id: Id, version: number): number {
  const high = (hexadecimal(id, 19, 23) << 16) | hexadecimal(id, 24, 28);
  const low = hexadecimal(id, 28, 36);
  const mixed = mix((high ^ version) >>> 0);
  return mix((mixed ^ low) >>> 0);
}

// By hand: a first fill hashes every row, and cutting and parsing texts took longer than all the rest.
function hexadecimal(id: Id, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const code = id.charCodeAt(at);
    value = (value << 4) | ((code & 15) + (code >> 6) * 9);
  }
  return value;
}

// One round of multiply and fold; 0x2c1b3c6d < 2^30 keeps the Postgres product inside bigint.
function mix(value: number): number {
  const product = Math.imul(value ^ (value >>> 16), 0x2c1b3c6d) >>> 0;
  return (product ^ (product >>> 15)) >>> 0;
}
