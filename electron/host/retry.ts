import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import { overtaken, wantedAgain } from '#db/domains/again.ts';
import { changesOf } from '#db/domains/bookings/rules/effect.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import { applyEffect } from '#db/domains/effects.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import type { DeskTables } from './tables.ts';

/**
 * What a rejected op wanted, once more. `undo_stale` where somebody wrote something else there since; refuses
 * as `wantedAgain` and `applyEffect` do.
 */
export function retryOp(
  tx: Writes<DeskTables>,
  input: { readonly op_id: string },
): Result<object, EffectRefusal | 'not_found' | 'update_needed'> {
  const op = tx.first(
    tx.sql
      .selectFrom('rejected_ops')
      .select('changes')
      .where('op_id', '=', input.op_id)
      .where('state', '=', 'open')
      .where('conflict_id', 'is', null),
  );
  if (op === undefined) return fail('not_found', { op_id: input.op_id });
  const wanted = changesOf(op.changes);
  const present = wantedAgain(tx, wanted);
  if (!present.ok) return present;
  const since = overtaken(tx, wanted, refusedBeside(tx, input.op_id));
  if (since !== null) return fail('undo_stale', since);
  const done = applyEffect(tx, present.value);
  return done.ok ? ok({}) : done;
}

function refusedBeside(tx: Writes<DeskTables>, op_id: string): readonly RowChange[] {
  const others = tx.sql
    .selectFrom('rejected_ops')
    .select('changes')
    .where('op_id', '<>', op_id)
    .where('state', '<>', 'retried');
  return tx.all(others).flatMap(({ changes }) => changesOf(changes));
}
