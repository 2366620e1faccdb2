import type { Id } from '#db/kernel/id.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';

/** What this device alone decides about its replica. Never sent. */
export interface LocalChoices {
  /** Who acts on this desk from now on. */
  setActingUser(id: Id | null): void;
  /** Files a rejected op; false when there is none of that id. It is kept for good. */
  fileRejected(opId: Id, state: 'retried' | 'dismissed'): boolean;
  /** The same within the running transaction; who made that tells of `rejected_ops`. */
  fileRejectedWithin(opId: Id, state: 'retried' | 'dismissed'): boolean;
}

export function createLocalChoices(connection: Connection): LocalChoices {
  const file = (opId: Id, state: string): boolean =>
    connection.prepare('UPDATE rejected_ops SET state = ? WHERE op_id = ?').run(state, opId)
      .changes > 0;
  return {
    setActingUser: (id) => {
      connection.transaction(() => {
        connection.prepare('UPDATE replica SET acting_user_id = ?').run(id);
      });
      connection.touch(new Set(['replica']));
    },
    fileRejected: (opId, state) => {
      const found = connection.transaction(() => file(opId, state));
      if (found) connection.touch(new Set(['rejected_ops']));
      return found;
    },
    fileRejectedWithin: file,
  };
}
