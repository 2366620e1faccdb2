/**
 * Many seeds, in two processes with a central each: `SEEDS` says how many, `SEED_FROM` where they
 * begin. Prints a line per hundred seeds and what was reached at the end; seeds that break a promise
 * are explained and the others go on. A run that was stopped continues with `SEED_FROM`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { createSimCentral } from './central.ts';
import { add, scarce } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { explainFailure } from './failure.ts';
import { MEMORY } from './places.ts';
import { runWorld } from './run.ts';
import { scheduleOf } from './schedule.ts';

const PROCESSES = 2;
const seeds = Number(process.env['SEEDS'] ?? 10_000);
const first = Number(process.env['SEED_FROM'] ?? 1);
const half = process.env['HALF'];

async function run(part: number): Promise<boolean> {
  const dir = mkdtempSync(join(MEMORY, 'holdfast-seeds-'));
  const cluster = await startEmbedded({ dir, durable: false, definitions: productDefinitions });
  const central = await createSimCentral(cluster.url);
  const coverage: Coverage = {};
  const began = Date.now();
  let ran = 0;
  let broken = 0;
  try {
    for (let seed = first + part; seed < first + seeds; seed += PROCESSES) {
      const schedule = scheduleOf(seed);
      const outcome = await runWorld(central, schedule);
      add(coverage, outcome.coverage);
      ran += 1;
      if (outcome.violation !== null) {
        broken += 1;
        console.log(await explainFailure(central, seed, schedule, outcome));
      }
      if (ran % 100 === 0) {
        const each = (Date.now() - began) / ran;
        console.log(
          `process ${part}: ${ran} seeds up to ${seed}, ${broken} broken, ${Math.round(each)} ms each`,
        );
      }
    }
  } finally {
    await central.close();
    await cluster.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  console.log(`process ${part}: ${ran} seeds, ${broken} broken: ${JSON.stringify(coverage)}`);
  const missed = scarce(coverage, ran);
  if (missed.length > 0) console.log(`process ${part} met too rarely: ${missed.join(', ')}`);
  return broken === 0 && missed.length === 0;
}

if (half === undefined) {
  const children = Array.from({ length: PROCESSES }, (_, part) =>
    spawn(process.execPath, ['--max-semi-space-size=64', import.meta.filename], {
      env: { ...process.env, HALF: String(part) },
      stdio: 'inherit',
    }),
  );
  const codes = await Promise.all(children.map((child) => once(child, 'exit')));
  process.exitCode = codes.every(([code]) => code === 0) ? 0 : 1;
} else if (!(await run(Number(half)))) {
  process.exitCode = 1;
}
