import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Acting, Reads, Writes } from '#db/schema/access.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import { applyEffect, requiredColumns, rowOf } from '#db/domains/effects.ts';
import { bookingDetail } from '#db/domains/links.ts';
import { readConflictData } from '../rules/conflict-data.ts';
import type { ConflictRecord } from '../rules/conflict-data.ts';
import type { Case, Decision } from '../rules/settlement.ts';
import { settlement } from '../rules/settlement.ts';
import type { ConflictLogRow } from './record.ts';
import { conflictLog, isSettled, MERGED, recordStep, settledDetails } from './record.ts';
import { refusedSettlement } from './refused.ts';

type Refusal = EffectRefusal | 'not_found' | 'update_needed' | 'conflict_settled' | 'bad_status';

/** Serves `conflicts.settle`: bookings, conflict and history change in one op. */
export function settleConflict(
  tx: Writes<BookingTables>,
  input: { readonly id: string } & Decision,
  acting: Acting,
): Result<object, Refusal> {
  const log = conflictLog(tx, input.id);
  if (!log) return fail('not_found', { id: input.id });
  if (isSettled(log)) return fail('conflict_settled', settledDetails(tx, log));
  const set_aside = readConflictData(log.conflict_data);
  const changes =
    set_aside.code === null
      ? settlement(caseOf(tx, log, set_aside, input), input)
      : refusedSettlement(tx, log.row_id, set_aside, input);
  if (!changes.ok) return changes;
  const applied = applyEffect(tx, changes.value);
  if (!applied.ok) {
    const { code, details } = applied.error;
    // The changes were made from the rows as they are now; only a bug makes them stale.
    if (code === 'undo_stale')
      throw new Error(`Bug: settlement is stale ${JSON.stringify(details)}`);
    return fail(code, details);
  }
  const { action, note } = input;
  recordStep(tx, log.id, { action, status: 'resolved', note, changes: changes.value }, acting);
  return ok({});
}

function caseOf(
  reads: Reads<BookingTables>,
  log: ConflictLogRow,
  set_aside: ConflictRecord,
  decision: Decision,
): Case {
  const { conflict_type, table_name, row_id, other_row_id } = log;
  return {
    conflict_type,
    table: table_name,
    row_id,
    zone: 'to' in decision && decision.to !== null ? zoneOf(reads, decision.to.resource_id) : null,
    columns: requiredColumns(table_name),
    set_aside,
    loser: bookingDetail(reads, { id: row_id }),
    holder: other_row_id === null ? null : bookingDetail(reads, { id: other_row_id }),
    row: rowOf(reads, table_name, row_id),
  };
}

function zoneOf(reads: Reads<BookingTables>, resource_id: string): string | null {
  const { sql } = reads;
  const found = reads.first(
    sql.selectFrom('resources').select('timezone').where('id', '=', resource_id),
  );
  return found?.timezone ?? null;
}

/** Serves `conflicts.ignore`: both stay as they are, and the reason is kept. */
export function ignoreConflict(
  tx: Writes<BookingTables>,
  input: { readonly id: string; readonly note: string },
  acting: Acting,
): Result<object, 'not_found' | 'conflict_settled'> {
  const log = conflictLog(tx, input.id);
  if (!log) return fail('not_found', { id: input.id });
  // What central merged by itself asks nothing that could be ignored.
  if (isSettled(log) || log.resolution === MERGED) {
    return fail('conflict_settled', settledDetails(tx, log));
  }
  const { note } = input;
  recordStep(tx, log.id, { action: 'ignore', status: 'ignored', note, changes: [] }, acting);
  return ok({});
}
