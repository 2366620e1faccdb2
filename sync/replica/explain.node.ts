import type { Id } from '#db/kernel/id.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Verdict } from '#sync/core/op.ts';
import type { OpHere } from '#sync/core/op-life.ts';
import { parseChanges } from './pending.node.ts';

interface Kept {
  readonly op_no: number;
  readonly actor_id: string;
  readonly command: string;
  readonly at: string;
  readonly schema_version: number | null;
  readonly changes: string;
}

interface Refusal {
  readonly code: string;
  readonly detail: string | null;
  readonly rejected_at: string;
  readonly state: string;
}

/** What this file knows of an op; null where it never saw it, or forgot it after 30 days. */
export function opHere(connection: Connection, opId: Id): OpHere | null {
  const waiting = connection
    .prepare<Kept & { before_it: number }>(
      `SELECT op_no, actor_id, command, at, schema_version, changes,
         (SELECT count(*) FROM outbox AS b WHERE b.op_no < o.op_no) AS before_it
       FROM outbox AS o WHERE op_id = ?`,
    )
    .get(opId);
  const sent = connection
    .prepare<Kept & { outcome: Verdict['outcome']; settled_at: string }>(
      `SELECT op_no, actor_id, command, at, schema_version, changes, outcome, settled_at
       FROM outbox_sent WHERE op_id = ?`,
    )
    .get(opId);
  const refused = connection
    .prepare<Kept & Refusal>(
      `SELECT op_no, actor_id, command, at, NULL AS schema_version, changes,
         code, detail, rejected_at, state
       FROM rejected_ops WHERE op_id = ?`,
    )
    .get(opId);
  const kept = waiting ?? sent ?? refused;
  if (kept === undefined) return null;
  const { op_no, actor_id, command, at, schema_version, changes } = kept;
  return {
    command,
    actor_id,
    at,
    op_no,
    schema_version,
    bytes: Buffer.byteLength(changes),
    changes: parseChanges(changes).map(({ table, row_id, kind, values }) => ({
      table,
      row_id,
      kind,
      columns: Object.keys(values),
    })),
    standing:
      waiting !== undefined
        ? { kind: 'waiting', before_it: waiting.before_it }
        : sent !== undefined
          ? { kind: 'settled', outcome: sent.outcome, settled_at: sent.settled_at }
          : { kind: 'refused' },
    refusal: refused === undefined ? null : refusalOf(refused),
  };
}

function refusalOf({ code, detail, rejected_at, state }: Refusal): Refusal {
  return { code, detail, rejected_at, state };
}
