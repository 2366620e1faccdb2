import { arrives } from '#db/schema/sync-class.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Workshop } from './parts.node.ts';
import { parseChanges } from './pending.node.ts';
import { renumber } from './state.node.ts';

/**
 * Puts confirmed ops back before those that wait, in the order in which they were confirmed. What
 * central refused stays with the person who looks after it. A central that goes back gives the same
 * versions out once more, for other contents: every bucket is in doubt.
 */
export function resend(shop: Workshop, incarnation: string): void {
  const { connection } = shop;
  shop.apply((application) => {
    const sent = connection
      .prepare<{ op_id: string; changes: string }>(
        `SELECT op_id, changes FROM outbox_sent WHERE outcome <> 'rejected' ORDER BY rowid`,
      )
      .all();
    makeRoom(connection, sent.length);
    const wait = connection.prepare(
      `INSERT INTO outbox (op_no, op_id, actor_id, command, at, schema_version, changes)
       SELECT ?, op_id, actor_id, command, at, schema_version, changes
       FROM outbox_sent WHERE op_id = ?`,
    );
    const pending = connection.prepare(
      'INSERT INTO pending_rows (table_name, row_id, op_no) VALUES (?, ?, ?)',
    );
    for (const [index, { op_id, changes }] of sent.entries()) {
      wait.run(index + 1, op_id);
      for (const { table, row_id } of parseChanges(changes)) {
        pending.run(table, row_id, index + 1);
        const known = connection.registry.get(table);
        if (known !== undefined) application.shade(known, row_id);
      }
    }
    connection.exec(`DELETE FROM outbox_sent WHERE outcome <> 'rejected'`);
    // Nobody will ever fetch rows of a table that this version has no more.
    const fetched = connection.registry.tables.filter(arrives).map(({ name }) => name);
    connection
      .prepare(
        `INSERT OR IGNORE INTO doubts SELECT table_name, bucket FROM checksums
         WHERE count <> 0 AND table_name IN (SELECT value FROM json_each(?))`,
      )
      .run(JSON.stringify(fetched));
    renumber(connection, incarnation);
    return ['doubts', 'replica', 'outbox', 'outbox_sent', 'pending_rows'];
  });
}

// Descending: the wanted number is always free.
function makeRoom(connection: Connection, ops: number): void {
  const waiting = connection
    .prepare<{ op_no: number }>('SELECT op_no FROM outbox ORDER BY op_no DESC')
    .all();
  const move = connection.prepare('UPDATE outbox SET op_no = ? WHERE op_no = ?');
  const moveRows = connection.prepare('UPDATE pending_rows SET op_no = ? WHERE op_no = ?');
  for (const { op_no } of waiting) {
    move.run(op_no + ops, op_no);
    moveRows.run(op_no + ops, op_no);
  }
}
