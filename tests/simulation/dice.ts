import { must } from '#db/kernel/must.ts';
import { createRandom } from '#tests/helpers/fault-random.ts';

/** One stream of chance, the same for the same seed. */
export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** Throws for an empty list. */
  pick<T>(from: readonly T[]): T;
  /** Picks by weight; weights of 0 never come. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T;
  bytes(into: Uint8Array): Uint8Array;
}

/** A stream per concern, so that a change of one leaves the others as they were. */
export function createDice(seed: number, concern: string): Dice {
  const random = createRandom(mixed(seed, concern));
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    next: random,
    below,
    chance: (probability) => random() < probability,
    pick: (from) => must(from[below(from.length)], 'nothing to pick from'),
    weighted: (weights) => {
      const names = Object.keys(weights) as (keyof typeof weights)[];
      const total = names.reduce((sum, name) => sum + weights[name], 0);
      let left = random() * total;
      for (const name of names) {
        left -= weights[name];
        if (left < 0) return name;
      }
      return must(names.at(-1), 'no weights');
    },
    bytes: (into) => {
      for (let at = 0; at < into.length; at++) into[at] = below(256);
      return into;
    },
  };
}

// FNV-1a over the concern, then the seed folded in and spread.
function mixed(seed: number, concern: string): number {
  let hash = 0x811c9dc5;
  for (const letter of concern) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (seed >>> 0), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
