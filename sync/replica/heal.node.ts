import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '#db/kernel/clock.ts';
import type { Ids } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Log } from '#db/kernel/log.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { beginReplica } from '#db/sqlite/create.node.ts';
import { ReplicaError, typedFailure } from '#db/sqlite/failures.node.ts';
import { syncFolder } from '#db/sqlite/folder.node.ts';
import { setForeignLogAside } from '#db/sqlite/foreign-log.node.ts';
import { isOfTheDisk, refuseUnreadable, renewReplica } from '#db/sqlite/renew.node.ts';
import { keepIdentity, readIdentity } from '#db/sqlite/identity.node.ts';
import type { KeptIdentity } from '#db/sqlite/identity.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import type { OpenOptions } from '#db/sqlite/open.node.ts';
import { hasDamagedLog, readBehind, salvage, whoIs } from '#db/sqlite/salvage.node.ts';
import type { Salvage } from '#db/sqlite/salvage.node.ts';
import { forgetSuspicion, suspicionOf } from '#db/sqlite/suspicion.node.ts';
import { recordFinding } from './evidence.node.ts';
import { beginMending, cutOffMending, finishMending } from './mend.node.ts';
import { renumber } from './state.node.ts';
import { takeBehindDamage, takeSalvage } from './take-salvage.node.ts';

/** True where a rebuild of this file was cut off, and opening it goes on. */
export function isBeingHealed(file: string): boolean {
  return lastAside(file) !== undefined;
}

export interface HealOptions extends OpenOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const DAMAGED = '.damaged-';
const FOREIGN = '.foreign-';

/**
 * Opens a replica that may be damaged. A damaged file of a desk with a central is kept under another
 * name, and a new one takes its place: the same device in a new life, with the ops that waited, to be
 * filled again. Throws `ReplicaError`: `replica_damaged` where there is no central to fill it from,
 * `replica_failed` where the disk gives nothing of it back.
 */
export function openHealing(options: HealOptions): Connection {
  try {
    return opened(options);
  } catch (error) {
    throw typedFailure(error, options.file);
  }
}

function opened(options: HealOptions): Connection {
  const { file, key } = options;
  putBack(file);
  const kept = readIdentity(file, key);
  const foreign = foreignLog(options, kept);
  // What SQLite would drop without a word, kept or read before it does.
  const damaged = hasDamagedLog(file);
  const mending = damaged || cutOffMending(file) !== undefined;
  const copy = mending && isAlone(options, kept) ? beginMending(file, options) : null;
  const behind = damaged && copy === null ? readBehind(file, key) : null;
  try {
    const suspicion = suspicionOf(file);
    if (suspicion !== null) clear(file, suspicion, key);
    const connection = openReplica(options);
    try {
      keepIdentity(connection, key);
      if (copy !== null) finishMending(connection, copy, options);
      if (behind !== null) {
        takeBehindDamage(connection, behind, options);
        emptyLog(connection);
      }
      if (foreign !== null) startOver(connection, foreign, options);
      return connection;
    } catch (error) {
      connection.close();
      throw connection.met(error);
    }
  } catch (error) {
    if (!isDamage(error, kept, options.schemaVersion)) throw error;
    rebuild(options, { kept, behind }, error);
    forgetSuspicion(file);
    const connection = openReplica(options);
    keepIdentity(connection, key);
    return connection;
  }
}

// What lies in the log behind new commits must not be taken for work once more.
const emptyLog = (connection: Connection) => connection.pragma('wal_checkpoint(TRUNCATE)');

/** True where no central has what this file has. */
function isAlone({ file, key }: HealOptions, kept: KeptIdentity | null): boolean {
  return (whoIs(file, key) ?? kept)?.login_role === '';
}

/** Throws `replica_damaged` unless it was only the disk that failed, and all of the file is readable. */
function clear(file: string, suspicion: string, key: Uint8Array | undefined): void {
  if (!isOfTheDisk(suspicion)) throw new ReplicaError('replica_damaged', suspicion, 'met before');
  renewReplica(file, key);
  forgetSuspicion(file);
}

/** The new name of a log that another device left here; null where there was none. */
function foreignLog({ file, key, clock }: HealOptions, kept: KeptIdentity | null): string | null {
  if (kept === null) return null;
  const aside = `${file}${FOREIGN}${stampOf(clock)}`;
  const moved = setForeignLogAside(file, { device: kept.device_id, aside, key });
  return moved ? basename(aside) : null;
}

const stampOf = (clock: Clock) => instantOf(clock.now()).replaceAll(':', '-');

/** A file that was fine with this version when it was last open, and now is not a replica, is damaged. */
function isDamage(
  error: unknown,
  kept: KeptIdentity | null,
  schemaVersion: number,
): error is ReplicaError {
  if (!(error instanceof ReplicaError)) return false;
  if (error.code === 'replica_damaged') return true;
  const unreadable =
    error.code === 'replica_key_wrong' ||
    error.code === 'replica_too_new' ||
    (error.code === 'replica_failed' && error.cause_code === 'none');
  return unreadable && kept?.schema_version === schemaVersion;
}

interface Known {
  readonly kept: KeptIdentity | null;
  readonly behind: Salvage | null;
}

function rebuild(options: HealOptions, { kept, behind }: Known, why: ReplicaError): void {
  const { file, key, clock, ids, log } = options;
  // A disk that gives nothing back now may do so again: what waits in the file must not be left behind.
  refuseUnreadable(file);
  const saved = salvage(file, key, behind);
  const who = saved.identity ?? kept;
  if (who === null || who.login_role === '') throw why;
  const aside = `${file}${DAMAGED}${stampOf(clock)}`;
  const { device_id, device_name, organization_id, central, login_role, login_password, token } =
    who;
  const making = beginReplica({
    ...options,
    replaces: true,
    identity: {
      device_id,
      device_name,
      organization_id,
      central,
      login_role,
      login_password,
      token,
      incarnation: ids.next(),
    },
  });
  try {
    const finding = { cause: why.cause_code, kept: basename(aside) };
    takeSalvage(making.connection, saved, finding, { clock });
  } catch (error) {
    making.abandon();
    throw error;
  }
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  making.complete();
  log.write('error', 'replica.salvaged', { ops: saved.waiting.length, lost: saved.lost.length });
}

/** A rebuild that died between its two names begins again. */
function putBack(file: string): void {
  const aside = lastAside(file);
  if (existsSync(file) || aside === undefined) return;
  const from = join(dirname(file), aside);
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(from + suffix)) renameSync(from + suffix, file + suffix);
  }
  syncFolder(dirname(file));
}

function lastAside(file: string): string | undefined {
  const folder = dirname(file);
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}${DAMAGED}`) && !/-(wal|shm)$/.test(name))
    .sort()
    .at(-1);
}

/** The log of this file was replaced, and with it whatever it held is gone. */
function startOver(connection: Connection, kept: string, { clock, ids }: HealOptions): void {
  connection.transaction(() => {
    // Central may know numbers that this file has forgotten: it is asked to let a new life begin.
    renumber(connection, ids.next());
    recordFinding(connection, instantOf(clock.now()), {
      kind: 'log_damaged',
      cause: 'foreign',
      kept,
      saved: [],
      lost: null,
    });
  });
}
