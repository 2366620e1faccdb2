import { must } from '#db/kernel/must.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createStatements } from '#db/sqlite/table-statements.node.ts';
import type { Cursor } from '#sync/core/protocol.ts';
import { createLedger, versionOf } from './ledger.node.ts';

/** A file that belongs to no central may be worked with from now on. */
export function becomeStandalone(connection: Connection): void {
  connection.transaction(() => {
    connection.prepare(`UPDATE replica SET phase = 'ready'`).run();
  });
}

/**
 * From here until the move into central is finished, or given up, nothing may change in this file:
 * central may have its rows as they are.
 */
export function markAdopting(connection: Connection, at: { central: string; epoch: string }): void {
  connection.transaction(() => {
    connection.prepare('UPDATE replica SET central = ?, epoch = ?').run(at.central, at.epoch);
  });
}

/** Central certainly has nothing of it: the desk works on without one. */
export function unmarkAdopting(connection: Connection): void {
  connection.transaction(() => {
    connection.prepare(`UPDATE replica SET central = '', epoch = NULL WHERE login_role = ''`).run();
  });
}

/** What the file of an adopted desk becomes a device with. */
export interface Membership {
  readonly central: string;
  readonly epoch: string;
  readonly login_role: string;
  readonly login_password: string;
  /** Of the snapshot the rows were read at. */
  readonly cursor: Cursor;
}

/** One transaction that lasts while central's rows arrive. Nothing else may use the connection. */
export interface TakeOver {
  take(table: Table, row: CanonicalRow): void;
  finish(membership: Membership): void;
  abandon(): void;
}

/**
 * Makes the rows of a file that was alone those of central, versions and all: next time it connects
 * it is equal. Rows that central lacks go, as they went there.
 */
export function beginTakeOver(connection: Connection): TakeOver {
  const statements = createStatements(connection);
  const ledger = createLedger(connection);
  // Ignored inside a transaction, hence before it.
  connection.pragma('foreign_keys = OFF');
  connection.prepare('BEGIN IMMEDIATE').run();
  connection.prepare('DELETE FROM checksums').run();
  const end = (how: 'COMMIT' | 'ROLLBACK') => {
    if (connection.inTransaction) connection.prepare(how).run();
    connection.pragma('foreign_keys = ON');
  };
  return {
    take: (table, row) => {
      const id = String(row['id']);
      const known = statements(table).get(id);
      if (known === undefined) statements(table).put(row);
      else statements(table).update(id, difference(known, row));
      if (arrives(table)) ledger.replace(table, id, undefined, versionOf(row));
    },
    finish: (membership) => {
      const { tables } = connection.registry;
      for (const table of tables.filter(arrives)) {
        connection.prepare(`DELETE FROM ${quoted(table.name)} WHERE row_version = 0`).run();
      }
      ledger.flush();
      become(connection, membership);
      end('COMMIT');
      connection.touch(new Set(['replica', ...tables.map((table) => table.name)]));
    },
    abandon: () => end('ROLLBACK'),
  };
}

function become(connection: Connection, who: Membership): void {
  // What they did is in the rows that central has: they must never be sent.
  connection.prepare('DELETE FROM outbox_sent').run();
  const { changes } = connection
    .prepare(
      `UPDATE replica SET central = ?, epoch = ?, login_role = ?, login_password = ?, cursor = ?,
         last_op_no = 0, acked_op_no = 0, verified_at = NULL`,
    )
    .run(who.central, who.epoch, who.login_role, who.login_password, who.cursor);
  must(changes === 1 ? changes : null, 'a replica knows who it is');
}

function difference(from: CanonicalRow, to: CanonicalRow): CanonicalRow {
  return Object.fromEntries(Object.entries(to).filter(([name, cell]) => from[name] !== cell));
}
