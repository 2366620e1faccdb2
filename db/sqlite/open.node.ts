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
  refuseMissing(options.file);
  return open(options, { readonly: false, fileMustExist: true }, (connection) =>
    migrated(connection, options),
  );
}

/**
 * Opens an existing replica for looking only: neither then nor at the end does anything of its log go
 * into the file, and the log stays. Null where the file is of an older version, which opening it for
 * work brings to this one. Throws what `openReplica` throws.
 */
export function openReader(options: OpenOptions): Connection | null {
  refuseMissing(options.file);
  return open(options, { readonly: true, fileMustExist: true }, (connection) => {
    const current = Number(connection.pragma('user_version')) >= options.schemaVersion;
    if (current) return migrated(connection, options);
    connection.close();
    return null;
  });
}

function refuseMissing(file: string): void {
  if (!existsSync(file)) throw new ReplicaError('bad_folder', 'none', `no replica at ${file}`);
}

/** Makes the empty file with its tables; `createReplica` gives it an identity. */
export function openFresh(options: OpenOptions): Connection {
  refuseExisting(options.file);
  try {
    return open(options, { readonly: false, fileMustExist: false }, (connection) =>
      migrated(connection, options),
    );
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

function migrated(connection: Connection, options: OpenOptions): Connection {
  migrate(connection, options);
  return connection;
}

/** Closes it again where `use` throws. */
function open<T>(
  options: OpenOptions,
  how: { readonly readonly: boolean; readonly fileMustExist: boolean },
  use: (connection: Connection) => T,
): T {
  const unclean = hasLog(options.file);
  let driver: Driver | undefined;
  try {
    if (how.fileMustExist && statSync(options.file).size === 0) {
      throw new ReplicaError('replica_damaged', 'none', 'the file is empty');
    }
    driver = openDriver(options.file, { ...how, timeout: 5000, key: options.key });
    prepareDriver(driver, options.synchronous ?? 'FULL');
    if (unclean) checkIntegrity(driver);
    const registry = deviceRegistry(options.registry);
    const { file, key } = options;
    const about = { file, registry, unclean, encrypted: key !== undefined };
    return use(createConnection(driver, about));
  } catch (error) {
    driver?.close();
    throw typedFailure(error, options.file);
  }
}

/** True where something stands in the log beside a replica. A clean close removes it, at any moment. */
export function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
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
