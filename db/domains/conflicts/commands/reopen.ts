import { sql } from 'kysely';
import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Acting, Reads, Writes } from '#db/schema/access.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import { effectOf, inverse } from '#db/domains/bookings/rules/effect.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import { applyEffect } from '#db/domains/effects.ts';
import type { ConflictLogRow, Step } from './record.ts';
import { conflictLog, isSettled, MERGED, recordStep } from './record.ts';
import { readConflictData } from '../rules/conflict-data.ts';

/**
 * Serves `conflicts.reopen`: the rows become what they were before the settlement, the conflict is
 * open again. `undo_stale` when one of them was changed since, when the conflict is open, or when it was
 * settled by another step than `step_id`.
 */
export function reopenConflict(
  tx: Writes<BookingTables>,
  input: { readonly id: string; readonly step_id?: string },
  acting: Acting,
): Result<object, Exclude<EffectRefusal, 'bad_times'> | 'not_found'> {
  const log = conflictLog(tx, input.id);
  if (!log) return fail('not_found', { id: input.id });
  const last = settlingStep(tx, log);
  // A settlement that was itself taken back and followed by another is not there to be undone.
  const stands = input.step_id === undefined || input.step_id === last?.id;
  if (!isSettled(log) || !last || !stands) return fail('undo_stale', { status: log.status });
  const changes = inverse(effectOf(last.effect));
  const applied = applyEffect(tx, changes);
  if (!applied.ok) {
    const { code, details } = applied.error;
    return fail(code === 'bad_times' ? 'undo_stale' : code, details);
  }
  const { merged } = readConflictData(log.conflict_data);
  const status = merged === null ? 'open' : MERGED;
  recordStep(tx, log.id, { action: 'reopen', status, note: '', changes }, acting);
  return ok({});
}

// By what the conflict says, not by time: desks' clocks differ.
function settlingStep(reads: Reads<BookingTables>, log: ConflictLogRow) {
  return reads.first(
    reads.sql
      .selectFrom('conflict_actions')
      .select(['id', 'effect'])
      .where('conflict_id', '=', log.id)
      .where('acted_at', '=', log.resolved_at ?? '')
      .where('acted_by', '=', log.resolved_by ?? '')
      .where(sql`action`, '=', log.resolution)
      .orderBy('id', 'desc')
      .limit(1),
  );
}

/**
 * Takes back the op that reopened a conflict: the rows become what the settlement had made of them,
 * the conflict is settled as it was, by a new step. `undo_stale` when a row was changed since or the
 * conflict is not open.
 */
export function settleAsBefore(
  tx: Writes<BookingTables>,
  reopening: HistoryStep,
  acting: Acting,
): Result<object, EffectRefusal | 'not_found'> {
  const { id, former, effect } = reopening;
  const log = conflictLog(tx, id);
  if (!log) return fail('not_found', { id });
  if (isSettled(log) || former === null) return fail('undo_stale', { status: log.status });
  const changes = inverse(effectOf(effect));
  const applied = applyEffect(tx, changes);
  if (!applied.ok) return applied;
  recordStep(tx, log.id, { ...former, changes }, acting);
  return ok({});
}

/** A step that an op added to the history of a conflict. */
interface HistoryStep {
  /** Of the conflict. */
  readonly id: string;
  readonly step_id: string;
  readonly effect: string;
  readonly reopened: boolean;
  /** How the conflict was settled before it was reopened. */
  readonly former: Pick<Step, 'action' | 'status' | 'note'> | null;
}

/** The step an op added; null for an op that added none. */
export function stepOf(changes: readonly RowChange[]): HistoryStep | null {
  const added = changes.find(
    ({ table, kind }) => table === 'conflict_actions' && kind === 'insert',
  );
  const id = added?.values['conflict_id']?.[1];
  const effect = added?.values['effect']?.[1];
  if (added === undefined || typeof id !== 'string' || typeof effect !== 'string') return null;
  const reopened = added.values['action']?.[1] === 'reopen';
  const log = changes.find(({ table, row_id }) => table === 'conflict_logs' && row_id === id);
  return { id, step_id: added.row_id, effect, reopened, former: reopened ? formerOf(log) : null };
}

function formerOf(log: RowChange | undefined): HistoryStep['former'] {
  const action = SETTLING.find((known) => known === log?.values['resolution']?.[0]);
  if (action === undefined) return null;
  const note = log?.values['resolution_notes']?.[0];
  return {
    action,
    status: action === 'ignore' ? 'ignored' : 'resolved',
    note: typeof note === 'string' ? note : '',
  };
}

const SETTLING = ['keep', 'move', 'cancel', 'mine', 'theirs', 'ignore'] as const;
