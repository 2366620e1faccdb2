import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { SETTLED_KEPT } from '#db/sqlite/outbox.node.ts';
import type { Verdict } from '#sync/core/op.ts';
import type { Moment } from '#sync/core/replica.ts';
import type { Application } from './application.node.ts';
import type { OutboxRow } from './outbox.node.ts';
import type { Workshop } from './parts.node.ts';
import { parseChanges } from './pending.node.ts';

/** Milliseconds after which a transaction takes no further verdict in: its commit takes some, too. */
const TAKING = 8;
/** Verdicts between two looks at the clock. */
const LOOK = 8;

/**
 * Takes central's verdicts in: their ops stop waiting, their images become the confirmed ones. Call
 * it before the next pull is applied: images are those of the moment of the push. In order and in
 * short transactions, so that a person's write never waits for all of them; what is to leave for central
 * leaves before the first.
 */
export async function settle(
  shop: Workshop,
  verdicts: readonly Verdict[],
  moment: Moment = { at: shop.now(), agreed: false },
): Promise<void> {
  for (let from = 0; from < verdicts.length;) {
    await shop.pause();
    from = settleSome(shop, verdicts, from, moment);
  }
}

/** Settles as many as one short transaction can, one at least; answers where to go on. */
function settleSome(
  shop: Workshop,
  verdicts: readonly Verdict[],
  from: number,
  { at, agreed }: Moment,
): number {
  const { connection, clock } = shop;
  const began = clock.now();
  let next = from;
  shop.apply((application) => {
    const file = filing(shop, at);
    for (const verdict of verdicts.slice(from)) {
      next += 1;
      // An op that waits no more was settled by this verdict before; its images are old news, and
      // a deletion carries no version by which to tell.
      const op = file(application, verdict);
      if (op !== undefined) takeIn(application, verdict, op);
      if (next % LOOK === 0 && clock.now() - began >= TAKING) break;
    }
    connection
      .prepare(
        `UPDATE replica SET acked_op_no =
           coalesce((SELECT min(op_no) - 1 FROM outbox), last_op_no)`,
      )
      .run();
    // What a central that is put back needs again, a clock that is wrong must not throw away.
    if (agreed) {
      connection
        .prepare('DELETE FROM outbox_sent WHERE settled_at < ?')
        .run(instantOf(millisecondsOf(at) - SETTLED_KEPT));
    }
    return ['outbox', 'outbox_sent', 'rejected_ops', 'pending_rows', 'replica'];
  });
  return next;
}

function takeIn(application: Application, { images, stamps = [] }: Verdict, op: OutboxRow): void {
  for (const image of images) application.take(image);
  if (stamps.length === 0) return;
  const changes = parseChanges(op.changes);
  for (const stamp of stamps) {
    const change = changes.find(
      ({ table, row_id }) => row_id === stamp.row_id && table === stamp.table,
    );
    application.stamp(stamp, must(change, 'central stamps rows that the op changed'));
  }
}

type Filing = (application: Application, verdict: Verdict) => OutboxRow | undefined;

/** Files one op; undefined when it was settled before. */
function filing({ connection, now }: Workshop, settled_at: Instant): Filing {
  const take = connection.prepare<OutboxRow>(
    `DELETE FROM outbox WHERE op_id = ?
     RETURNING op_no, op_id, actor_id, command, at, schema_version, changes`,
  );
  const keep = connection.prepare(
    `INSERT INTO outbox_sent (op_id, incarnation, op_no, actor_id, command, at, schema_version,
       changes, outcome, settled_at)
     VALUES (?, (SELECT incarnation FROM replica), ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const refuse = connection.prepare(
    `INSERT INTO rejected_ops (op_id, op_no, actor_id, command, at, changes, code, detail,
       rejected_at, conflict_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const free = connection.prepare<{ table_name: string; row_id: string }>(
    'DELETE FROM pending_rows WHERE op_no = ? RETURNING table_name, row_id',
  );
  const at = now();
  return (application, { op_id, outcome, code, detail, conflicts }) => {
    const op = take.get(op_id);
    if (op === undefined) return undefined;
    const { op_no, actor_id, command, schema_version, changes } = op;
    keep.run(op_id, op_no, actor_id, command, op.at, schema_version, changes, outcome, settled_at);
    if (outcome === 'rejected') {
      const why = code ?? 'rule_broken';
      // One thing is shown to people once: where there is a conflict, that is the place.
      const told = conflicts[0] ?? null;
      refuse.run(op_id, op_no, actor_id, command, op.at, changes, why, detail, at, told);
    }
    for (const { table_name, row_id } of free.all(op_no)) {
      const table = connection.registry.get(table_name);
      if (table !== undefined) application.soil(table, row_id);
    }
    return op;
  };
}
