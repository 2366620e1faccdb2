import type { Id } from '#db/kernel/id.ts';
import type { Connection } from './connection.node.ts';
import { openFresh, removeReplica } from './open.node.ts';
import type { OpenOptions } from './open.node.ts';

/** Who a replica file is: what enrolment answers, and a new incarnation. */
export interface ReplicaIdentity {
  readonly device_id: Id;
  readonly device_name: string;
  readonly organization_id: Id;
  /** `host:port/database`, without credentials. */
  readonly central: string;
  readonly login_role: string;
  readonly login_password: string;
  readonly token: string;
  readonly incarnation: Id;
}

/** Makes a new replica file. Throws `bad_folder` when the file exists; leaves nothing half-made. */
export function createReplica(
  options: OpenOptions & { readonly identity: ReplicaIdentity },
): Connection {
  const connection = openFresh(options);
  const who = options.identity;
  try {
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
    return connection;
  } catch (error) {
    connection.close();
    removeReplica(options.file);
    throw error;
  }
}
