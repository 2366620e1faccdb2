import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Id } from '#db/kernel/id.ts';
import type { Connection } from './connection.node.ts';
import { syncFolder } from './folder.node.ts';
import { openFresh, openReplica, refuseExisting, removeReplica } from './open.node.ts';
import type { OpenOptions } from './open.node.ts';

/** Who a replica file is: what enrolment answers, and a new incarnation. */
export interface ReplicaIdentity {
  readonly device_id: Id;
  readonly device_name: string;
  readonly organization_id: Id;
  /** `host:port/database`, without credentials; empty where there is no central. */
  readonly central: string;
  readonly login_role: string;
  readonly login_password: string;
  readonly token: string;
  readonly incarnation: Id;
}

export interface CreateOptions extends OpenOptions {
  readonly identity: ReplicaIdentity;
  /** There is a file of that name, which goes before this one gets it. */
  readonly replaces?: boolean;
}

/** A replica file that is being made: it has its name only once it is complete. */
export interface Making {
  readonly connection: Connection;
  /** Closes it, and gives it its name, on disk. */
  complete(): void;
  /** Leaves no trace of it. */
  abandon(): void;
}

/**
 * Makes a new replica file. Throws `bad_folder` when the file exists. A process that dies or a power
 * failure on the way leaves no file of that name, so that the folder can be enrolled again: the file
 * is made under another name and gets its own when it is complete and on disk.
 */
export function createReplica(options: CreateOptions): Connection {
  beginReplica(options).complete();
  return openReplica(options);
}

/** The same in two steps, for a file that is not empty when it gets its name. */
export function beginReplica(options: CreateOptions): Making {
  if (options.replaces !== true) refuseExisting(options.file);
  const unfinished = `${options.file}.unfinished`;
  removeReplica(unfinished);
  const connection = openFresh({ ...options, file: unfinished });
  const abandon = () => {
    connection.close();
    removeReplica(unfinished);
  };
  try {
    identify(connection, options.identity);
  } catch (error) {
    abandon();
    throw error;
  }
  return {
    connection,
    abandon,
    complete: () => {
      try {
        // Closing would hide a failure to move everything into the file that is renamed.
        connection.pragma('wal_checkpoint(TRUNCATE)');
        connection.close();
        refuseExisting(options.file);
        renameSync(unfinished, options.file);
      } catch (error) {
        abandon();
        throw error;
      }
      syncFolder(dirname(options.file));
    },
  };
}

function identify(connection: Connection, who: ReplicaIdentity): void {
  connection.transaction(() => {
    connection
      .prepare(
        `INSERT INTO replica (one, device_id, device_name, organization_id, central, login_role,
           login_password, token, incarnation, phase) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 'empty')`,
      )
      .run(
        who.device_id,
        who.device_name,
        who.organization_id,
        who.central,
        who.login_role,
        who.login_password,
        who.token,
        who.incarnation,
      );
  });
}
