import { instantOf } from '#db/kernel/instant.ts';
import { SETTLED_KEPT } from '#db/sqlite/outbox.node.ts';
import type { Verdict } from '#sync/core/op.ts';
import type { Application } from './application.node.ts';
import type { OutboxRow } from './outbox.node.ts';
import type { Workshop } from './parts.node.ts';

/**
 * Takes central's verdicts in: their ops stop waiting, their images become the confirmed ones. Call
 * it before the next pull is applied: images are those of the moment of the push.
 */
export function settle(shop: Workshop, verdicts: readonly Verdict[]): void {
  if (verdicts.length === 0) return;
  shop.apply((application) => {
    for (const verdict of verdicts) {
      // An op that waits no more was settled by this verdict before; its images are old news, and
      // a deletion carries no version by which to tell.
      if (!settleOp(shop, application, verdict)) continue;
      for (const image of verdict.images) application.take(image);
    }
    const { connection } = shop;
    connection
      .prepare(
        `UPDATE replica SET acked_op_no =
           coalesce((SELECT min(op_no) - 1 FROM outbox), last_op_no)`,
      )
      .run();
    connection
      .prepare('DELETE FROM outbox_sent WHERE settled_at < ?')
      .run(instantOf(shop.clock.now() - SETTLED_KEPT));
    return ['outbox', 'outbox_sent', 'rejected_ops', 'pending_rows', 'replica'];
  });
}

/** Files one op; false when it was settled before. */
function settleOp(
  { connection, now }: Workshop,
  application: Application,
  verdict: Verdict,
): boolean {
  const op = connection
    .prepare<OutboxRow>(
      `DELETE FROM outbox WHERE op_id = ?
       RETURNING op_no, op_id, actor_id, command, at, schema_version, changes`,
    )
    .get(verdict.op_id);
  if (op === undefined) return false;
  connection
    .prepare(
      `INSERT INTO outbox_sent (op_id, incarnation, op_no, actor_id, command, at, schema_version,
         changes, outcome, settled_at)
       VALUES (?, (SELECT incarnation FROM replica), ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      op.op_id,
      op.op_no,
      op.actor_id,
      op.command,
      op.at,
      op.schema_version,
      op.changes,
      verdict.outcome,
      now(),
    );
  if (verdict.outcome === 'rejected') {
    connection
      .prepare(
        `INSERT INTO rejected_ops (op_id, op_no, actor_id, command, at, changes, code, detail,
           rejected_at, conflict_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        op.op_id,
        op.op_no,
        op.actor_id,
        op.command,
        op.at,
        op.changes,
        verdict.code ?? 'rule_broken',
        verdict.detail,
        now(),
        // One thing is shown to people once: where there is a conflict, that is the place.
        verdict.conflicts[0] ?? null,
      );
  }
  const freed = connection
    .prepare<{ table_name: string; row_id: string }>(
      'DELETE FROM pending_rows WHERE op_no = ? RETURNING table_name, row_id',
    )
    .all(op.op_no);
  for (const { table_name, row_id } of freed) {
    const table = connection.registry.get(table_name);
    if (table !== undefined) application.soil(table, row_id);
  }
  return true;
}
