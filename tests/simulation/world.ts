import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createIds } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { Light } from '#sync/core/sync-state.ts';
import type { SimCentral } from './central.ts';
import { forwards } from './checks.ts';
import type { Seen } from './checks.ts';
import { count } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { isExpected } from './desk-process.ts';
import type { PlantedParts } from './desk-process.ts';
import { SimDevice } from './device.ts';
import { createDice } from './dice.ts';
import type { Dice } from './dice.ts';
import type { LineEvent } from './gate.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import { createIssue } from './issued.ts';
import { keepCompared, lightIsTrue, pullIsTrue } from './light.ts';
import { DEVICES, MEMORY } from './places.ts';
import type { Schedule } from './schedule.ts';
import { Violation } from './violation.ts';
import { watched } from './watch.ts';
import { createWriter } from './writers.ts';
import type { Writer } from './writers.ts';

/** Bugs planted in the world's desks, and how it must look at them then. */
export interface WorldOptions extends PlantedParts {
  /** Planted: op ids made in another way than the product's. */
  readonly opIdFor?: (device: SimDevice) => Id;
  /** Planted: a verdict is believed before central has committed it. */
  readonly hasty?: boolean;
  /** Where central stops, it ends every session too, and does not only say so. */
  readonly breaks?: 'really';
  /** Gets the trace while it grows: of a run that hangs it is all there is. */
  readonly watched?: (trace: readonly string[]) => void;
  /** A cursor that lags behind is no bug: rows are compared when everything has come to rest. */
  readonly mayLag?: boolean;
}

const START = Date.UTC(2026, 10, 21, 9);
/** The number of a copy of the first desk's file that somebody started beside it. */
export const CLONE = DEVICES;

const NOTHING_SEEN: Seen = { xmax: 0, versions: new Map() };

const EVENTS: Readonly<Record<LineEvent, string>> = {
  cut: 'call cut',
  abort: 'call aborted',
  lost: 'reply lost',
  held: 'call held',
  late: 'reply late',
  busy: 'lock waited for',
  twice: 'delivered twice',
};

/** Rows of one chunk of a first fill, by device. */
const CHUNKS = [2, 1000, 5, 1000];

/** One run's desks, clocks and history, and what was seen of them. */
export class World {
  readonly central: SimCentral;
  readonly schedule: Schedule;
  readonly options: WorldOptions;
  readonly history: History;
  readonly devices: SimDevice[] = [];
  readonly writers: readonly Writer[];
  readonly issue = createIssue();
  readonly coverage: Coverage = {};
  readonly trace: string[] = [];
  readonly offsets = new Map<number, number>();
  /** Desks that have a hint on its way to them. */
  readonly hints = new Set<number>();
  /** Desks whose enrolment was withdrawn. */
  readonly revoked = new Set<number>();
  /** A second desk on a copy of the first one's file. */
  clone: SimDevice | null = null;
  /** Ops that the copy of central holds, once there is one. */
  kept: ReadonlySet<string> | null = null;
  /** How often central stopped, and every connection with it. */
  breaks = 0;
  /** Commits at central that changed rows. */
  commits = 0;
  /** Central was put back from a copy: rows and cursors went back with it. */
  wentBack = false;
  time = START;
  ids: Dice = createDice(0, 'ids');
  jitter: Dice = createDice(0, 'jitter');
  readonly #folder: string;
  readonly #hash = createHash('sha256');
  readonly #seen = new Map<number, Seen>();
  #failed: Violation | null = null;

  static async create(
    central: SimCentral,
    schedule: Schedule,
    options: WorldOptions,
  ): Promise<World> {
    return new World(central, schedule, options, await createHistory(central.admin));
  }

  constructor(central: SimCentral, schedule: Schedule, options: WorldOptions, history: History) {
    this.central = central;
    this.schedule = schedule;
    this.options = options;
    this.history = history;
    this.#folder = mkdtempSync(join(MEMORY, 'holdfast-world-'));
    options.watched?.(this.trace);
    this.writers = central.writers.map((client) =>
      createWriter(client, (touched) => this.committed(null, touched, true)),
    );
  }

  clock(number: number) {
    return { now: () => this.time + (this.offsets.get(number) ?? 0) };
  }

  count(what: string, by = 1): void {
    count(this.coverage, what, by);
  }

  note(line: string): void {
    this.trace.push(line);
    this.#hash.update(`${line}\n`);
  }

  /** A desk on a copy of `image`; it does nothing until it is started. */
  addDevice(number: number, image: string): SimDevice {
    const clock = this.clock(number);
    const device = new SimDevice(
      {
        number,
        name: number === CLONE ? 'clone' : `d${number}`,
        lines: must(this.central.lines[number], 'lines for each device'),
        folder: join(this.#folder, String(number)),
        clock,
        steady: () => this.time,
        ids: createIds(clock, (into) => this.ids.bytes(into)),
        random: () => this.jitter.next(),
        chunkRows: CHUNKS[number % CHUNKS.length] ?? 1000,
        breaks: () => this.breaks,
        planted: this.options,
        onApplied: (of) => keepCompared(this, of),
        onCommit: (of, late) => this.committed(of, [], late),
        onEvent: (event) => this.count(EVENTS[event]),
        onPulled: (of) => this.#tookPull(of),
        onLight: (of, light) => this.#lit(of, light),
        onBug: (of, error) => this.#bug(of, error),
        watch: (of, link) => watched(this, of, link),
      },
      image,
    );
    this.devices.push(device);
    return device;
  }

  /** A check inside a callback: what it finds must reach the schedule, not the engine. */
  async #watch(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.blame(error);
    }
  }

  blame(error: unknown): void {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#failed ??= error instanceof Violation ? error : new Violation('liveness', what);
  }

  /** Throws what a callback found. */
  rethrow(): void {
    if (this.#failed !== null) throw this.#failed;
  }

  #lit(device: SimDevice, light: Light): void {
    this.note(`  ${device.name} ${light}`);
    this.count(`light ${light}`);
    if (light !== 'up_to_date' || this.options.mayLag === true) return;
    try {
      lightIsTrue(device);
      device.suspect = false;
    } catch (error) {
      this.blame(error);
    }
  }

  #bug(device: SimDevice, error: unknown): void {
    const of = device.number === CLONE ? 0 : device.number;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (this.revoked.has(of) && code === 'HF001') return;
    // Two files of one life close each other's: each is told by an answer or by this code.
    if (of === 0 && this.coverage['clone'] !== undefined && code === 'HF004') return;
    if (isExpected(error)) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    this.blame(new Violation('liveness', `${device.name} met a bug: ${text} ${cause}`));
  }

  async committed(by: SimDevice | null, touched: readonly string[], late: boolean): Promise<void> {
    if (touched.length > 0) this.count('written directly');
    const held = this.devices.some(
      (device) => device !== by && (device.gate.waits === 'applied' || device.haunted),
    );
    await this.#watch(async () => {
      const ops = await this.history.committed(touched, late);
      if (ops.length > 0 || touched.length > 0) {
        this.commits += 1;
        if (held || this.writers.some(({ open }) => open)) this.count('commit overtaken');
      }
      for (const { outcome, code } of ops) {
        this.count(`verdict ${outcome}`);
        if (code === 'parked' || code === 'parked_with') this.count(`op ${code}`);
      }
    });
  }

  /** After each step of a desk: what it holds may only have moved forwards. */
  looked(device: SimDevice): void {
    this.rethrow();
    if (this.options.mayLag === true) return;
    if (device.open.engine.status().light === 'up_to_date') lightIsTrue(device, 'counts');
    if (!device.moved) return;
    device.moved = false;
    const before = this.#seen.get(device.number) ?? NOTHING_SEEN;
    this.#seen.set(device.number, forwards(device, before, this.wentBack));
  }

  /** The desk's file, or central itself, is another one than it was. */
  forget(device: SimDevice): void {
    this.#seen.delete(device.number);
    device.pulled = null;
  }

  #tookPull(device: SimDevice): void {
    if (this.options.mayLag === true) return;
    try {
      pullIsTrue(device);
    } catch (error) {
      this.blame(error);
    }
  }

  async close(): Promise<void> {
    for (const device of this.devices) {
      await device.exorcise('abort');
      await device.die('abort');
    }
    for (const writer of this.writers) await writer.drop();
    for (const device of this.devices) device.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  hashed(more: string): void {
    this.#hash.update(more);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
