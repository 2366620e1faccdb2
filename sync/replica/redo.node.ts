import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { TouchedRow } from '#db/sqlite/changed-rows.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createConstraints } from '#db/sqlite/constraints.node.ts';
import { sqliteCode } from '#db/sqlite/failures.node.ts';
import type { SalvagedOp } from '#db/sqlite/salvage.node.ts';
import { createStatements } from '#db/sqlite/table-statements.node.ts';
import type { TableStatements } from '#db/sqlite/table-statements.node.ts';
import { WriteRefusal } from '#db/sqlite/write-refusal.ts';
import { replay } from '#sync/core/merge.ts';
import type { Stamp } from '#sync/core/merge.ts';
import type { Change } from '#sync/core/op.ts';
import { parseChanges } from './pending.node.ts';

/**
 * Does an op of a desk without a central once more, within the running transaction: its rows become
 * what they were after it. False, and nothing happened, where they are not what it was made on.
 */
export type Redo = (op: SalvagedOp) => boolean;

export function createRedo(connection: Connection): Redo {
  const statements = createStatements(connection);
  const refuseBroken = createConstraints(connection);
  const own = connection.prepare<{ organization_id: Id }>('SELECT organization_id FROM replica');
  const organization_id = must(own.get(), 'a replica knows who it is').organization_id;

  const redoRow = (change: Change, stamp: Stamp): TouchedRow => {
    const table = connection.registry.get(change.table);
    if (table === undefined) throw new Unfit();
    const known = statements(table);
    const before = known.get(change.row_id) ?? null;
    if (!fits(table, change, before)) throw new Unfit();
    const now = write(known, change, before ?? replay(null, change, table, stamp), stamp);
    return { table, id: change.row_id, before, now };
  };

  return (op) => {
    const stamp = { organization_id, actor_id: String(op['actor_id']), at: String(op['at']) };
    connection.prepare('SAVEPOINT one_op').run();
    try {
      refuseBroken(parseChanges(String(op['changes'])).map((change) => redoRow(change, stamp)));
      connection.prepare('RELEASE one_op').run();
      return true;
    } catch (error) {
      const broken = sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT') === true;
      if (!broken && !(error instanceof Unfit) && !(error instanceof WriteRefusal)) throw error;
      connection.prepare('ROLLBACK TO one_op').run();
      connection.prepare('RELEASE one_op').run();
      return false;
    }
  };
}

/** Thrown to roll back; never leaves this file. */
class Unfit extends Error {}

/** An op before this one that could not be read may have made the row what the person saw. */
function fits({ own }: Table, { kind, values }: Change, row: CanonicalRow | null): boolean {
  if (Object.keys(values).some((column) => !Object.hasOwn(own, column))) return false;
  if (kind === 'insert') return row === null;
  return (
    row !== null && Object.entries(values).every(([column, [before]]) => row[column] === before)
  );
}

/** `row` is as it was, or as the op's row begins. Nobody else's changes are to be merged with. */
function write(
  table: TableStatements,
  { kind, row_id, values }: Change,
  row: CanonicalRow | null,
  { at, actor_id }: Stamp,
): CanonicalRow | null {
  if (kind === 'delete') {
    table.remove(row_id);
    return null;
  }
  const patch: Record<string, Cell> = { updated_at: at, updated_by: actor_id };
  for (const [column, [, after]] of Object.entries(values)) patch[column] = after;
  const now = { ...row, ...patch };
  if (kind === 'insert') table.insert(now);
  else table.update(row_id, patch);
  return now;
}
