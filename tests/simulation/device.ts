import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { Ids } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { backup } from '#db/sqlite/backup.node.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import type { TrackedReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import type { Writer } from '#db/sqlite/write.node.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import { createLink } from '#sync/central/link.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { newSession, runRound } from '#sync/engine/round.ts';
import type { RoundEnd, Session } from '#sync/engine/round.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import type { LocalReplica } from '#sync/replica/create.node.ts';
import { createLocalChoices } from '#sync/replica/local.node.ts';
import type { LocalChoices } from '#sync/replica/local.node.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import type { Line } from './central.ts';
import { createGate } from './gate.ts';
import type { Gate, LineEvent } from './gate.ts';
import { incarnationOf } from './places.ts';
import { Violation } from './violation.ts';

const FILE = 'replica.sqlite';

/** What the data process builds on an open file. */
export interface Open {
  readonly dir: string;
  readonly connection: Connection;
  readonly reads: TrackedReads<DeskTables>;
  readonly writer: Writer<DeskTables>;
  readonly replica: LocalReplica;
  readonly choices: LocalChoices;
}

export interface DeviceOptions {
  readonly number: number;
  /** Two logins of one device: a process that was killed may still hold a transaction on one. */
  readonly lines: readonly [Line, Line];
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onCommit: () => Promise<void>;
  readonly onEvent: (event: LineEvent) => void;
  /** Wraps the link to look at what travels. */
  readonly watch: (device: SimDevice, link: CentralLink) => CentralLink;
}

/** What becomes of a call that is held when its process is killed; `lingers` leaves it open. */
export type HeldCall = 'commit' | 'abort' | 'lingers';

/** How a round ended: what it did, or why the connection was lost. */
export type Ended = { readonly end: RoundEnd } | { readonly lost: LinkError };

/** One desk: a real file, the product's parts on it, and one connection that the schedule rules. */
export class SimDevice {
  readonly number: number;
  readonly name: string;
  /** The present process's way to central. */
  gate: Gate;
  open: Open;
  readonly #options: DeviceOptions;
  #session: Session | null = null;
  #task: Promise<Ended> | null = null;
  #opened = 0;
  #spare: Gate;
  // Ends when the killed process's transaction does.
  #ghost: Promise<unknown> | null = null;

  constructor(options: DeviceOptions) {
    const { number, lines, onCommit, onEvent } = options;
    this.number = number;
    this.name = `d${number}`;
    this.#options = options;
    const [first, second] = lines.map(({ transactions }) =>
      createGate({ inner: transactions, onCommit, onEvent }),
    );
    this.gate = must(first, 'a first line');
    this.#spare = must(second, 'a second line');
    const blank = join(options.folder, `blank-${number}.sqlite`);
    if (!existsSync(blank)) {
      createReplica({
        file: blank,
        registry: bookingRegistry,
        schemaVersion: SCHEMA_VERSION,
        identity: {
          ...lines[0].enrolment,
          device_name: this.name,
          incarnation: incarnationOf(number),
        },
      }).close();
    }
    this.open = this.#openCopy(blank);
  }

  get busy(): boolean {
    return this.#task !== null;
  }

  #openCopy(from: string): Open {
    this.#opened += 1;
    const dir = join(this.#options.folder, `${this.name}-${this.#opened}`);
    mkdirSync(dir);
    const file = join(dir, FILE);
    copyFileSync(from, file);
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${file}-wal`);
    return this.#assembled(dir);
  }

  #assembled(dir: string): Open {
    const { clock, ids } = this.#options;
    const connection = openReplica({
      file: join(dir, FILE),
      registry: bookingRegistry,
      schemaVersion: SCHEMA_VERSION,
    });
    const reads = createReads<DeskTables>(connection);
    return {
      dir,
      connection,
      reads,
      writer: createWriter({ connection, reads, clock, ids, schemaVersion: SCHEMA_VERSION }),
      replica: createSyncReplica({ connection, clock, pause: () => Promise.resolve() }),
      choices: createLocalChoices(connection),
    };
  }

  /** Begins a round; it runs until it ends or its call is held. */
  start(how: { readonly push: boolean; readonly verify: boolean; readonly chunk: number }): void {
    if (this.#task !== null) throw new Error('Bug: two rounds of one device');
    const { lines, clock, ids, watch } = this.#options;
    const { token, organization_id: organizationId } = lines[0].enrolment;
    this.#session ??= newSession({
      replica: this.open.replica,
      link: watch(this, createLink(this.gate.transactions, { token, organizationId })),
      tables: bookingRegistry.tables,
      schemaVersion: SCHEMA_VERSION,
      clock,
      ids,
      place: this.name,
    });
    const running = runRound(this.#session, {
      mayPush: how.push,
      chunkRows: how.chunk,
      verifyDue: () => how.verify,
      note: () => {},
      sending: () => {},
      changed: () => {},
      arrived: () => {},
    });
    this.#task = running.then(
      (end) => {
        if (end.refused !== null) throw new Violation('liveness', `central refused ${this.name}`);
        if (end.pushFailure === null) return { end };
        return { lost: this.#lost(end.pushFailure) };
      },
      (thrown: unknown) => ({ lost: this.#lost(thrown) }),
    );
    this.#task.catch(() => undefined);
  }

  // As the engine does: a connection that failed is given up, the next one greets again.
  #lost(thrown: unknown): LinkError {
    this.#session = null;
    if (thrown instanceof Violation) throw thrown;
    if (thrown instanceof LinkError && ['unreachable', 'busy'].includes(thrown.failure)) {
      return thrown;
    }
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : null;
    throw new Violation('liveness', `${this.name} met a bug: ${detail} ${cause?.message ?? ''}`);
  }

  /** Waits until the round ended or its call is held; null in the latter case. */
  async settle(): Promise<Ended | null> {
    const task = this.#task;
    if (task === null) return null;
    const ended = await Promise.race([task, this.gate.untilWaiting().then(() => null)]);
    if (ended !== null) this.#task = null;
    return ended;
  }

  /** True while a killed process's transaction is still open at central. */
  get haunted(): boolean {
    return this.#ghost !== null;
  }

  /** Ends what runs as if the process were gone. */
  async die(held: HeldCall): Promise<void> {
    const task = this.#task?.catch(() => undefined);
    this.#task = null;
    this.#session = null;
    this.gate.kill();
    if (held === 'lingers' && this.gate.waits === 'applied' && this.#ghost === null) {
      [this.gate, this.#spare] = [this.#spare, this.gate];
      this.#ghost = task ?? Promise.resolve();
      return;
    }
    this.gate.release(held === 'commit' ? 'commit' : 'abort');
    await task;
    this.gate.revive();
  }

  /** The killed process's transaction ends at last. */
  async exorcise(how: 'commit' | 'abort'): Promise<void> {
    this.#spare.release(how);
    await this.#ghost;
    this.#ghost = null;
    this.#spare.revive();
  }

  /** kill -9 and a new start: the file as it is on the disk, log and all. */
  async crash(held: HeldCall): Promise<void> {
    const before = this.open;
    const image = join(this.#options.folder, `${this.name}-image.sqlite`);
    copyFileSync(join(before.dir, FILE), image);
    rmSync(`${image}-wal`, { force: true });
    copyFileSync(`${join(before.dir, FILE)}-wal`, `${image}-wal`);
    await this.die(held);
    this.#discard(before);
    this.open = this.#openCopy(image);
  }

  /** Closes and starts again in order. */
  async restart(held: HeldCall): Promise<void> {
    await this.die(held);
    this.open.connection.close();
    this.open = this.#assembled(this.open.dir);
  }

  backupFile(): string {
    return join(this.#options.folder, `${this.name}-backup.sqlite`);
  }

  backup(): void {
    rmSync(this.backupFile(), { force: true });
    backup(this.open.connection, this.backupFile());
  }

  /** The person puts the copy back. */
  async restore(held: HeldCall): Promise<void> {
    await this.die(held);
    this.#discard(this.open);
    this.open = this.#openCopy(this.backupFile());
  }

  #discard({ connection, dir }: Open): void {
    connection.close();
    rmSync(dir, { recursive: true });
  }

  close(): void {
    this.open.connection.close();
  }

  /** All rows of a table as the desk shows them, by id. */
  rows(table: Table): ReadonlyMap<string, CanonicalRow> {
    const columns = Object.keys(table.columns).join(', ');
    const rows = this.all<CanonicalRow>(`SELECT ${columns} FROM ${table.name} ORDER BY id`);
    return new Map(rows.map((row) => [String(row['id']), row]));
  }

  all<R>(sql: string, ...cells: (string | number)[]): R[] {
    return this.open.connection.prepare<R>(sql).all(...cells);
  }

  /** Bytes of everything the desk keeps on the disk. */
  bytes(): Buffer {
    const file = join(this.open.dir, FILE);
    return Buffer.concat(
      [file, `${file}-wal`].filter((each) => existsSync(each)).map((each) => readFileSync(each)),
    );
  }
}
