import type { Id } from '#db/kernel/id.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';

/** What this device alone decides about its replica. Never sent. */
export interface LocalChoices {
  /** Who acts on this desk from now on. */
  setActingUser(id: Id | null): void;
  /** Files a rejected op; false when there is none of that id. It is kept for good. */
  fileRejected(opId: Id, state: 'retried' | 'dismissed'): boolean;
}

export function createLocalChoices(connection: Connection): LocalChoices {
  return {
    setActingUser: (id) => {
      connection.transaction(() => {
        connection.prepare('UPDATE replica SET acting_user_id = ?').run(id);
      });
      connection.touch(new Set(['replica']));
    },
    fileRejected: (opId, state) => {
      const changes = connection.transaction(
        () =>
          connection.prepare('UPDATE rejected_ops SET state = ? WHERE op_id = ?').run(state, opId)
            .changes,
      );
      if (changes > 0) connection.touch(new Set(['rejected_ops']));
      return changes > 0;
    },
  };
}
