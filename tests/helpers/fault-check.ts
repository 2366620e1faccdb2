import { createHash } from 'node:crypto';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { keptChecksums, recountedChecksums } from '#sync/replica/ledger.node.ts';

/** Everything a replica holds, as text per table: two files with equal states are the same to the product. */
export type ReplicaState = ReadonlyMap<string, readonly string[]>;

const LOCAL = [
  'replica',
  'outbox',
  'outbox_sent',
  'rejected_ops',
  'pending_rows',
  'shadow',
  'checksums',
  'fill_progress',
  'quarantine',
  'incidents',
];

export function readState(connection: Connection): ReplicaState {
  const tables = [...LOCAL, ...connection.registry.tables.map((table) => table.name)];
  return new Map(
    tables.map((table) => [
      table,
      connection
        .prepare<object>(`SELECT * FROM ${table}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

export function digestOf(state: ReplicaState): string {
  return createHash('sha1')
    .update(JSON.stringify([...state]))
    .digest('hex');
}

/** Lines that stand in one state only: `-` what `wanted` has and `found` has not, `+` the reverse. */
export function differences(wanted: ReplicaState, found: ReplicaState): string[] {
  return [...wanted.keys()].flatMap((table) => {
    const here = new Set(wanted.get(table));
    const there = new Set(found.get(table));
    return [
      ...[...here].filter((row) => !there.has(row)).map((row) => `- ${table} ${row}`),
      ...[...there].filter((row) => !here.has(row)).map((row) => `+ ${table} ${row}`),
    ];
  });
}

/** What must hold in a replica at any time, whatever happened to it; empty when all does. */
export function brokenPromises(connection: Connection): string[] {
  return [
    ...damage(connection),
    ...gapsInOutbox(connection),
    ...pendingWithoutOp(connection),
    ...wrongChecksums(connection),
  ];
}

function damage(connection: Connection): string[] {
  const all = connection
    .prepare<{ integrity_check: string }>('PRAGMA integrity_check')
    .all()
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  const ready = connection.prepare('SELECT 1 AS one FROM replica WHERE phase = ?').get('ready');
  // While it fills, rows come before those they refer to, and the index is built at the end.
  if (!ready) return all;
  const dangling = connection.prepare<object>('PRAGMA foreign_key_check').all();
  try {
    // With rank 1 the index is also compared with the rows it was made from.
    connection.exec(
      `INSERT INTO bookings_search (bookings_search, rank) VALUES ('integrity-check', 1)`,
    );
  } catch (error) {
    all.push(`full-text index: ${String(error)}`);
  }
  return [...all, ...dangling.map((row) => `dangling reference ${JSON.stringify(row)}`)];
}

/** Every op number of this life is in the outbox or among the confirmed, and none twice. */
function gapsInOutbox(connection: Connection): string[] {
  const replica = connection
    .prepare<{ last_op_no: number; acked_op_no: number }>('SELECT * FROM replica')
    .get();
  const numbers = connection
    .prepare<{ op_no: number }>(
      `SELECT op_no FROM outbox UNION ALL SELECT op_no FROM outbox_sent
       WHERE incarnation = (SELECT incarnation FROM replica) ORDER BY op_no`,
    )
    .all()
    .map((row) => row.op_no);
  const wanted = Array.from({ length: replica?.last_op_no ?? 0 }, (_, index) => index + 1);
  if (numbers.join() !== wanted.join()) {
    return [`op numbers are ${numbers.join()} and not 1 to ${wanted.length}`];
  }
  const oldest = connection
    .prepare<{ op_no: number | null }>('SELECT min(op_no) AS op_no FROM outbox')
    .get();
  const acked = (oldest?.op_no ?? wanted.length + 1) - 1;
  return acked === replica?.acked_op_no
    ? []
    : [`acked_op_no is ${replica?.acked_op_no}, not ${acked}`];
}

/** A row has pending work if and only if an op in the outbox changes it, and then a shadow. */
function pendingWithoutOp(connection: Connection): string[] {
  const rows = connection
    .prepare<{ problem: string }>(
      `WITH changed AS (
         SELECT json_extract(c.value, '$.table') AS table_name,
                json_extract(c.value, '$.row_id') AS row_id, op_no
         FROM outbox, json_each(outbox.changes) AS c)
       SELECT 'op without pending row ' || table_name || ' ' || row_id AS problem
         FROM (SELECT * FROM changed EXCEPT SELECT table_name, row_id, op_no FROM pending_rows)
       UNION ALL SELECT 'pending row without op ' || table_name || ' ' || row_id
         FROM (SELECT table_name, row_id, op_no FROM pending_rows EXCEPT SELECT * FROM changed)
       UNION ALL SELECT 'pending row without shadow ' || table_name || ' ' || row_id
         FROM (SELECT table_name, row_id FROM changed EXCEPT SELECT table_name, row_id FROM shadow)
       UNION ALL SELECT 'shadow without pending row ' || table_name || ' ' || row_id
         FROM (SELECT table_name, row_id FROM shadow EXCEPT SELECT table_name, row_id FROM changed)`,
    )
    .all();
  return rows.map((row) => row.problem);
}

function wrongChecksums(connection: Connection): string[] {
  const kept = JSON.stringify(keptChecksums(connection));
  const counted = JSON.stringify(recountedChecksums(connection));
  return kept === counted ? [] : [`checksums kept ${kept}, counted ${counted}`];
}
