import type { Id } from '#db/kernel/id.ts';

export const BUCKETS = 256;

/** Bucket of a row: the last byte of its id, which is random in every id we make. */
export function bucketOf(id: Id): number {
  return Number.parseInt(id.slice(34), 16);
}

/**
 * 32-bit mix of row id and version, the same arithmetic as `sync.row_hash` in Postgres: all steps
 * stay below 2^53 here and 2^63 there.
 */
export function rowHash(id: Id, version: number): number {
  const high = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16);
  const low = Number.parseInt(id.slice(28), 16);
  const mixed = mix((high ^ version) >>> 0);
  return mix((mixed ^ low) >>> 0);
}

// One round of multiply and fold; 0x2c1b3c6d < 2^30 keeps the Postgres product inside bigint.
function mix(value: number): number {
  const product = Math.imul(value ^ (value >>> 16), 0x2c1b3c6d) >>> 0;
  return (product ^ (product >>> 15)) >>> 0;
}
