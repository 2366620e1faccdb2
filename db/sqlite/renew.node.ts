import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { openDriver } from './driver.node.ts';
import { isUnreadable, ReplicaError, typedFailure } from './failures.node.ts';
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
    copySynced(name, copy);
    renameSync(copy, target);
  } catch (error) {
    if (existsSync(copy)) rmSync(copy, { force: true });
    throw typedFailure(error, target);
  }
}

const CHUNK = 1_048_576;

/** By hand: the system's own copy does not tell what failed, reading the one or writing the other. */
function copySynced(from: string, to: string): void {
  const source = openSync(from, 'r');
  try {
    const written = openSync(to, 'w');
    try {
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (let at = 0; ;) {
        const length = readSync(source, chunk, 0, CHUNK, at);
        if (length === 0) break;
        for (let done = 0; done < length;) {
          done += writeSync(written, chunk, done, length - done, at + done);
        }
        at += length;
      }
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
  } finally {
    closeSync(source);
  }
}

/** Throws `replica_failed` where the disk does not give back even the first bytes of a file. */
export function refuseUnreadable(file: string): void {
  if (!existsSync(file)) return;
  const source = openSync(file, 'r');
  try {
    readSync(source, Buffer.alloc(100), 0, 100, 0);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new ReplicaError('replica_failed', 'EIO', 'the disk does not give the replica back');
  } finally {
    closeSync(source);
  }
}
