/**
 * `npm run bench`: measures the product against yardsticks in the same run on the same machine.
 * `-- --only NAME` (several times) leaves the others out, `--json FILE` also writes the figures,
 * `--rows N` and `--samples N` make a smaller run for trying, `--dir D` names a folder on another disk.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { changeLatency } from './change-latency.node.ts';
import { lineOf } from './figures.ts';
import type { Figure, Measured } from './figures.ts';
import { firstFill } from './first-fill.node.ts';
import { startFullCentral } from './full-central.node.ts';
import type { FullCentral } from './full-central.node.ts';
import { localWrite } from './local-write.node.ts';
import { describeMachine } from './machine.node.ts';

interface Run {
  readonly central: FullCentral;
  readonly folder: string;
  /** Instead of the number of a full run. */
  readonly samples: number | undefined;
}

const say = (line: string) => console.log(line);

const BENCHES: Readonly<Record<string, (run: Run) => Promise<Measured>>> = {
  'first-fill': ({ central, folder }) => firstFill(central, folder, say),
  'change-latency': ({ central, samples = 300 }) => changeLatency(central, samples),
  'local-write': ({ central, folder, samples = 3000 }) => localWrite(central, folder, samples),
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    rows: { type: 'string', default: '300000' },
    samples: { type: 'string' },
    dir: { type: 'string', default: 'node_modules/.cache/holdfast' },
  },
});

const wanted = values.only ?? Object.keys(BENCHES);
const unknown = wanted.find((name) => BENCHES[name] === undefined);
if (unknown !== undefined) {
  throw new Error(`no bench ${unknown}: ${Object.keys(BENCHES).join(', ')}`);
}
const rows = count(values.rows, '--rows');
const samples = values.samples === undefined ? undefined : count(values.samples, '--samples');

mkdirSync(values.dir, { recursive: true });
const folder = await mkdtemp(join(resolve(values.dir), 'bench-'));
try {
  const started = performance.now();
  const central = await startFullCentral(folder, rows);
  try {
    for (const line of await describeMachine(folder, central.admin)) say(line);
    say(
      `central: ${rows} bookings loaded in ${Math.round((performance.now() - started) / 1000)} s`,
    );
    const figures: Figure[] = [];
    for (const [name, run] of Object.entries(BENCHES)) {
      if (!wanted.includes(name)) continue;
      const measured = await run({ central, folder, samples });
      say(lineOf(measured));
      figures.push(measured.figure);
    }
    if (values.json !== undefined) {
      writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
    }
  } finally {
    await central.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function count(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${option} is a number above 0`);
  return number;
}
