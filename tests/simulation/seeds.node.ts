/**
 * Many seeds, in processes with a cluster each. `SEEDS` says how many (10,000), `SEED_FROM` where they
 * begin (1), `NEW_SEEDS` how many more that nobody has seen, drawn from the commit (none), `PROCESSES`
 * in how many processes (2); `SEED` runs one alone. Prints a line per hundred seeds; seeds that break a
 * promise are explained when they do, the others go on, and the end lists them with their shrunk
 * schedules and says what was reached. A run that was stopped tells with which `SEED_FROM` it
 * continues. `SEEDS_REPORT` names a file for the tally.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { commitNumber } from '#tests/helpers/commit.ts';
import { add, scarce } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import type { Ran } from './seeds-part.child.node.ts';

const numbered = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

const alone = process.env['SEED'];
const processes = alone === undefined ? numbered('PROCESSES', 2) : 1;
const first = numbered(alone === undefined ? 'SEED_FROM' : 'SEED', 1);
const fixed = alone === undefined ? numbered('SEEDS', 10_000) : 1;
const fresh = alone === undefined ? numbered('NEW_SEEDS', 0) : 0;
const seeds = fixed + fresh;
if (!Number.isSafeInteger(seeds + first) || seeds < 1) throw new Error('no number of seeds');
/** Where the seeds of this commit begin, far behind the fixed ones. */
const freshFrom = 1_000_000 + (commitNumber() % 1_000_000_000);
if (fresh > 0) console.log(`new seeds of this commit: ${freshFrom} to ${freshFrom + fresh - 1}`);

const began = Date.now();
const coverage: Coverage = {};
const broken: string[] = [];
/** Numbers of the seeds that run, with what ends them when they hang. */
const running = new Map<number, NodeJS.Timeout>();
const hung: number[] = [];
let handedOut = 0;
let ran = 0;
let stopped = false;

/** A seed takes a second; a broken one is run some sixty times more until it is explained. Milliseconds. */
const LONGEST = 300_000;
/** One that hangs has so long to say where. Milliseconds. */
const TELLING = 5000;

/** The seed that is run as the `number`th, counted from 0. */
const seedAt = (number: number) => (number < fixed ? first + number : freshFrom + number - fixed);

function took(result: Ran): void {
  clearTimeout(running.get(result.number));
  running.delete(result.number);
  ran += 1;
  add(coverage, result.coverage);
  if (result.failure !== null) {
    console.log(result.failure.text);
    broken.push(result.failure.regression);
  }
  if (ran % 100 === 0) tell();
}

function tell(): void {
  const seconds = (Date.now() - began) / 1000;
  const each = Math.round((seconds * 1000) / ran);
  const time = `${Math.round(seconds)} s, ${each} ms each`;
  console.log(`${ran} of ${seeds} seeds, ${broken.length} broken, ${time}`);
}

/** Asked by a part that has nothing to do. */
function handOut(to: ChildProcess): void {
  if (stopped || handedOut >= seeds) {
    to.disconnect();
    return;
  }
  const number = handedOut;
  const hangs = setTimeout(() => {
    console.log(`seed ${seedAt(number)} hangs`);
    hung.push(seedAt(number));
    to.kill('SIGUSR2');
    setTimeout(() => to.kill('SIGKILL'), TELLING);
  }, LONGEST);
  running.set(number, hangs);
  to.send({ number: handedOut, seed: seedAt(handedOut) });
  handedOut += 1;
}

process.on('SIGINT', () => {
  stopped = true;
});
const parts = Array.from({ length: processes }, (_, part) =>
  fork(new URL('seeds-part.child.node.ts', import.meta.url), [String(part)], {
    execArgv: ['--max-semi-space-size=64'],
    // Ctrl+C is for us: each part finishes its seed.
    detached: true,
  }),
);
const ends = parts.map(async (part) => {
  part.on('message', (message: Ran | 'ready') => {
    if (message !== 'ready') took(message);
    handOut(part);
  });
  const [code] = await once(part, 'exit');
  return code === 0;
});
process.on('exit', () => {
  for (const part of parts) part.kill('SIGKILL');
});
const wellEnded = (await Promise.all(ends)).every(Boolean);

tell();
console.log(`reached: ${JSON.stringify(coverage)}`);
// One seed alone need not meet everything.
const missed = alone === undefined ? scarce(coverage, ran) : [];
if (missed.length > 0) console.log(`met too rarely: ${missed.join(', ')}`);
for (const regression of broken) console.log(`broken: ${regression}`);
for (const seed of [...running.keys()].map(seedAt)) {
  if (!hung.includes(seed)) console.log(`its process ended over seed ${seed}`);
}
for (const hangs of running.values()) clearTimeout(hangs);
const left = Math.min(handedOut, ...running.keys());
if (ran < seeds && left < fixed) console.log(`continue with SEED_FROM=${seedAt(left)}`);
const failed = broken.length + (seeds - ran) + missed.length + (wellEnded ? 0 : 1);
if (failed > 0) process.exitCode = 1;
const report = process.env['SEEDS_REPORT'];
if (report !== undefined) {
  writeFileSync(report, JSON.stringify({ passed: ran - broken.length, failed }));
}
