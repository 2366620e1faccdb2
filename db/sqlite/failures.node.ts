import { isFull } from './room.node.ts';

/** What can be wrong with the file or the disk under it; codes of the error catalogue. */
export type ReplicaFailure =
  | 'disk_full'
  | 'replica_failed'
  /** Pages of the file are not what was written: it must be healed, see `openHealing`. */
  | 'replica_damaged'
  | 'replica_locked'
  | 'replica_too_new'
  /** Wrong key, or not a replica at all: an encrypted file looks the same either way. */
  | 'replica_key_wrong'
  /** The folder holds no replica where one is needed, or one where none may be. */
  | 'bad_folder';

/** Thrown by everything that touches the replica file. The transaction it met was rolled back. */
export class ReplicaError extends Error {
  readonly code: ReplicaFailure;
  /** SQLite's extended code, for the log. */
  readonly cause_code: string;

  constructor(code: ReplicaFailure, causeCode: string, message: string) {
    super(message);
    this.name = 'ReplicaError';
    this.code = code;
    this.cause_code = causeCode;
  }
}

/** SQLite's extended result code of an error of the driver; undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_')
    ? error.code
    : undefined;
}

/** Gives errors of file and disk their own type; anything else comes back unchanged. */
export function typedFailure(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (!(error instanceof Error)) return error;
  if (code === undefined) return systemFailure(error);
  const failure = failureOf(code);
  if (failure === undefined) return error;
  // SQLite tells a full disk from a broken one on writes only, not on syncs and on files it creates.
  const full = failure === 'replica_failed' && isFull(file);
  return new ReplicaError(full ? 'disk_full' : failure, code, error.message);
}

// Of what the system says of a file, that which is about the disk, or who else holds the file.
const OF_THE_DISK = ['EIO', 'ENXIO', 'EROFS', 'EACCES', 'EPERM', 'EBUSY', 'EMFILE', 'ENFILE'];

/** The same for errors of a file that we, not SQLite, read or wrote. */
function systemFailure(error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ReplicaError('disk_full', code, error.message);
  }
  if (!OF_THE_DISK.includes(code)) return error;
  // What cannot be read is salvaged as far as it can; what cannot be written needs another disk.
  const failure = isUnreadable(error) ? 'replica_damaged' : 'replica_failed';
  return new ReplicaError(failure, code, error.message);
}

/** True where the disk did not give back what is on it. */
export function isUnreadable(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'EIO' &&
    'syscall' in error &&
    error.syscall === 'read'
  );
}

/**
 * True where the disk failed in a way that leaves it open what is on it: nothing may be written through
 * this connection any more, and a later sync that succeeds proves nothing.
 */
export function isBroken({ code, cause_code }: ReplicaError): boolean {
  return (
    code === 'replica_failed' &&
    cause_code.startsWith('SQLITE_IOERR') &&
    cause_code !== 'SQLITE_IOERR_NOMEM'
  );
}

function failureOf(code: string): ReplicaFailure | undefined {
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE_ENOSPC') return 'disk_full';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'replica_locked';
  if (code === 'SQLITE_NOTADB') return 'replica_key_wrong';
  const damaged = ['SQLITE_CORRUPT', 'SQLITE_IOERR_CORRUPTFS', 'SQLITE_IOERR_DATA'];
  if (damaged.some((prefix) => code.startsWith(prefix))) return 'replica_damaged';
  const broken = ['SQLITE_IOERR', 'SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_PERM'];
  return broken.some((prefix) => code.startsWith(prefix)) ? 'replica_failed' : undefined;
}
