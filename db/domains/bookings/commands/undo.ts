import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Acting, Reads, Writes } from '#db/schema/access.ts';
import { applyEffect } from '#db/domains/effects.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import { reopenConflict, settleAsBefore, stepOf } from '#db/domains/links.ts';
import { changesOf, inverse } from '../rules/effect.ts';
import type { BookingTables } from '../tables-seen.ts';

/**
 * Serves `bookings.undo`: writes the opposite of an op of this device as a new op. Refused when a
 * column no longer holds what the op left there, or when the slot it gives back is taken. Undoing a
 * settlement reopens its conflict, undoing that settles it again: history is added to, never taken away.
 */
export function undoOp(
  tx: Writes<BookingTables>,
  input: { readonly op_id: string },
  acting: Acting,
): Result<object, EffectRefusal | 'not_found'> {
  const stored = storedOp(tx, input.op_id);
  if (!stored) return fail('not_found', { op_id: input.op_id });
  const changes = changesOf(stored.changes);
  const step = stepOf(changes);
  if (step !== null) {
    return step.reopened ? settleAsBefore(tx, step, acting) : reopenConflict(tx, step, acting);
  }
  const undone = applyEffect(tx, inverse(changes));
  return undone.ok ? ok({}) : undone;
}

function storedOp(reads: Reads<BookingTables>, op_id: string) {
  const { sql } = reads;
  return (
    reads.first(sql.selectFrom('outbox').select('changes').where('op_id', '=', op_id)) ??
    reads.first(sql.selectFrom('outbox_sent').select('changes').where('op_id', '=', op_id))
  );
}
