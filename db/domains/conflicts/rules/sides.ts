import type { Cell } from '#db/schema/column.ts';
import type { FieldClash } from '../views.ts';
import type { ConflictData, ConflictRecord } from './conflict-data.ts';

/**
 * What the side that was set aside looked like, column by column: as that person left it, else as
 * they had seen it. Undefined where the op did not speak of the column.
 */
export function asWished(set_aside: ConflictData, column: string): Cell | undefined {
  return set_aside.mine[column] ?? set_aside.base?.[column];
}

export function wishedText(set_aside: ConflictData, column: string): string | null {
  const cell = asWished(set_aside, column);
  return typeof cell === 'string' ? cell : null;
}

/** Columns in which the two sides want different things; none for a double booking. */
export function fieldClashes(set_aside: ConflictRecord): readonly FieldClash[] {
  const { base, mine, theirs, merged } = set_aside;
  const columns = new Set([
    ...Object.keys(mine),
    ...(theirs === null ? Object.keys(base ?? {}) : []),
  ]);
  return [...columns]
    .map((column) => ({
      column,
      base: base?.[column] ?? null,
      mine: mine[column] ?? (theirs === null ? (base?.[column] ?? null) : null),
      theirs: theirs?.[column] ?? null,
      ...(merged === null ? {} : { merged: merged[column] ?? null }),
    }))
    .filter(({ mine, theirs }) => mine !== theirs);
}
