import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Confirmed } from '#sync/core/protocol.ts';
import type { ReplicaState } from '#sync/core/replica.ts';

export function readState(connection: Connection): ReplicaState {
  const state = connection
    .prepare<Omit<ReplicaState, 'doubted'> & { readonly doubted: 0 | 1 }>(
      `SELECT device_id, organization_id, incarnation, phase, cursor, witness,
         CASE WHEN central = '' THEN 'none' WHEN login_role = '' THEN 'unfinished'
           ELSE 'complete' END AS enrolment, epoch, last_op_no,
         acked_op_no, verified_at,
         -- Dense: ops are numbered one by one and settled in that order. Counted after every write,
         -- and where a hundred thousand wait that would hold the person up.
         coalesce((SELECT max(op_no) FROM outbox) - (SELECT min(op_no) FROM outbox) + 1, 0) AS waiting,
         (SELECT count(*) FROM rejected_ops WHERE state = 'open' AND conflict_id IS NULL) AS attention,
         EXISTS (SELECT 1 FROM doubts) AS doubted
       FROM replica`,
    )
    .get();
  const { doubted, ...known } = must(state, 'a replica knows who it is');
  return { ...known, doubted: doubted === 1 };
}

/** Not of the present life alone: a new one begins without any. */
export function lastConfirmed(connection: Connection): Confirmed | null {
  const last = connection
    .prepare<Confirmed>(
      `SELECT op_id, settled_at AS at FROM outbox_sent WHERE outcome <> 'rejected'
       ORDER BY rowid DESC LIMIT 1`,
    )
    .get();
  return last ?? null;
}

/** Without the counts of `readState`, which take long where much waits. */
export function organizationOf(connection: Connection): Id {
  const row = connection
    .prepare<{ organization_id: Id }>('SELECT organization_id FROM replica')
    .get();
  return must(row, 'a replica knows who it is').organization_id;
}

/**
 * A new life of this file: what waits keeps its op ids, so that central still recognises an op it
 * has, and is numbered from 1 again.
 */
export function reincarnate(connection: Connection, incarnation: string): void {
  connection.transaction(() => renumber(connection, incarnation));
  connection.touch(new Set(['replica', 'outbox', 'pending_rows']));
}

/** Numbers what waits from 1 in a new life, within the running transaction. */
export function renumber(connection: Connection, incarnation: string): void {
  const waiting = connection
    .prepare<{ op_no: number }>('SELECT op_no FROM outbox ORDER BY op_no')
    .all();
  const number = connection.prepare('UPDATE outbox SET op_no = ? WHERE op_no = ?');
  const numberRows = connection.prepare('UPDATE pending_rows SET op_no = ? WHERE op_no = ?');
  // Ascending, and never upwards: the wanted number is always free.
  for (const [index, { op_no }] of waiting.entries()) {
    if (op_no === index + 1) continue;
    number.run(index + 1, op_no);
    numberRows.run(index + 1, op_no);
  }
  connection
    .prepare(
      `UPDATE replica SET incarnation = ?, acked_op_no = 0, last_op_no = ?, verified_at = NULL`,
    )
    .run(incarnation, waiting.length);
}
