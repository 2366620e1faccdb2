import { createIds } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Random } from './random.ts';

/** A generated row: its id and what the table has no default for. */
export interface Generated<Row> {
  readonly id: Id;
  readonly row: Row;
}

/** Ids as rows get them one after another from `from` on; the same seed gives the same ids. */
export function generatedIds(random: Random, from: Instant): { next(): Id } {
  let now = millisecondsOf(from);
  return createIds({ now: () => now++ }, (into) => into.map(() => random.between(0, 255)));
}
