import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reads } from '#db/schema/access.ts';
import type { Log } from '#db/kernel/log.ts';
import { must } from '#db/kernel/must.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import type { TrackedReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import type { Writer } from '#db/sqlite/write.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import { createPatience } from '#sync/central/patience.ts';
import type { LinkOptions } from '#sync/central/link.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { createEngine } from '#sync/engine/engine.ts';
import type { Engine } from '#sync/engine/engine.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import type { LocalReplica } from '#sync/replica/create.node.ts';
import { isBeingHealed, openHealing } from '#sync/replica/heal.node.ts';
import { createLocalChoices } from '#sync/replica/local.node.ts';
import type { LocalChoices } from '#sync/replica/local.node.ts';
import { takeLease } from './lease.node.ts';
import { openLooking } from './looking.node.ts';
import { placeOf } from './place.node.ts';
import type { Lease } from './lease.node.ts';
import type { Ports } from './ports.node.ts';
import type { DeskTables } from './tables.ts';

export const REPLICA_FILE = 'replica.sqlite';

/** Milliseconds a start waits for the folder: who only looks has it for a moment. */
const PATIENCE = 500;

/** An open replica and everything that works on it. */
export interface Desk {
  readonly connection: Connection;
  readonly reads: TrackedReads<DeskTables>;
  readonly writer: Writer<DeskTables>;
  readonly replica: LocalReplica;
  readonly choices: LocalChoices;
  readonly engine: Engine;
  /** A connection to central, for who takes the steps of sync one by one. */
  connect(): CentralLink;
  /** Where the folder is, as central hears it. */
  readonly place: string;
  readonly ports: Ports;
  readonly log: Log;
  /** Ends sync, checkpoints, closes, releases the folder. */
  close(): Promise<void>;
}

export interface DeskOptions {
  /** The data folder; holds replica.sqlite. */
  readonly dir: string;
  readonly ports: Ports;
  readonly log: Log;
  /** False for a command that only reads: it may look while another program writes, and changes nothing. */
  readonly writes: boolean;
  /** Another way to central than the network. */
  readonly connect?: () => CentralLink;
}

/**
 * Opens the replica of a folder. Throws `ReplicaError`: `bad_folder` without one, `replica_locked`
 * while another program works on it, and what `openHealing` and `openLooking` throw.
 */
export function openDesk({ dir, ports, log, writes, connect }: DeskOptions): Desk {
  const file = join(dir, REPLICA_FILE);
  // Asked first, so that a folder that is none of ours does not get a lock file.
  if (!existsSync(file) && !isBeingHealed(file))
    throw new ReplicaError('bad_folder', 'none', 'the folder holds no replica');
  const lease = writes ? takeLease(dir, PATIENCE) : null;
  try {
    const product = { file, registry, schemaVersion: SCHEMA_VERSION };
    const start = () => {
      const connection = writes ? openHealing({ ...product, ...ports, log }) : openLooking(product);
      try {
        return assemble(connection, lease, {
          place: placeOf(dir),
          ports,
          log,
          ...(connect === undefined ? {} : { connect }),
        });
      } catch (error) {
        connection.close();
        throw error;
      }
    };
    try {
      return start();
    } catch (error) {
      // Perhaps met only by the first look into the file: now it is on record, and opening heals.
      if (!writes || !isDamaged(error)) throw error;
      return start();
    }
  } catch (error) {
    lease?.release();
    throw error;
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof ReplicaError && error.code === 'replica_damaged';
}

interface Assembly extends Pick<DeskOptions, 'ports' | 'log' | 'connect'> {
  readonly place: string;
}

function assemble(
  connection: Connection,
  lease: Lease | null,
  { place, ports, log, connect: given }: Assembly,
): Desk {
  const reads = createReads<DeskTables>(connection);
  const { clock, timers, ids, random } = ports;
  const patience = createPatience(clock);
  const connect = given ?? (() => connectCentral({ ...centralOf(reads), patience }));
  const replica = createSyncReplica({
    connection,
    clock,
    pause: () => new Promise((resume) => timers.after(0, resume)),
  });
  const engine = createEngine({
    replica,
    connect,
    tables: registry.tables,
    schemaVersion: SCHEMA_VERSION,
    clock,
    timers,
    random,
    ids,
    place,
    log,
  });
  return {
    connection,
    reads,
    writer: createWriter<DeskTables>({
      connection,
      reads,
      clock,
      ids,
      schemaVersion: SCHEMA_VERSION,
    }),
    replica,
    choices: createLocalChoices(connection),
    engine,
    connect,
    place,
    ports,
    log,
    async close() {
      await engine.stop();
      connection.close();
      lease?.release();
    },
  };
}

/** How this replica reaches its central. */
export function centralOf(reads: Reads<DeskTables>): LinkOptions {
  const who = must(
    reads.first(
      reads.sql
        .selectFrom('replica')
        .select(['central', 'login_role', 'login_password', 'token', 'organization_id']),
    ),
    'a replica knows who it is',
  );
  return {
    central: who.central,
    loginRole: who.login_role,
    password: who.login_password,
    token: who.token,
    organizationId: who.organization_id,
  };
}
