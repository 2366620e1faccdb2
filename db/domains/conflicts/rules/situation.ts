import type { Cell } from '#db/schema/column.ts';
import type { ConflictType } from '../tables.ts';
import type { ConflictRecord } from './conflict-data.ts';

/**
 * What happened, where the type of a conflict alone does not tell: `edited_removed` a change of what had
 * been deleted, `removed_edited` a deletion of what had been changed, `under_removed` a row that
 * refers to a deleted one, `removed_used` a deletion of what others had begun to use, `merged` two
 * changes of which central made one by itself.
 */
export type Situation =
  | 'edited_removed'
  | 'removed_edited'
  | 'under_removed'
  | 'removed_used'
  | 'merged';

/** Null where the type says it all. */
export function situationOf(type: ConflictType, data: ConflictRecord): Situation | null {
  if (data.merged !== null) return 'merged';
  if (type !== 'deleted_vs_edited') return null;
  if (data.parent !== null) return 'under_removed';
  if (data.code !== null) return 'removed_used';
  return data.theirs === null ? 'edited_removed' : 'removed_edited';
}

const NAMES = ['title', 'name', 'subject', 'label', 'display_name', 'legal_name', 'code'] as const;

/** What people call a row by; null where its cells do not say. */
export function nameIn(cells: Readonly<Record<string, Cell>> | null): string | null {
  const named = NAMES.map((column) => cells?.[column]);
  return named.find((cell): cell is string => typeof cell === 'string' && cell !== '') ?? null;
}
