import type { Id } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { replay } from './merge.ts';
import type { Change, RowStamp } from './op.ts';

/** The image a stamp stands for: what the change made of the one before, with what central stamped. */
export function stamped(
  was: CanonicalRow | null,
  change: Change,
  { stamps }: RowStamp,
  table: Table,
  organization_id: Id,
): CanonicalRow | null {
  if (was === null) {
    // Who and when is among the stamps.
    const made = replay(null, change, table, { organization_id, actor_id: '', at: '' });
    return made === null ? null : { ...made, ...stamps };
  }
  const row: Record<string, Cell> = { ...was };
  for (const [name, [, after]] of Object.entries(change.values)) row[name] = after;
  return { ...row, ...stamps };
}
