import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#db/kernel/clock.ts';
import type { Ids } from '#db/kernel/id.ts';
import { backup } from '#db/sqlite/backup.node.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { createLink } from '#sync/central/link.node.ts';
import type { Transactions } from '#sync/central/transactions.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { Light } from '#sync/core/sync-state.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import type { Line, Rows } from './central.ts';
import { FILE, openProcess } from './desk-process.ts';
import type { DeskProcess, PlantedParts } from './desk-process.ts';
import { createDice } from './dice.ts';
import type { Dice } from './dice.ts';
import { afterPowerLoss, copyImage, fillDisk } from './disk-image.ts';
import { CALM, createGate } from './gate.ts';
import type { Gate, LineEvent } from './gate.ts';

const FILLED = bookingRegistry.tables
  .map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT 1 FROM ${name})`)
  .join(' UNION ALL ');

export interface DeviceOptions {
  readonly number: number;
  readonly name: string;
  /** Two logins of one device: a call that was given up may still hold a transaction on one. */
  readonly lines: readonly [Line, Line];
  readonly folder: string;
  readonly clock: Clock;
  readonly steady: () => number;
  readonly ids: Ids;
  readonly random: () => number;
  readonly chunkRows: number;
  readonly onApplied: (device: SimDevice) => void;
  readonly onCommit: (device: SimDevice, late: boolean) => Promise<void>;
  readonly onEvent: (event: LineEvent) => void;
  readonly onPulled: (device: SimDevice) => void;
  readonly onLight: (device: SimDevice, light: Light) => void;
  readonly onBug: (device: SimDevice, error: unknown) => void;
  /** Wraps the link to look at what travels. */
  readonly watch: (device: SimDevice, link: CentralLink) => CentralLink;
  /** How often every connection of every desk broke. */
  readonly breaks: () => number;
  readonly planted: PlantedParts & { readonly hasty?: boolean };
}

/** What becomes of a call that is held when its process ends; `lingers` leaves it open. */
export type HeldCall = 'commit' | 'abort' | 'lingers';

/** One desk: a real file, the product's parts and engine on it, and calls that the schedule rules. */
export class SimDevice {
  readonly number: number;
  readonly name: string;
  /** The present process's way to central. */
  gate: Gate;
  open: DeskProcess;
  /** The next read is a comparison: central's rows at its snapshot are to be kept. */
  comparing = false;
  /** Central as the last comparison saw it, whether or not its answer arrived. */
  comparison: ReadonlyMap<string, Rows> | null = null;
  /** Central as it was at the last comparison that came through. */
  compared: ReadonlyMap<string, Rows> | null = null;
  /** Central's rows by version at the snapshot of the last pull, where the simulation looked. */
  pulled: ReadonlyMap<string, number> | null = null;
  /** Central's rows were taken in since the world last looked. */
  moved = false;
  /** What central's history had come to at the snapshot of the last read. */
  snapshotAt = -1;
  /** The same when a pull last found nothing. */
  currentAt = -1;
  /** Central went back since this desk was last found equal to it. */
  suspect = false;
  /** Hears that there is something to fetch; null when the process does not listen. */
  hint: (() => void) | null = null;
  full = false;
  unplugged = false;
  readonly #options: DeviceOptions;
  #opened = 0;
  #light: Light = 'filling';
  #spare: Gate;
  #haunted = false;

  constructor(options: DeviceOptions, image: string) {
    const { number, name, lines, onCommit, onApplied, onEvent, onBug, planted } = options;
    this.number = number;
    this.name = name;
    this.#options = options;
    const gate = (line: Line) =>
      createGate({
        inner: line.transactions,
        onApplied: (mode) => {
          if (mode === 'read') onApplied(this);
        },
        onCommit: (late) => onCommit(this, late),
        onEvent,
        onEndless: () => onBug(this, new Error('calls without an end')),
        hasty: planted.hasty === true,
      });
    this.gate = gate(lines[0]);
    this.#spare = gate(lines[1]);
    this.open = this.#openCopy(image);
  }

  #openCopy(image: string): DeskProcess {
    this.#opened += 1;
    const dir = join(this.#options.folder, `${this.name}-${this.#opened}`);
    mkdirSync(dir, { recursive: true });
    copyImage(image, join(dir, FILE));
    return this.#assembled(dir);
  }

  #assembled(dir: string): DeskProcess {
    const { clock, steady, ids, random, chunkRows, planted, onBug, onLight, onPulled } =
      this.#options;
    const dead = { is: false };
    const open = openProcess({
      dir,
      clock,
      steady,
      ids,
      random,
      chunkRows,
      place: this.name,
      planted,
      connect: () => this.#connect(() => dead.is),
      onPulled: () => {
        this.moved = true;
        onPulled(this);
      },
      onSettled: () => void (this.moved = true),
      onBug: (error) => {
        if (!dead.is) onBug(this, error);
      },
    });
    this.#end = () => {
      dead.is = true;
      open.timers.clear();
    };
    if (this.full) fillDisk(open.connection, true);
    this.#light = 'filling';
    this.compared = null;
    open.engine.onChange(() => {
      if (dead.is) return;
      const { light } = open.engine.status();
      if (light === this.#light) return;
      this.#light = light;
      onLight(this, light);
    });
    return open;
  }

  #end: () => void = () => {};

  #connect(isDead: () => boolean): CentralLink {
    const { token, organization_id: organizationId } = this.#options.lines[0].enrolment;
    const { transactions } = this.gate;
    const { breaks } = this.#options;
    const since = breaks();
    let closed = false;
    // Asked again when its turn comes: a call may have waited behind one that was held.
    const alive = () => {
      // What a killed process had queued never happens.
      if (isDead()) throw new LinkError('unreachable', 'dead', 'simulated: killed');
      // As the product's own connections: what was closed or lost is not opened again behind the
      // engine's back.
      if (closed) throw new LinkError('unreachable', 'closed', 'simulated: closed');
      if (breaks() > since) throw new LinkError('unreachable', 'lost', 'simulated: lost');
    };
    const living: Transactions = {
      ...transactions,
      transaction: async (mode, work) => {
        alive();
        return await transactions.transaction(mode, async (session) => {
          alive();
          return await work(session);
        });
      },
      close: async () => {
        closed = true;
      },
    };
    this.hint = null;
    return this.#options.watch(this, createLink(living, { token, organizationId }));
  }

  /** The engine begins to sync by itself. */
  async start(): Promise<void> {
    this.open.engine.start();
    if (this.unplugged) await this.open.engine.setPlugged(false);
    await this.settle();
  }

  /** Until nothing goes on by itself: what follows is up to timers, or to a held call. */
  async settle(): Promise<void> {
    await this.gate.rest();
  }

  /** Lets the timer that is due first fire. */
  async tick(): Promise<void> {
    this.open.timers.fire();
    await this.settle();
  }

  /** True while a transaction nobody waits for any more is still open at central. */
  get haunted(): boolean {
    return this.#haunted;
  }

  /** True while a call of this desk waits to be released, whoever made it. */
  get holds(): boolean {
    return this.gate.waits !== null || this.#spare.waits !== null;
  }

  /** The running call takes too long for the desk, which tries again on another connection. */
  async giveUp(): Promise<boolean> {
    if (this.gate.waits === null || this.#haunted) return false;
    this.#leaveBehind();
    await this.settle();
    return true;
  }

  #leaveBehind(): void {
    const left = this.gate;
    this.#haunted = true;
    [this.gate, this.#spare] = [this.#spare, this.gate];
    left.kill();
    left.abandon();
  }

  /** A transaction that was left behind ends at last. */
  async exorcise(how: 'commit' | 'abort'): Promise<void> {
    this.#spare.release(how);
    await this.#spare.rest();
    await this.settle();
    this.#haunted = false;
    this.#spare.revive();
  }

  /** Ends what runs as if the process were gone. */
  async die(held: HeldCall): Promise<void> {
    this.#end();
    this.hint = null;
    const dying = this.gate;
    if (held === 'lingers' && dying.waits === 'applied' && !this.#haunted) {
      this.#leaveBehind();
      await dying.rest();
      return;
    }
    dying.kill();
    dying.release(held === 'commit' ? 'commit' : 'abort');
    await dying.rest();
    dying.revive();
  }

  /** A copy of the files as they are on the disk now. */
  image(name: string): string {
    const image = join(this.#options.folder, `${this.name}-${name}.sqlite`);
    copyImage(join(this.open.dir, FILE), image);
    return image;
  }

  /** kill -9 and a new start; with `dice` the power went. */
  async crash(held: HeldCall, dice?: Dice): Promise<void> {
    const image = this.image('image');
    if (dice !== undefined) afterPowerLoss(image, this.open.connection, dice);
    await this.#replace(held, image);
  }

  /** Closes and starts again in order. */
  async restart(held: HeldCall): Promise<void> {
    if (this.gate.waits === null) {
      this.gate.use(createDice(0, 'calm'), CALM);
      const stopped = this.open.engine.stop();
      stopped.catch(() => undefined);
      await this.gate.rest();
    }
    await this.die(held);
    this.open.connection.close();
    this.open = this.#assembled(this.open.dir);
    await this.start();
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
    await this.#replace(held, this.backupFile());
  }

  async #replace(held: HeldCall, image: string): Promise<void> {
    await this.die(held);
    this.open.connection.close();
    rmSync(this.open.dir, { recursive: true });
    this.open = this.#openCopy(image);
    await this.start();
  }

  setFull(full: boolean): void {
    this.full = full;
    fillDisk(this.open.connection, full);
  }

  async setUnplugged(unplugged: boolean): Promise<void> {
    this.unplugged = unplugged;
    const done = this.open.engine.setPlugged(!unplugged);
    // Closing waits for the running call, which may be held.
    if (this.gate.waits === null) await done;
    else done.catch(() => undefined);
    await this.settle();
  }

  close(): void {
    this.#end();
    this.open.connection.close();
  }

  /** All rows of a table as the desk shows them, by id. */
  rows(table: Table): ReadonlyMap<string, CanonicalRow> {
    const columns = Object.keys(table.columns).join(', ');
    const rows = this.all<CanonicalRow>(`SELECT ${columns} FROM ${table.name} ORDER BY id`);
    return new Map(rows.map((row) => [String(row['id']), row]));
  }

  /** Names of the tables that have rows here. */
  filledTables(): ReadonlySet<string> {
    return new Set(this.all<{ name: string }>(FILLED).map(({ name }) => name));
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
