import { sql } from 'kysely';
import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Acting, Reads, Writes } from '#db/schema/access.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import { effectOf, inverse } from '#db/domains/bookings/rules/effect.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import { applyEffect } from '#db/domains/effects.ts';
import type { ConflictLogRow } from './record.ts';
import { conflictLog, isSettled, recordStep } from './record.ts';

/**
 * Serves `conflicts.reopen`: the rows become what they were before the settlement, the conflict is
 * open again. `undo_stale` when one of them was changed since, or when the conflict is open.
 */
export function reopenConflict(
  tx: Writes<BookingTables>,
  input: { readonly id: string },
  acting: Acting,
): Result<object, Exclude<EffectRefusal, 'bad_times'> | 'not_found'> {
  const log = conflictLog(tx, input.id);
  if (!log) return fail('not_found', { id: input.id });
  const last = settlingStep(tx, log);
  if (!isSettled(log) || !last) return fail('undo_stale', { status: log.status });
  const changes = inverse(effectOf(last.effect));
  const applied = applyEffect(tx, changes);
  if (!applied.ok) {
    const { code, details } = applied.error;
    return fail(code === 'bad_times' ? 'undo_stale' : code, details);
  }
  recordStep(tx, log.id, { action: 'reopen', status: 'open', note: '', changes }, acting);
  return ok({});
}

// By what the conflict says, not by time: desks' clocks differ.
function settlingStep(reads: Reads<BookingTables>, log: ConflictLogRow) {
  return reads.first(
    reads.sql
      .selectFrom('conflict_actions')
      .select('effect')
      .where('conflict_id', '=', log.id)
      .where('acted_at', '=', log.resolved_at ?? '')
      .where('acted_by', '=', log.resolved_by ?? '')
      .where(sql`action`, '=', log.resolution)
      .limit(1),
  );
}

/** The conflict an op settled or ignored, by the step it added to the history; null for any other op. */
export function settledBy(changes: readonly RowChange[]): string | null {
  for (const { table, kind, values } of changes) {
    if (table !== 'conflict_actions' || kind !== 'insert') continue;
    const conflict_id = values['conflict_id']?.[1];
    if (values['action']?.[1] !== 'reopen' && typeof conflict_id === 'string') return conflict_id;
  }
  return null;
}
