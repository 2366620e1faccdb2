import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { RowChange, TouchedRow } from './changed-rows.ts';
import type { Connection } from './connection.node.ts';

export interface NewOp {
  readonly op_id: Id;
  readonly op_no: number;
  readonly actor_id: Id;
  readonly command: string;
  readonly at: Instant;
  readonly schema_version: number;
}

export interface RecordedChange {
  readonly row: TouchedRow;
  readonly change: RowChange;
}

/**
 * Appends an op within the running transaction: the op itself, which rows now have pending work,
 * and central's image of each, unless an earlier pending op has kept it already.
 */
export function appendOp(
  connection: Connection,
  op: NewOp,
  changes: readonly RecordedChange[],
): void {
  connection
    .prepare(
      `INSERT INTO outbox (op_no, op_id, actor_id, command, at, schema_version, changes)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      op.op_no,
      op.op_id,
      op.actor_id,
      op.command,
      op.at,
      op.schema_version,
      JSON.stringify(changes.map(({ change }) => change)),
    );
  const pending = connection.prepare(
    'INSERT INTO pending_rows (table_name, row_id, op_no) VALUES (?, ?, ?)',
  );
  const shadow = connection.prepare(
    'INSERT INTO shadow (table_name, row_id, image) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const { row } of changes) {
    pending.run(row.table.name, row.id, op.op_no);
    shadow.run(row.table.name, row.id, row.before === null ? null : JSON.stringify(row.before));
  }
  connection.prepare('UPDATE replica SET last_op_no = ?').run(op.op_no);
}

/** Ops that nothing waits for are kept for so long, milliseconds: for undo, and to be sent again. */
export const SETTLED_KEPT = 30 * 86_400_000;

/**
 * The same on a desk without a central: nobody will ever take the op, so nothing waits. It is filed
 * at once with those that are settled, where undo finds it.
 */
export function keepOp(
  connection: Connection,
  op: NewOp,
  changes: readonly RecordedChange[],
): void {
  connection
    .prepare(
      `INSERT INTO outbox_sent (op_id, incarnation, op_no, actor_id, command, at, schema_version,
         changes, outcome, settled_at)
       VALUES (?, (SELECT incarnation FROM replica), ?, ?, ?, ?, ?, ?, 'applied', ?)`,
    )
    .run(
      op.op_id,
      op.op_no,
      op.actor_id,
      op.command,
      op.at,
      op.schema_version,
      JSON.stringify(changes.map(({ change }) => change)),
      op.at,
    );
  connection
    .prepare('DELETE FROM outbox_sent WHERE settled_at < ?')
    .run(instantOf(millisecondsOf(op.at) - SETTLED_KEPT));
  connection.prepare('UPDATE replica SET last_op_no = ?, acked_op_no = ?').run(op.op_no, op.op_no);
}
