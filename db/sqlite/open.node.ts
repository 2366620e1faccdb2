import { existsSync, rmSync, statSync } from 'node:fs';
import type { Registry } from '#db/schema/registry.ts';
import { deviceRegistry } from '#db/schema/sync-class.ts';
import { createConnection } from './connection.node.ts';
import type { Connection } from './connection.node.ts';
import { openDriver } from './driver.node.ts';
import type { Driver } from './driver.node.ts';
import { ReplicaError, typedFailure } from './failures.node.ts';
import { migrate } from './migrate.node.ts';
import type { MigrateOptions } from './migrate.node.ts';

export interface OpenOptions extends MigrateOptions {
  readonly file: string;
  readonly registry: Registry;
  /** 32 bytes; the file is then encrypted and authenticated with AEGIS-256. */
  readonly key?: Uint8Array;
  /** Parameter only so that a fault test can plant NORMAL, which loses acknowledged commits. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/**
 * Opens an existing replica and brings it to this version's schema. Throws `ReplicaError`:
 * `bad_folder` when there is no file, `replica_key_wrong`, `replica_too_new`, `replica_locked`,
 * `replica_damaged` when damage is met, or found by the check after an unclean exit.
 */
export function openReplica(options: OpenOptions): Connection {
  if (!existsSync(options.file)) {
    throw new ReplicaError('bad_folder', 'none', `no replica at ${options.file}`);
  }
  return open(options, true);
}

/** Makes the empty file with its tables; `createReplica` gives it an identity. */
export function openFresh(options: OpenOptions): Connection {
  refuseExisting(options.file);
  try {
    return open(options, false);
  } catch (error) {
    removeReplica(options.file);
    throw error;
  }
}

/** Throws `bad_folder` when there is a file already. */
export function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  throw new ReplicaError('bad_folder', 'none', `${file} exists already`);
}

/** Deletes a closed replica file and what SQLite keeps beside it. */
export function removeReplica(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '.identity']) rmSync(file + suffix, { force: true });
}

function open(options: OpenOptions, mustExist: boolean): Connection {
  const unclean = leftover(`${options.file}-wal`);
  let driver: Driver | undefined;
  try {
    if (mustExist && statSync(options.file).size === 0) {
      throw new ReplicaError('replica_damaged', 'none', 'the file is empty');
    }
    driver = openDriver(options.file, { readonly: false, fileMustExist: mustExist, timeout: 5000 });
    if (options.key !== undefined) unlock(driver, options.key);
    prepareDriver(driver, options.synchronous ?? 'FULL');
    if (unclean) checkIntegrity(driver);
    const registry = deviceRegistry(options.registry);
    const connection = createConnection(driver, {
      file: options.file,
      registry,
      unclean,
      encrypted: options.key !== undefined,
    });
    migrate(connection, options);
    return connection;
  } catch (error) {
    driver?.close();
    throw typedFailure(error, options.file);
  }
}

// A clean close removes the log.
function leftover(log: string): boolean {
  return existsSync(log) && statSync(log).size > 0;
}

/** Gives a just opened file its key; a wrong one shows at the first read. */
export function unlock(driver: Driver, key: Uint8Array): void {
  if (key.length !== 32) throw new RangeError('the key has 32 bytes');
  if (driver.key === undefined) {
    throw new ReplicaError('replica_key_wrong', 'none', 'this SQLite build has no encryption');
  }
  driver.pragma(`cipher = 'aegis'`);
  driver.pragma(`algorithm = 'aegis-256'`);
  // `raw:` because the key is random already: no derivation, 20 ms less at every start.
  driver.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}`));
}

function prepareDriver(driver: Driver, synchronous: 'FULL' | 'NORMAL'): void {
  // The first read of the file: a wrong key ends here.
  driver.pragma('journal_mode = WAL');
  for (const setting of [
    `synchronous = ${synchronous}`,
    'fullfsync = ON',
    'checkpoint_fullfsync = ON',
    'wal_autocheckpoint = 1000',
    'foreign_keys = ON',
    'trusted_schema = OFF',
    'cell_size_check = ON',
    'secure_delete = ON',
    'recursive_triggers = OFF',
    'busy_timeout = 5000',
    'temp_store = MEMORY',
  ]) {
    driver.pragma(setting);
  }
}

/** Throws `replica_damaged` when SQLite's own check finds damage. Reads the whole file. */
export function checkIntegrity(driver: Pick<Driver, 'pragma'>): void {
  const found = driver.pragma('integrity_check(1)', { simple: true });
  if (found !== 'ok') throw new ReplicaError('replica_damaged', 'SQLITE_CORRUPT', String(found));
}
