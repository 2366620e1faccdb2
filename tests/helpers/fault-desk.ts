import { existsSync } from 'node:fs';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { createIds } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Acting, Writes } from '#db/schema/access.ts';
import type { Registry } from '#db/schema/registry.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import type { Exchange } from '#sync/engine/steps.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import type { LocalReplica } from '#sync/replica/create.node.ts';
import { bookingRegistry } from './booking-registry.ts';
import type { CannedCentral } from './fault-central.ts';
import { createRandom } from './fault-random.ts';
import { idOf, MONDAY, ORGANIZATION, personOf } from './fault-start.ts';

export type Synchronous = 'FULL' | 'NORMAL';

/** Thrown by a step whose command was refused by a rule: the script is wrong, or the state is. */
class Refused extends Error {}

/** The product's replica, write path, commands and sync steps over one file, with clock and ids wound by hand. */
export interface FaultDesk {
  /**
   * Sets clock and ids: a step begun twice does exactly the same twice, which lets states be compared as they are.
   */
  begin(step: number): void;
  connection(): Connection;
  exchange(): Exchange & { readonly replica: LocalReplica };
  write(
    command: string,
    role: Parameters<typeof personOf>[0],
    work: (tx: Writes<BookingTables>, acting: Acting) => Result<unknown>,
  ): void;
  batch(run: () => void): void;
  /** Names a row for later steps. */
  remember(name: string, id: string): void;
  made(name: string): string;
  lastOp(command: string): string;
  openConflict(): string;
  reopen(): void;
  close(): void;
}

export interface DeskOptions {
  readonly file: string;
  readonly central: CannedCentral;
  readonly synchronous?: Synchronous;
  /** The booking tables, unless given. */
  readonly registry?: Registry;
}

/** Opens the replica in `file`; makes an empty one when there is none. */
export function openDesk(options: DeskOptions): FaultDesk {
  let now = MONDAY;
  let random = createRandom(0);
  let connection = existsSync(options.file) ? reopened(options) : created(options);
  let desk = parts();
  const names = new Map<string, string>();
  const lastOps = new Map<string, string>();

  function parts() {
    const clock = { now: () => (now += 1) };
    const ids = createIds(clock, (bytes) => bytes.map(() => Math.floor(random() * 256)));
    const reads = createReads<BookingTables>(connection);
    const pause = () => Promise.resolve();
    return {
      ids,
      clock,
      reads,
      writer: createWriter({ connection, reads, clock, ids, schemaVersion: SCHEMA_VERSION }),
      replica: createSyncReplica({ connection, clock, pause }),
    };
  }

  return {
    begin: (step) => {
      now = MONDAY + (step + 1) * 1000;
      random = createRandom(step + 1);
    },
    connection: () => connection,
    exchange: () => {
      const { clock, ids, replica } = desk;
      const { link } = options.central;
      return {
        clock,
        ids,
        replica,
        link,
        tables: connection.registry.tables,
        schemaVersion: SCHEMA_VERSION,
        place: 'here',
      };
    },
    write: (command, role, work) => {
      const person = personOf(role);
      const acting = {
        now: instantOf(desk.clock.now()),
        ids: desk.ids,
        organization_id: ORGANIZATION,
        person,
      };
      const written = desk.writer.write({ command, actor: person, at: acting.now }, (tx) =>
        work(tx, acting),
      );
      if (!written.ok) throw new Refused(`${command}: ${JSON.stringify(written.error)}`);
      lastOps.set(command, must(written.value.op_id, `${command} changed something`));
    },
    batch: (run) => {
      const done = desk.writer.batch(() => {
        run();
        return { ok: true, value: null };
      });
      if (!done.ok) throw new Refused(JSON.stringify(done.error));
    },
    remember: (name, id) => void names.set(name, id),
    made: (name) => must(names.get(name), `the step that made ${name} came before`),
    lastOp: (command) => must(lastOps.get(command), `${command} came before`),
    openConflict: () => {
      const open = connection
        .prepare<{ id: string }>(`SELECT id FROM conflict_logs WHERE status = 'open'`)
        .get();
      return must(open, 'an open conflict').id;
    },
    reopen: () => {
      connection.close();
      connection = reopened(options);
      desk = parts();
    },
    close: () => connection.close(),
  };
}

function reopened({
  file,
  registry = bookingRegistry,
  synchronous = 'FULL',
}: DeskOptions): Connection {
  return openReplica({ file, registry, schemaVersion: SCHEMA_VERSION, synchronous });
}

function created({ file, registry = bookingRegistry }: DeskOptions): Connection {
  const identity = {
    device_id: idOf('org', 2),
    device_name: 'Front desk',
    organization_id: ORGANIZATION,
    // Nobody answers there.
    central: '127.0.0.1:1/holdfast',
    login_role: 'hf_org_canned',
    login_password: 'canned',
    token: 'canned',
    incarnation: idOf('org', 3),
  };
  return createReplica({ file, registry, schemaVersion: SCHEMA_VERSION, identity });
}
