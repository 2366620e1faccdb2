import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import { changesOf } from '#db/domains/bookings/rules/effect.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import { applyEffect, rowOf } from '#db/domains/effects.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import type { DeskTables } from './tables.ts';

/**
 * What a rejected op wanted, once more, on the rows as they are now: its `after` values, taken
 * against present ones. A row that is there already is changed instead of made; one that is gone
 * is left alone.
 */
export function retryOp(
  tx: Writes<DeskTables>,
  input: { readonly op_id: string },
): Result<object, EffectRefusal | 'not_found'> {
  const op = tx.first(
    tx.sql
      .selectFrom('rejected_ops')
      .select('changes')
      .where('op_id', '=', input.op_id)
      .where('state', '=', 'open'),
  );
  if (op === undefined) return fail('not_found', { op_id: input.op_id });
  const done = applyEffect(
    tx,
    changesOf(op.changes).flatMap((change) => onPresent(tx, change)),
  );
  return done.ok ? ok({}) : done;
}

function onPresent(reads: Reads<DeskTables>, change: RowChange): readonly RowChange[] {
  const row = rowOf(reads, change.table, change.row_id);
  if (row === null) return change.kind === 'insert' ? [change] : [];
  return [
    {
      ...change,
      kind: change.kind === 'delete' ? 'delete' : 'update',
      values: Object.fromEntries(
        Object.entries(change.values).map(([column, [, after]]) => [
          column,
          [row[column] ?? null, after],
        ]),
      ),
    },
  ];
}
