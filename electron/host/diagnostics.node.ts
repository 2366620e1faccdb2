import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { JsonObject } from '#db/kernel/json.ts';
import { PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';
import { arrives } from '#db/schema/sync-class.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { CONTRACT_VERSION } from '#electron/contract/contract.ts';
import { differing } from '#sync/engine/difference.ts';
import type { Desk } from './desk.node.ts';
import { lastLogLines, LOG_FOLDER } from './log-files.node.ts';
import { permittedLine } from './log.node.ts';
import type { Ports } from './ports.node.ts';

const LOG_LINES = 1000;
const INCIDENTS = 100;

/**
 * All that who helps from afar must know of a desk, and nothing anybody typed: names of tables,
 * commands and codes, counts, sizes, times and random ids. Works on a folder whose replica does not
 * open; then `open` throws and its code stands in place of what the file holds.
 */
export async function diagnosticsOf(
  dir: string,
  ports: Pick<Ports, 'clock'>,
  open: (look: (desk: Desk) => Promise<JsonObject>) => Promise<JsonObject>,
): Promise<JsonObject> {
  return {
    made_at: instantOf(ports.clock.now()),
    versions: {
      schema: SCHEMA_VERSION,
      protocol: PROTOCOL_VERSION,
      contract: CONTRACT_VERSION,
      node: process.versions.node,
      napi: process.versions['napi'] ?? null,
    },
    machine: {
      platform: process.platform,
      arch: process.arch,
      release: release(),
      cores: cpus().length,
      memory: totalmem(),
    },
    folder: folderOf(dir),
    replica: await open(replicaOf).catch((error: unknown) => {
      if (!(error instanceof ReplicaError)) throw error;
      return { failed: error.code, cause: error.cause_code };
    }),
    log: lastLogLines(join(dir, LOG_FOLDER), LOG_LINES).map(permittedLine),
  };
}

function folderOf(dir: string): JsonObject {
  if (!existsSync(dir)) return { files: [], free: null };
  const { bavail, bsize } = statfsSync(dir);
  return {
    // Only ours: what else lies here may be named after somebody.
    files: readdirSync(dir)
      .filter((name) => name.startsWith('replica.'))
      .map((name) => {
        const { size, mtimeMs } = statSync(join(dir, name));
        return { name, bytes: size, changed_at: instantOf(Math.floor(mtimeMs)) };
      }),
    free: bavail * bsize,
  };
}

async function replicaOf({ connection, replica }: Desk): Promise<JsonObject> {
  const { device_id, organization_id, incarnation, enrolment, phase, ...state } = replica.state();
  const all = (sql: string) =>
    connection.prepare<Record<string, string | number | null>>(sql).all();
  const { tables } = connection.registry;
  const counts = tables.map(({ name }) => {
    const [row] = all(`SELECT count(*) AS n FROM "${name}"`);
    return { table: name, rows: Number(row?.['n'] ?? 0) };
  });
  const kept = replica.checksums();
  const rotten = differing(replica.recomputeChecksums(), kept, tables.filter(arrives));
  return {
    device_id,
    organization_id,
    incarnation,
    enrolment,
    phase,
    ...state,
    sqlite: String(all('SELECT sqlite_version() AS v')[0]?.['v']),
    pages: Number(connection.pragma('page_count')),
    free_pages: Number(connection.pragma('freelist_count')),
    integrity: String(connection.pragma('integrity_check(1)')),
    counts_differ: rotten.map(({ table, bucket }) => `${table.name}:${bucket}`),
    tables: counts.filter(({ rows }) => rows > 0),
    waiting_ops: all(
      `SELECT command, count(*) AS ops, sum(length(changes)) AS bytes, min(at) AS oldest_at
       FROM outbox GROUP BY command ORDER BY ops DESC`,
    ),
    confirmed_ops: all(
      `SELECT outcome, count(*) AS ops, max(settled_at) AS newest_at
       FROM outbox_sent GROUP BY outcome ORDER BY outcome`,
    ),
    refused_ops: all(
      `SELECT command, code, state, count(*) AS ops
       FROM rejected_ops GROUP BY command, code, state ORDER BY ops DESC`,
    ),
    quarantined: all('SELECT table_name, count(*) AS images FROM quarantine GROUP BY table_name'),
    pending_rows: all('SELECT table_name, count(*) AS n FROM pending_rows GROUP BY table_name'),
    fill: all('SELECT table_name, rows, bytes, done FROM fill_progress WHERE done = 0'),
    incidents: all(`SELECT at, kind, detail FROM incidents ORDER BY rowid DESC LIMIT ${INCIDENTS}`),
  };
}
