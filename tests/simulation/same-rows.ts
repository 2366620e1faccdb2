import type { Id } from '#db/kernel/id.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Rows } from './central.ts';
import type { SimDevice } from './device.ts';
import { REPLICATED } from './history.ts';

const NONE: Rows = new Map();

/** The first row that a desk has otherwise than `central`, told for people; null when all are equal. */
export function difference(
  device: SimDevice,
  central: ReadonlyMap<string, Rows>,
): { readonly where: string; readonly here: string; readonly there: string } | null {
  const filled = device.filledTables();
  for (const table of REPLICATED) {
    const there = central.get(table.name) ?? NONE;
    const here: ReadonlyMap<string, CanonicalRow> = filled.has(table.name)
      ? device.rows(table)
      : NONE;
    const id = firstOther(there, here);
    if (id === undefined) continue;
    return {
      where: `${table.name} ${id}`,
      here: JSON.stringify(here.get(id)),
      there: JSON.stringify(there.get(id)),
    };
  }
  return null;
}

function firstOther(there: Rows, here: ReadonlyMap<string, CanonicalRow>): Id | undefined {
  for (const [id, row] of there) if (!isSame(row, here.get(id))) return id;
  for (const id of here.keys()) if (!there.has(id)) return id;
  return undefined;
}

// Cells are text, numbers or null.
function isSame(one: CanonicalRow, other: CanonicalRow | undefined): boolean {
  if (other === undefined) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && one[name] === other[name])
  );
}
