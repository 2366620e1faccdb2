/**
 * `npm run bench`: measures the product against yardsticks in the same run on the same machine, and
 * says of each target whether it was met; none fails the run.
 * `-- --only NAME` (several times) leaves the others out, `--json FILE` also writes the figures,
 * `--rows N`, `--history N` and `--samples N` make a smaller run for trying, `--dir D` names a folder on another disk.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { capture } from './capture.node.ts';
import { changeLatency } from './change-latency.node.ts';
import { drain } from './drain.node.ts';
import { lineOf, targetLines } from './figures.ts';
import type { Figure, Measured } from './figures.ts';
import { firstFill } from './first-fill.node.ts';
import { startFullCentral } from './full-central.node.ts';
import type { FullCentral } from './full-central.node.ts';
import { idle } from './idle.node.ts';
import { localWriteDuringSync } from './local-write-during-sync.node.ts';
import { localWrite } from './local-write.node.ts';
import { describeMachine } from './machine.node.ts';
import { replicaSize } from './replica-size.node.ts';
import { manyDesks } from './many-desks.node.ts';
import { pullHistory } from './pull-history.node.ts';
import { scale } from './scale.node.ts';
import { typeCheck } from './type-check.node.ts';

interface Run {
  readonly central: FullCentral;
  readonly folder: string;
  /** Instead of the number of a full run. */
  readonly samples: number | undefined;
}

const say = (line: string) => console.log(line);

const BENCHES: Readonly<Record<string, (run: Run) => Promise<Measured>>> = {
  'first-fill': ({ central, folder }) => firstFill(central, folder, say),
  'replica-size': ({ central }) => replicaSize(central),
  'change-latency': ({ central, samples = 300 }) => changeLatency(central, 'hints', samples),
  'change-latency-polling': ({ central, samples = 100 }) =>
    changeLatency(central, 'polling', samples),
  idle: ({ central }) => idle(central),
  'local-write-during-sync': ({ central, samples = 500 }) => localWriteDuringSync(central, samples),
  capture: ({ central }) => capture(central),
  'pull-history': ({ central, samples = 200 }) =>
    pullHistory(central, count(values.history, '--history'), samples),
  'local-write': ({ central, folder, samples = 3000 }) => localWrite(central, folder, samples),
  drain: ({ central, folder, samples = 100_000 }) => drain(central, folder, samples),
};

/** Bookings behind `many-desks`: every desk is filled with all of them. */
const MANY = 100_000;

/** Those that need no central, or one of their own; they run when the large one has stopped. */
const ALONE: Readonly<Record<string, (samples?: number) => Promise<Measured>>> = {
  'type-check': (samples = 5) => typeCheck(samples),
  scale: async (samples = 300) => scale(resolve(values.dir), samples, say),
  // Samples are seconds of each side.
  'many-desks': (samples = 60) =>
    manyDesks(resolve(values.dir), Math.min(count(values.rows, '--rows'), MANY), samples, say),
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    rows: { type: 'string', default: '300000' },
    history: { type: 'string', default: '10000000' },
    samples: { type: 'string' },
    dir: { type: 'string', default: 'node_modules/.cache/holdfast' },
  },
});

const names = [...Object.keys(BENCHES), ...Object.keys(ALONE)];
const wanted = values.only ?? names;
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) throw new Error(`no bench ${unknown}: ${names.join(', ')}`);
const rows = count(values.rows, '--rows');
const samples = values.samples === undefined ? undefined : count(values.samples, '--samples');

mkdirSync(values.dir, { recursive: true });
const folder = await mkdtemp(join(resolve(values.dir), 'bench-'));
const figures: Figure[] = [];
const report = (measured: Measured) => {
  say(lineOf(measured));
  for (const line of targetLines(measured.figure)) say(line);
  figures.push(measured.figure);
};
try {
  if (wanted.some((name) => Object.hasOwn(BENCHES, name))) await withCentral();
  else for (const line of await describeMachine(folder, null)) say(line);
  for (const [name, run] of Object.entries(ALONE)) {
    if (wanted.includes(name)) report(await run(samples));
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function withCentral(): Promise<void> {
  const started = performance.now();
  const central = await startFullCentral(folder, rows);
  try {
    for (const line of await describeMachine(folder, central.admin)) say(line);
    say(
      `central: ${rows} bookings loaded in ${Math.round((performance.now() - started) / 1000)} s`,
    );
    for (const [name, run] of Object.entries(BENCHES)) {
      if (wanted.includes(name)) report(await run({ central, folder, samples }));
    }
  } finally {
    await central.stop();
  }
}

function count(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${option} is a number above 0`);
  return number;
}
