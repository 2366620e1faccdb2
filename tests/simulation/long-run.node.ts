/**
 * Many seeds, in processes with a cluster each: `SEEDS` says how many (10,000), `SEED_FROM` where they
 * begin (1), `PROCESSES` in how many (2). Prints a line per hundred seeds; seeds that break a promise
 * are explained when they do, the others go on, and the end lists them with their shrunk schedules and
 * says what was reached. A run that was stopped tells with which `SEED_FROM` it continues.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { add, scarce } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import type { Ran } from './long-run-part.child.node.ts';

const processes = Number(process.env['PROCESSES'] ?? 2);
const seeds = Number(process.env['SEEDS'] ?? 10_000);
const first = Number(process.env['SEED_FROM'] ?? 1);

const began = Date.now();
const coverage: Coverage = {};
const broken: string[] = [];
const running = new Set<number>();
let next = first;
let ran = 0;
let stopped = false;

function took(result: Ran): void {
  running.delete(result.seed);
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
  if (stopped || next >= first + seeds) {
    to.disconnect();
    return;
  }
  running.add(next);
  to.send(next);
  next += 1;
}

process.on('SIGINT', () => {
  stopped = true;
});
const parts = Array.from({ length: processes }, (_, part) =>
  fork(new URL('long-run-part.child.node.ts', import.meta.url), [String(part)], {
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
const wellEnded = (await Promise.all(ends)).every(Boolean);

tell();
console.log(`reached: ${JSON.stringify(coverage)}`);
const missed = scarce(coverage, ran);
if (missed.length > 0) console.log(`met too rarely: ${missed.join(', ')}`);
for (const regression of broken) console.log(`broken: ${regression}`);
if (ran < seeds) console.log(`continue with SEED_FROM=${Math.min(next, ...running)}`);
if (!wellEnded || broken.length > 0 || missed.length > 0 || ran < seeds) process.exitCode = 1;
