import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Connection } from './connection.node.ts';
import { ReplicaError } from './failures.node.ts';
import { syncFolder } from './folder.node.ts';

/**
 * Writes a whole, compact copy beside a working replica, encrypted with the same key. The driver's
 * own backup cannot read encrypted files. Throws when `target` exists.
 */
export function backup(connection: Connection, target: string): void {
  connection.prepare('VACUUM INTO ?').run(target);
}

/** A copy of the replica as it was before a migration. */
export interface Backup {
  readonly file: string;
  remove(): void;
}

const BEFORE = '.before-';
const UNFINISHED = '.unfinished';

/**
 * Copies the replica to `FILE.before-VERSION`, in place of an earlier copy of that name. The copy gets
 * this name only when it is complete, on disk, and has been read back whole. Throws `ReplicaError`
 * (`disk_full`, `replica_failed`) and leaves nothing behind otherwise.
 */
export function backUpBefore(connection: Connection, version: number): Backup {
  const file = `${connection.file}${BEFORE}${version}`;
  const unfinished = `${file}${UNFINISHED}`;
  const clear = () => {
    for (const suffix of ['', '-journal']) rmSync(unfinished + suffix, { force: true });
  };
  clear();
  try {
    backup(connection, unfinished);
    readBack(connection, unfinished);
    syncFile(unfinished);
    renameSync(unfinished, file);
    syncFolder(dirname(file));
  } catch (error) {
    clear();
    rmSync(file, { force: true });
    throw typed(error);
  }
  return { file, remove: () => rmSync(file, { force: true }) };
}

/** Removes copies from before earlier migrations of this file, and what a killed one left half-made. */
export function forgetOlderBackups(replica: string, kept: string): void {
  const folder = dirname(replica);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(replica)}${BEFORE}`) || name === basename(kept)) continue;
    rmSync(join(folder, name), { force: true });
  }
}

// Attached, the copy is read with the key of the replica.
function readBack(connection: Connection, copy: string): void {
  connection.prepare('ATTACH ? AS copy').run(copy);
  try {
    const found = connection.pragma('copy.integrity_check(1)');
    if (found !== 'ok') throw damaged(String(found));
    const tables = connection
      .prepare<{ name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
      )
      .all();
    for (const { name } of tables) {
      const quoted = `"${name}"`;
      const counts = connection
        .prepare<{ here: number; there: number }>(
          `SELECT (SELECT count(*) FROM main.${quoted}) AS here,
             (SELECT count(*) FROM copy.${quoted}) AS there`,
        )
        .get();
      if (counts?.here !== counts?.there) throw damaged(`${name} has other rows`);
    }
  } finally {
    connection.exec('DETACH copy');
  }
}

/** Node's own errors of the disk under the same names as SQLite's. */
function typed(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error) || error instanceof ReplicaError) return error;
  const code = String(error.code);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ReplicaError('disk_full', code, error.message);
  return code.startsWith('E') ? new ReplicaError('replica_failed', code, error.message) : error;
}

function damaged(reason: string): ReplicaError {
  return new ReplicaError('replica_failed', 'none', `the copy before the migration: ${reason}`);
}

function syncFile(file: string): void {
  const open = openSync(file, 'r+');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
