import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import { changesOf } from '#db/domains/bookings/rules/effect.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import { applyEffect, rowOf } from '#db/domains/effects.ts';
import type { EffectRefusal } from '#db/domains/effects.ts';
import { registry } from '#db/domains/registry.ts';
import type { DeskTables } from './tables.ts';

/**
 * What a rejected op wanted, once more, on the rows as they are now: its `after` values, taken
 * against present ones. A row that is there already is changed instead of made; one that is gone
 * is left alone, and `not_found` when that is all of them.
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
  const changes = changesOf(op.changes);
  const stale = changes.find((change) => isOverruled(tx, change));
  if (stale !== undefined) {
    return fail('undo_stale', { table: stale.table, row_id: stale.row_id });
  }
  const present = changes.flatMap((change) => onPresent(tx, change));
  if (present.length === 0) return fail('not_found', { op_id: input.op_id });
  const done = applyEffect(tx, present);
  return done.ok ? ok({}) : done;
}

/**
 * True when somebody else changed what may only be changed by those who saw it: a conflict that was
 * settled meanwhile is not settled a second time over the first.
 */
function isOverruled(reads: Reads<DeskTables>, change: RowChange): boolean {
  const row = change.kind === 'update' ? rowOf(reads, change.table, change.row_id) : null;
  const own = registry.get(change.table)?.own;
  return (
    row !== null &&
    Object.entries(change.values).some(
      ([column, [before]]) => own?.[column]?.shape.merge === 'refuse' && row[column] !== before,
    )
  );
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
