import { join } from 'node:path';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Clock, Timers } from '#db/kernel/clock.ts';
import type { Ids } from '#db/kernel/id.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import type { TrackedReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import type { Writer } from '#db/sqlite/write.node.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { createEngine } from '#sync/engine/engine.ts';
import type { Engine } from '#sync/engine/engine.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import type { LocalReplica } from '#sync/replica/create.node.ts';
import { createLocalChoices } from '#sync/replica/local.node.ts';
import type { LocalChoices } from '#sync/replica/local.node.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { createSimTimers } from './sim-timers.ts';
import type { SimTimers } from './sim-timers.ts';

export const FILE = 'replica.sqlite';

/** Bugs planted in what a process is made of. */
export interface PlantedParts {
  readonly replica?: (replica: LocalReplica, connection: Connection) => LocalReplica;
  readonly link?: (link: CentralLink, replica: LocalReplica) => CentralLink;
  readonly timers?: (timers: Timers) => Timers;
  readonly synchronous?: 'NORMAL';
}

export interface ProcessOptions {
  readonly dir: string;
  readonly clock: Clock;
  /** Time that no clock of a desk changes. */
  readonly steady: () => number;
  readonly ids: Ids;
  readonly random: () => number;
  readonly chunkRows: number;
  /** Where the file is at work. */
  readonly place: string;
  readonly connect: (replica: LocalReplica) => CentralLink;
  /** Central's rows were taken in with their cursor, or with the verdicts on own ops. */
  readonly onPulled: () => void;
  readonly onSettled: () => void;
  /** Something threw that no fault explains. */
  readonly onBug: (error: unknown) => void;
  readonly planted: PlantedParts;
}

/** The data process of a desk: what the product builds on an open file, engine and all. */
export interface DeskProcess {
  readonly dir: string;
  readonly connection: Connection;
  readonly reads: TrackedReads<DeskTables>;
  readonly writer: Writer<DeskTables>;
  readonly replica: LocalReplica;
  /** The same without what is planted, to look at what it keeps. */
  readonly product: LocalReplica;
  readonly choices: LocalChoices;
  readonly engine: Engine;
  readonly timers: SimTimers;
}

export function openProcess(options: ProcessOptions): DeskProcess {
  const { dir, clock, ids, planted, onBug } = options;
  const connection = openReplica({
    file: join(dir, FILE),
    registry: bookingRegistry,
    schemaVersion: SCHEMA_VERSION,
    ...(planted.synchronous === undefined ? {} : { synchronous: planted.synchronous }),
  });
  const reads = createReads<DeskTables>(connection);
  const timers = createSimTimers(options.steady);
  const product = createSyncReplica({ connection, clock, pause: () => Promise.resolve() });
  const made: LocalReplica = {
    ...product,
    applyPull: async (reply) => {
      await product.applyPull(reply);
      options.onPulled();
    },
    settle: async (verdicts, moment) => {
      await product.settle(verdicts, moment);
      options.onSettled();
    },
  };
  const replica = telling(planted.replica?.(made, connection) ?? made, onBug);
  const engine = createEngine({
    replica,
    connect: () => {
      const link = telling(options.connect(replica), onBug);
      return planted.link?.(link, replica) ?? link;
    },
    tables: bookingRegistry.tables,
    schemaVersion: SCHEMA_VERSION,
    clock,
    timers: planted.timers?.(timers) ?? timers,
    random: options.random,
    ids,
    place: options.place,
    log: {
      write: (level, event, fields) => {
        // What the file or the link threw was told where it was thrown, with all that is known.
        const told = ['ReplicaError', 'LinkError'].includes(
          String(fields?.['name'] ?? 'LinkError'),
        );
        if (level === 'error' && !told) onBug(new Error(`${event} ${JSON.stringify(fields)}`));
      },
    },
    chunkRows: options.chunkRows,
  });
  return {
    dir,
    connection,
    reads,
    writer: createWriter({ connection, reads, clock, ids, schemaVersion: SCHEMA_VERSION }),
    replica,
    product,
    choices: createLocalChoices(connection),
    engine,
    timers,
  };
}

/** Whether an error is one that the engine must expect, whatever fault brought it about. */
export function isExpected(error: unknown): boolean {
  return error instanceof LinkError
    ? ['unreachable', 'busy'].includes(error.failure)
    : error instanceof ReplicaError && error.code === 'disk_full';
}

/** The same object; what its methods throw is told, since the engine keeps only a name of it. */
function telling<T extends object>(target: T, onThrow: (error: unknown) => void): T {
  const told = (error: unknown) => {
    if (!isExpected(error)) onThrow(error);
  };
  return new Proxy(target, {
    get: (of, key): unknown => {
      const member: unknown = Reflect.get(of, key);
      if (typeof member !== 'function') return member;
      return (...cells: unknown[]): unknown => {
        try {
          const answer: unknown = Reflect.apply(member, of, cells);
          if (answer instanceof Promise) answer.catch(told);
          return answer;
        } catch (error) {
          told(error);
          throw error;
        }
      };
    },
  });
}
