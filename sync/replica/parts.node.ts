import type { Clock } from '#db/kernel/clock.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createStatements } from '#db/sqlite/table-statements.node.ts';
import { createApplication } from './application.node.ts';
import type { Application, ApplicationParts } from './application.node.ts';
import { createBulk } from './bulk.node.ts';
import type { Bulk } from './bulk.node.ts';

export interface ReplicaParts {
  readonly connection: Connection;
  readonly clock: Clock;
  /** Lets waiting local writes run between two slices of a large pull. */
  readonly pause: () => Promise<void>;
}

/** What the files of this folder share. */
export interface Workshop extends ApplicationParts {
  readonly clock: Clock;
  readonly pause: () => Promise<void>;
  readonly bulk: Bulk;
  /**
   * One durable transaction in which central's word is taken in; listeners hear of it after the
   * commit. References are not checked: central has, and its images come in any order.
   */
  apply(work: (application: Application) => readonly string[]): void;
  /** The same for what central can send again: a power failure may take it back. */
  load(work: (application: Application) => readonly string[]): void;
}

export function createWorkshop(parts: ReplicaParts): Workshop {
  const { connection, clock, pause } = parts;
  const base = {
    connection,
    statements: createStatements(connection),
    now: () => instantOf(clock.now()),
  };
  const taking =
    (inTransaction: Connection['applying']): Workshop['apply'] =>
    (work) => {
      const touched = inTransaction(() => {
        const application = createApplication(base);
        const local = work(application);
        return new Set([...application.finish(), ...local]);
      });
      connection.touch(touched);
    };
  return {
    ...base,
    clock,
    pause,
    bulk: createBulk(connection),
    apply: taking((run) => connection.applying(run)),
    load: taking((run) => connection.loading(run)),
  };
}
