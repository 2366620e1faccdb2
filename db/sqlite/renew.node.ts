import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { openDriver } from './driver.node.ts';
import { ReplicaError, typedFailure } from './failures.node.ts';
import { syncFolder } from './folder.node.ts';
import { checkIntegrity } from './open.node.ts';

/** True where it was the disk that failed, and the file may be whole. */
export function isOfTheDisk(code: string): boolean {
  return /^SQLITE_IOERR(?!_CORRUPTFS|_DATA)/.test(code);
}

/**
 * Writes a closed replica anew after the disk failed under it. What the system then believes to be on
 * disk may not be there, and syncing it again writes nothing. Throws `ReplicaError`: `replica_damaged`
 * where something cannot be read or is not sound, `disk_full`.
 */
export function renewReplica(file: string, key?: Uint8Array): void {
  // The bytes stay the same: cut off between the two, both still belong together.
  for (const name of [`${file}-wal`, file]) if (existsSync(name)) renew(name);
  syncFolder(dirname(file));
  try {
    const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 5000, key });
    try {
      checkIntegrity(driver);
    } finally {
      driver.close();
    }
  } catch (error) {
    throw typedFailure(error, file);
  }
}

const renew = (name: string) => syncedCopy(name, name);

/**
 * Copies a file so that `target` is on disk as a whole, or is what it was; the folder is not synced.
 * Throws `ReplicaError`.
 */
export function syncedCopy(name: string, target: string): void {
  const copy = `${target}.anew`;
  try {
    copyFileSync(name, copy);
    const written = openSync(copy, 'r+');
    try {
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
    renameSync(copy, target);
  } catch (error) {
    if (existsSync(copy)) rmSync(copy, { force: true });
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ReplicaError('disk_full', code, error.message);
  }
  // What cannot be read is salvaged as far as it can; what cannot be written needs another disk.
  const unreadable = code === 'EIO' && 'syscall' in error && error.syscall === 'read';
  return new ReplicaError(unreadable ? 'replica_damaged' : 'replica_failed', code, error.message);
}
