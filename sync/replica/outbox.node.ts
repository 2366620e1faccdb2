import { must } from '#db/kernel/must.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Op } from '#sync/core/op.ts';
import { parseChanges } from './pending.node.ts';

export interface OutboxRow {
  readonly op_no: number;
  readonly op_id: string;
  readonly actor_id: string;
  readonly command: string;
  readonly at: string;
  readonly schema_version: number;
  readonly changes: string;
}

// Bytes of an op around its changes, generously.
const ENVELOPE = 400;

/** Oldest waiting ops above a number, in order, within both limits; one at least, however large. */
export function waitingOps(
  connection: Connection,
  maxOps: number,
  maxBytes: number,
  after: number,
): readonly Op[] {
  const who = must(
    connection
      .prepare<{ device_id: string; incarnation: string }>(
        'SELECT device_id, incarnation FROM replica',
      )
      .get(),
    'a replica knows who it is',
  );
  const ops: Op[] = [];
  let bytes = 0;
  const rows = connection
    .prepare<OutboxRow>(
      `SELECT op_no, op_id, actor_id, command, at, schema_version, changes FROM outbox
       WHERE op_no > ? ORDER BY op_no LIMIT ?`,
    )
    .iterate(after, maxOps);
  for (const { changes, ...row } of rows) {
    bytes += ENVELOPE + Buffer.byteLength(changes);
    if (ops.length > 0 && bytes > maxBytes) break;
    ops.push({ ...who, ...row, proof: null, changes: parseChanges(changes) });
  }
  return ops;
}
