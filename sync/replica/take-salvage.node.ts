import type { Clock } from '#db/kernel/clock.ts';
import type { Ids } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Salvage, SalvagedOp, SalvagedRow } from '#db/sqlite/salvage.node.ts';
import type { Application } from './application.node.ts';
import { recordFinding } from './evidence.node.ts';
import type { Finding } from './evidence.node.ts';
import { createWorkshop } from './parts.node.ts';
import { parseChanges } from './pending.node.ts';
import { renumber } from './state.node.ts';

interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Puts into a new and empty file what the one before it still told, and tells of it. */
export function takeSalvage(
  connection: Connection,
  saved: Salvage,
  finding: Pick<Finding, 'cause' | 'kept'>,
  { clock }: Pick<Ports, 'clock'>,
): void {
  const shop = createWorkshop({ connection, clock, pause: () => Promise.resolve() });
  shop.apply((application) => {
    addWaiting(connection, application, saved.waiting);
    put(connection, 'outbox_sent', saved.sent);
    put(connection, 'rejected_ops', saved.rejected);
    putIncidents(connection, saved.incidents);
    connection.prepare('UPDATE replica SET acting_user_id = ?').run(saved.acting_user_id);
    recordFinding(connection, shop.now(), {
      kind: 'salvage',
      ...finding,
      saved: saved.waiting,
      // Of a file that cannot even tell who it is nobody knows what stood there.
      lost: saved.identity === null ? null : saved.lost,
    });
    return TABLES;
  });
}

/**
 * What a damaged log held behind what SQLite reads of it, in a new life: ops that wait there wait
 * again, what was settled there is settled. Central's rows come again.
 */
export function takeBehindDamage(
  connection: Connection,
  behind: Salvage,
  { clock, ids }: Ports,
): void {
  const shop = createWorkshop({ connection, clock, pause: () => Promise.resolve() });
  shop.apply((application) => {
    const lost = lostBehind(connection, behind);
    endWaiting(connection, application, settledOf(behind));
    put(connection, 'outbox_sent', behind.sent);
    // Somebody may have looked at one that stood there already.
    put(connection, 'rejected_ops', behind.rejected, 'REPLACE');
    putIncidents(connection, behind.incidents);
    const known = knownOps(connection);
    const saved = behind.waiting.filter(({ op_id }) => !known.has(op_id));
    addWaiting(connection, application, saved);
    renumber(connection, ids.next());
    recordFinding(connection, shop.now(), {
      kind: 'log_damaged',
      cause: 'none',
      kept: null,
      saved,
      lost,
    });
    return TABLES;
  });
}

/** What cannot be read behind the damage may still wait before it. */
function lostBehind(
  connection: Connection,
  { identity, last_op_no, lost }: Salvage,
): readonly number[] | null {
  // Without its last number nobody knows what stood there.
  if (identity === null || last_op_no === null) return null;
  const waiting = connection
    .prepare<{ op_no: number }>(
      'SELECT op_no FROM outbox WHERE (SELECT incarnation FROM replica) = ?',
    )
    .all(identity.incarnation);
  const numbers = new Set(waiting.map(({ op_no }) => op_no));
  return lost.filter((number) => !numbers.has(number));
}

const TABLES = ['replica', 'outbox', 'outbox_sent', 'rejected_ops', 'pending_rows'];

const settledOf = ({ sent, rejected }: Salvage): readonly string[] =>
  [...sent, ...rejected].map(({ op_id }) => op_id);

function knownOps(connection: Connection): ReadonlySet<string> {
  const ops = connection
    .prepare<{ op_id: string }>('SELECT op_id FROM outbox UNION SELECT op_id FROM outbox_sent')
    .all();
  return new Set(ops.map(({ op_id }) => op_id));
}

/** Ops that stop waiting: their rows are what central said of them last. */
function endWaiting(
  connection: Connection,
  application: Application,
  ops: readonly string[],
): void {
  const take = connection.prepare<{ op_no: number }>(
    'DELETE FROM outbox WHERE op_id = ? RETURNING op_no',
  );
  const free = connection.prepare<{ table_name: string; row_id: string }>(
    'DELETE FROM pending_rows WHERE op_no = ? RETURNING table_name, row_id',
  );
  for (const op_id of ops) {
    const op = take.get(op_id);
    for (const { table_name, row_id } of op === undefined ? [] : free.all(op.op_no)) {
      const table = connection.registry.get(table_name);
      if (table !== undefined) application.soil(table, row_id);
    }
  }
}

/** Appends ops as if they had just been made here, under their old ids. */
function addWaiting(
  connection: Connection,
  application: Application,
  ops: readonly SalvagedOp[],
): void {
  const last = connection.prepare<{ n: number }>('SELECT last_op_no AS n FROM replica').get();
  let number = must(last, 'a replica knows who it is').n;
  const pending = connection.prepare(
    'INSERT OR IGNORE INTO pending_rows (table_name, row_id, op_no) VALUES (?, ?, ?)',
  );
  for (const op of ops) {
    if (put(connection, 'outbox', [{ ...op, op_no: number + 1 }]) === 0) continue;
    // Dense: central asks for a number that is left out.
    number += 1;
    for (const { table, row_id } of parseChanges(String(op['changes']))) {
      pending.run(table, row_id, number);
      const known = connection.registry.get(table);
      if (known === undefined) continue;
      application.shade(known, row_id);
      application.soil(known, row_id);
    }
  }
  connection.prepare('UPDATE replica SET last_op_no = ?').run(number);
}

function put(
  connection: Connection,
  table: string,
  rows: readonly SalvagedRow[],
  known: 'IGNORE' | 'REPLACE' = 'IGNORE',
): number {
  let changes = 0;
  for (const row of rows) {
    const names = Object.keys(row);
    const insert = `INSERT OR ${known} INTO ${table} (${names.join(', ')})
      VALUES (${names.map(() => '?').join(', ')})`;
    changes += connection.prepare(insert).run(Object.values(row)).changes;
  }
  return changes;
}

/** Incidents have no ids. */
function putIncidents(connection: Connection, incidents: readonly SalvagedRow[]): void {
  const add = connection.prepare(
    `INSERT INTO incidents (at, kind, detail) SELECT ?1, ?2, ?3 WHERE NOT EXISTS
       (SELECT 1 FROM incidents WHERE at = ?1 AND kind = ?2 AND detail = ?3)`,
  );
  for (const { at = null, kind = null, detail = null } of incidents) add.run([at, kind, detail]);
}
