import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createIds } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { SimCentral } from './central.ts';
import { atRest, converged, forwards, reincarnations, timeless } from './checks.ts';
import type { Seen } from './checks.ts';
import { mishap } from './mishaps.ts';
import type { Mishap } from './mishaps.ts';
import { act } from './commands.ts';
import { count } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { SimDevice } from './device.ts';
import type { Ended } from './device.ts';
import { createDice } from './dice.ts';
import type { Dice } from './dice.ts';
import { CALM } from './gate.ts';
import type { LineEvent } from './gate.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import { createIssue } from './issued.ts';
import { DEVICES, MEMORY } from './places.ts';
import type { Schedule, Step } from './schedule.ts';
import { hold, Violation } from './violation.ts';
import { watched } from './watch.ts';
import { createWriter } from './writers.ts';
import type { Writer } from './writers.ts';

export interface WorldOptions {
  /** Planted: op ids made in another way than the product's. */
  readonly opIdFor?: (device: SimDevice) => Id;
  /** A cursor that lags behind is no bug: rows are compared when everything has come to rest. */
  readonly mayLag?: boolean;
}

export interface Outcome {
  readonly violation: Violation | null;
  /** Of every step and of the state at the end, without anything that time or transaction ids touch. */
  readonly hash: string;
  readonly coverage: Coverage;
  readonly trace: readonly string[];
}

const START = Date.UTC(2026, 10, 21, 9);
/** Rounds of all desks in which everything must have come to rest. */
const PASSES = 8;

const NOTHING_SEEN: Seen = { xmax: 0, versions: new Map() };

const EVENTS: Readonly<Record<LineEvent, string>> = {
  cut: 'call cut',
  abort: 'call aborted',
  lost: 'reply lost',
  held: 'call held',
  busy: 'lock waited for',
  overtaken: 'commit overtaken',
};

/** Runs one schedule: chaos, then healing, then every promise is checked. */
export async function runWorld(
  central: SimCentral,
  schedule: Schedule,
  options: WorldOptions = {},
): Promise<Outcome> {
  await central.reset();
  const world = await World.create(central, schedule, options);
  let violation: Violation | null = null;
  try {
    await world.begin();
    for (const step of schedule.steps) await world.step(step);
    await world.heal();
    await world.check();
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violation =
      error instanceof Violation ? error : new Violation('liveness', `a bug threw: ${what}`);
  } finally {
    await world.close();
  }
  return { violation, ...world.result() };
}

class World {
  readonly #central: SimCentral;
  readonly #schedule: Schedule;
  readonly #options: WorldOptions;
  readonly #history: History;
  readonly #folder: string;
  readonly #devices: SimDevice[] = [];
  readonly #writers: Writer[];
  readonly #issue = createIssue();
  readonly #coverage: Coverage = {};
  readonly #trace: string[] = [];
  readonly #hash = createHash('sha256');
  readonly #offsets: number[] = [];
  readonly #seen: Seen[] = [];
  #time = START;
  #ids: Dice = createDice(0, 'ids');

  static async create(
    central: SimCentral,
    schedule: Schedule,
    options: WorldOptions,
  ): Promise<World> {
    return new World(central, schedule, options, await createHistory(central.admin));
  }

  constructor(central: SimCentral, schedule: Schedule, options: WorldOptions, history: History) {
    this.#central = central;
    this.#schedule = schedule;
    this.#options = options;
    this.#history = history;
    this.#folder = mkdtempSync(join(MEMORY, 'holdfast-sim-'));
    this.#writers = central.writers.map((client) =>
      createWriter(client, async (touched) => {
        await this.#committed(null, touched);
      }),
    );
    for (let number = 0; number < DEVICES; number++) {
      this.#offsets.push(0);
      this.#seen.push(NOTHING_SEEN);
      this.#devices.push(this.#device(number));
    }
  }

  #device(number: number): SimDevice {
    const clock = this.#clock(number);
    const folder = join(this.#folder, String(number));
    mkdirSync(folder);
    return new SimDevice({
      number,
      lines: must(this.#central.lines[number], 'lines for each device'),
      folder,
      clock,
      ids: createIds(clock, (into) => this.#ids.bytes(into)),
      onCommit: () => this.#committed(number),
      onEvent: (event) => this.#count(EVENTS[event]),
      watch: (device, link) =>
        watched(device, link, {
          knows: (op_id) => this.#history.ops.some((logged) => logged.op_id === op_id),
          count: (what, by) => this.#count(what, by),
          note: (line) => this.#note(line),
        }),
    });
  }

  #clock(number: number) {
    return { now: () => this.#time + (this.#offsets[number] ?? 0) };
  }

  #count(what: string, by = 1): void {
    count(this.#coverage, what, by);
  }

  #note(line: string): void {
    this.#trace.push(line);
    this.#hash.update(`${line}\n`);
  }

  async #committed(by: number | null, touched: readonly string[] = []): Promise<void> {
    if (touched.length > 0) this.#count('written directly');
    const held = this.#devices.some(
      ({ number, gate, haunted }) => number !== by && (gate.waits === 'applied' || haunted),
    );
    const ops = await this.#history.committed(touched);
    if (
      (ops.length > 0 || touched.length > 0) &&
      (held || this.#writers.some(({ open }) => open))
    ) {
      this.#count('commit overtaken');
    }
    for (const { outcome } of ops) this.#count(`verdict ${outcome}`);
  }

  async begin(): Promise<void> {
    for (const device of this.#devices.slice(0, this.#schedule.filled)) {
      await this.#calmRound(device, false);
    }
  }

  async step(step: Step): Promise<void> {
    const dice = (concern: string) => createDice(step.dice, concern);
    this.#ids = dice('ids');
    this.#time += dice('time').below(this.#schedule.pace);
    const device = must(this.#devices[step.device], 'a device of that number');
    const what = await this.#take(step, device, dice);
    this.#note(`${step.at} ${step.kind} ${device.name}: ${what}`);
  }

  async #take(step: Step, device: SimDevice, dice: (concern: string) => Dice): Promise<string> {
    const data = dice('data');
    const faults = dice('faults');
    switch (step.kind) {
      case 'act':
        return this.#act(device, data);
      case 'round': {
        if (device.busy) return 'busy';
        device.gate.use(faults, this.#schedule.faults);
        device.start({
          push: data.chance(0.8),
          verify: data.chance(0.15) && this.#options.mayLag !== true,
          chunk: data.pick([1, 2, 1000]),
        });
        return this.#ended(device, await device.settle());
      }
      case 'release': {
        const waiting = this.#devices.filter(({ gate, haunted }) => gate.waits !== null || haunted);
        if (waiting.length === 0) return 'none';
        const next = data.pick(waiting);
        if (next.haunted && (next.gate.waits === null || data.chance(0.5))) {
          await next.exorcise(data.pick(['commit', 'abort']));
          return `${next.name} ghost gone`;
        }
        next.gate.release();
        return this.#ended(next, await next.settle());
      }
      case 'crash':
      case 'restart':
      case 'backup':
      case 'restore':
        return this.#mishap(step.kind, device, data);
      case 'clock': {
        this.#count('clock jumped');
        const year = 365 * 86_400_000;
        const jump = data.pick([-10 * year, -3_600_000, 3_600_000, 10 * year]);
        this.#offsets[device.number] = data.chance(0.3) ? 0 : jump;
        return String(this.#offsets[device.number]);
      }
      case 'direct': {
        const id = createIds({ now: () => this.#time }, (into) => this.#ids.bytes(into));
        return data.pick(this.#writers).step(data, () => id.next());
      }
      default:
        return unreachable(step.kind);
    }
  }

  async #mishap(kind: Mishap, device: SimDevice, dice: Dice): Promise<string> {
    const held = device.gate.waits === 'applied';
    const done = await mishap(kind, device, dice);
    if (!done) return 'no copy';
    this.#count(kind);
    if (kind === 'crash' && held) this.#count('crash with a call held');
    if (device.haunted) this.#count('transaction of a killed process');
    if (kind === 'backup') this.#issue.backedUp(device.number);
    if (kind === 'restore') {
      this.#seen[device.number] = NOTHING_SEEN;
      this.#count('op lost with the file', this.#issue.restored(device.number));
    }
    return kind;
  }

  #act(device: SimDevice, dice: Dice): string {
    const ports = {
      clock: this.#clock(device.number),
      ids: createIds(this.#clock(device.number), (into) => this.#ids.bytes(into)),
    };
    const deed = act(device, ports, dice, this.#options.opIdFor);
    if (deed === null) return 'nothing to do';
    const { name, outcome, op } = deed;
    if (op !== null) this.#issue.add({ ...op, device: device.number });
    if (outcome !== 'done') this.#count('refused');
    else if (name === 'conflicts.settle') this.#count('settled');
    else if (name === 'conflicts.reopen') this.#count('reopened');
    else if (name === 'bookings.undo') this.#count('undone');
    return `${name} ${outcome}`;
  }

  #ended(device: SimDevice, ended: Ended | null): string {
    if (ended === null) return `${device.name} waits ${device.gate.waits}`;
    if (this.#options.mayLag !== true) this.#forwards(device);
    if ('lost' in ended) {
      if (device.open.replica.state().phase === 'filling') this.#count('fill cut off');
      return `${device.name} lost ${ended.lost.code}`;
    }
    const { pushed, pulled, verified } = ended.end.report;
    if (verified) this.#count('verified');
    return `${device.name} pushed ${pushed} pulled ${pulled}`;
  }

  #forwards(device: SimDevice): void {
    const before = must(this.#seen[device.number], 'seen by each device');
    this.#seen[device.number] = forwards(device, before);
  }

  /** Every fault ends, and within a bounded number of rounds nothing may be left to do. */
  async heal(): Promise<void> {
    for (const writer of this.#writers) await writer.finish();
    for (const device of this.#devices) {
      if (device.haunted) await device.exorcise('commit');
      device.gate.use(createDice(0, 'calm'), CALM);
      while (device.gate.waits !== null) {
        device.gate.release();
        this.#ended(device, await device.settle());
      }
    }
    for (let pass = 0; ; pass++) {
      hold('liveness', pass < PASSES, () => `no rest after ${PASSES} rounds`);
      let moved = 0;
      for (const device of this.#devices) moved += await this.#calmRound(device, false);
      if (moved === 0) break;
    }
  }

  async #calmRound(device: SimDevice, verify: boolean): Promise<number> {
    device.start({ push: true, verify, chunk: 1000 });
    const ended = must(await device.settle(), 'a calm round is never held');
    this.#note(this.#ended(device, ended));
    if ('lost' in ended) {
      throw new Violation(
        'liveness',
        `${device.name} lost ${ended.lost.code} with all faults over`,
      );
    }
    const { pushed, pulled, verified } = ended.end.report;
    hold('I1 convergence', !verify || verified, () => `${device.name} could not verify`);
    return pushed + pulled + device.open.replica.state().waiting;
  }

  async check(): Promise<void> {
    const { admin } = this.#central;
    const rows = await converged(admin, this.#devices);
    for (const device of this.#devices) await this.#calmRound(device, true);
    await atRest(admin, this.#devices, rows, this.#issue.all, this.#history);
    this.#count('restored file noticed', reincarnations(this.#devices));
    for (const row of rows.get('conflict_logs')?.values() ?? []) {
      this.#count(`conflict ${String(row['conflict_type'])}`);
    }
    this.#hash.update(timeless(rows));
  }

  async close(): Promise<void> {
    for (const device of this.#devices) {
      if (device.haunted) await device.exorcise('abort');
      await device.die('abort');
    }
    for (const writer of this.#writers) await writer.drop();
    for (const device of this.#devices) device.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  result(): Omit<Outcome, 'violation'> {
    return { hash: this.#hash.digest('hex'), coverage: this.#coverage, trace: this.#trace };
  }
}
