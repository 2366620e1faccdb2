import type { Acting, Reads, Writes } from '#db/schema/access.ts';
import { effectText } from '#db/domains/bookings/rules/effect.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { conflict_actions, conflict_logs } from '../tables.ts';

/** As much of a conflict as its commands look at. */
export function conflictLog(reads: Reads<BookingTables>, id: string) {
  return reads.first(
    reads.sql
      .selectFrom('conflict_logs')
      .select([
        'id',
        'conflict_type',
        'status',
        'table_name',
        'row_id',
        'other_row_id',
        'conflict_data',
        'resolution',
        'resolved_at',
        'resolved_by',
      ])
      .where('id', '=', id),
  );
}

export type ConflictLogRow = NonNullable<ReturnType<typeof conflictLog>>;

/** How a conflict is settled that central merged by itself: anybody may still decide otherwise. */
export const MERGED = 'merged';

/** Whether somebody decided. */
export function isSettled(log: ConflictLogRow): boolean {
  return (log.status === 'resolved' || log.status === 'ignored') && log.resolution !== MERGED;
}

/** What a person needs to see who was faster. */
export function settledDetails(reads: Reads<BookingTables>, log: ConflictLogRow) {
  const person = reads.first(
    reads.sql
      .selectFrom('users')
      .select('display_name')
      .where('id', '=', log.resolved_by ?? ''),
  );
  return {
    resolution: log.resolution,
    resolved_at: log.resolved_at,
    resolved_by: person?.display_name ?? null,
  };
}

export interface Step {
  readonly action: 'keep' | 'move' | 'cancel' | 'mine' | 'theirs' | 'ignore' | 'reopen';
  /** `merged`: as central had settled it by itself. */
  readonly status: 'resolved' | 'ignored' | 'open' | typeof MERGED;
  readonly note: string;
  readonly changes: readonly RowChange[];
}

/** Adds a step to the history and gives the conflict its new state. */
export function recordStep(
  tx: Writes<BookingTables>,
  conflict_id: string,
  step: Step,
  acting: Acting,
): void {
  const open = step.status === 'open';
  const merged = step.status === MERGED;
  tx.insert(conflict_actions, {
    conflict_id,
    action: step.action,
    effect: effectText(step.changes),
    note: step.note,
    acted_at: acting.now,
    acted_by: acting.person.id,
  });
  tx.update(conflict_logs, conflict_id, {
    status: step.status === MERGED ? 'resolved' : step.status,
    resolution: open ? '' : merged ? MERGED : step.action,
    resolved_at: open ? null : acting.now,
    resolved_by: open || merged ? null : acting.person.id,
    resolution_notes: step.note,
  });
}
