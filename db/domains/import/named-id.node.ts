import { createHash } from 'node:crypto';
import type { Id } from '#db/kernel/id.ts';
import { idFromDigest } from '#db/kernel/id.ts';

/** The id that a name gives: the same on every desk, so that what is imported twice is there once. */
export function namedId(...name: readonly string[]): Id {
  return idFromDigest(createHash('sha256').update(JSON.stringify(name)).digest());
}
