import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { openDriver } from './driver.node.ts';
import { sqliteCode, typedFailure } from './failures.node.ts';

interface Owner {
  /** Whose the file is. */
  readonly device: string;
  readonly key: Uint8Array | undefined;
}

/**
 * Gives a closed replica's log another name where it is of another device: SQLite would put its
 * pages into the file, for nothing in a log says whose it is. Answers true where it did. Throws
 * `ReplicaError`.
 */
export function setForeignLogAside(
  file: string,
  { aside, ...owner }: Owner & { readonly aside: string },
): boolean {
  if (!hasForeignLog(file, owner)) return false;
  renameSync(`${file}-wal`, aside);
  rmSync(`${file}-shm`, { force: true });
  return true;
}

/** True where a closed replica's log is of another device. Changes nothing. Throws `ReplicaError`. */
export function hasForeignLog(file: string, { device, key }: Owner): boolean {
  const log = `${file}-wal`;
  if (!existsSync(log) || statSync(log).size === 0) return false;
  // Every commit of a log holds the row that says who the replica is.
  if (deviceOf(file, key) === device) return false;
  const alone = `${file}.alone`;
  try {
    copyFileSync(file, alone);
    return deviceOf(alone, key) === device;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(alone + suffix, { force: true });
  }
}

/** Reads only, so that nothing of the log goes into the file; null where it is not readable. */
function deviceOf(file: string, key: Uint8Array | undefined): string | null {
  try {
    const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 5000, key });
    try {
      const who = driver.prepare<{ device_id: string }>('SELECT device_id FROM replica').get();
      return who?.device_id ?? null;
    } finally {
      driver.close();
    }
  } catch (error) {
    const code = sqliteCode(error) ?? '';
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return null;
    // Locked, say: that tells nothing about whose it is.
    throw typedFailure(error, file);
  }
}
