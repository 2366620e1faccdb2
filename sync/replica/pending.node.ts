import type { Id } from '#db/kernel/id.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Stamp } from '#sync/core/merge.ts';
import type { Change } from '#sync/core/op.ts';

export interface PendingChange {
  readonly change: Change;
  readonly stamp: Stamp;
}

export interface Pending {
  /** Changes of one row by ops central has not confirmed, oldest first. */
  changesOf(table: string, id: Id): readonly PendingChange[];
  /** Whether anything was asked: a transaction that rebased nothing touched no pending row. */
  readonly looked: boolean;
}

interface OpenOp {
  readonly byRow: ReadonlyMap<string, Change>;
  readonly stamp: Stamp;
}

/** Pending work as one transaction sees it. Each op is parsed once, however many rows it touched. */
export function createPending(connection: Connection): Pending {
  const ops = new Map<number, OpenOp>();
  let looked = false;
  const numbers = connection.prepare<{ op_no: number }>(
    'SELECT op_no FROM pending_rows WHERE table_name = ? AND row_id = ? ORDER BY op_no',
  );
  const open = (opNo: number): OpenOp => {
    const known = ops.get(opNo);
    if (known !== undefined) return known;
    const made = openOp(connection, opNo);
    ops.set(opNo, made);
    return made;
  };
  return {
    get looked() {
      return looked;
    },
    changesOf: (table, id) => {
      looked = true;
      return numbers.all(table, id).flatMap(({ op_no }) => {
        const { byRow, stamp } = open(op_no);
        const change = byRow.get(`${table} ${id}`);
        return change === undefined ? [] : [{ change, stamp }];
      });
    },
  };
}

function openOp(connection: Connection, opNo: number): OpenOp {
  const row = connection
    .prepare<{ changes: string; actor_id: Id; at: string; organization_id: Id }>(
      'SELECT changes, actor_id, at, organization_id FROM outbox, replica WHERE op_no = ?',
    )
    .get(opNo);
  if (row === undefined) throw new Error(`Bug: pending rows of op ${opNo}, which is not waiting`);
  return {
    byRow: new Map(parseChanges(row.changes).map((c) => [`${c.table} ${c.row_id}`, c])),
    stamp: { organization_id: row.organization_id, actor_id: row.actor_id, at: row.at },
  };
}

export function parseChanges(text: string): readonly Change[] {
  // Written by our own write path; nobody else writes the file.
  const changes: readonly Change[] = JSON.parse(text);
  return changes;
}
