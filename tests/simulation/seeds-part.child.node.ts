/** A part of the run of seeds: a cluster and a central of its own; runs the seeds it is sent. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { createSimCentral } from './central.ts';
import type { SimCentral } from './central.ts';
import type { Coverage } from './coverage.ts';
import { explainFailure } from './failure.ts';
import type { Explained } from './failure.ts';
import { MEMORY } from './places.ts';
import { runWorld } from './run.ts';
import { scheduleOf } from './schedule.ts';

/** A seed to run, and its place in the whole run. */
export interface Order {
  readonly number: number;
  readonly seed: number;
}

/** What a part says of each seed. */
export interface Ran {
  readonly number: number;
  readonly coverage: Coverage;
  readonly failure: Explained | null;
}

/**
 * Desk and central take turns: on one core the answer is there without waking another one up. Where
 * nothing can pin, the run only takes longer.
 */
function pin(part: number): void {
  if (process.platform !== 'linux' || part >= availableParallelism()) return;
  try {
    execFileSync('taskset', ['-pc', String(part), String(process.pid)], { stdio: 'ignore' });
  } catch {
    // No such program, or no such core for us.
  }
}

let trace: readonly string[] = [];

async function run(central: SimCentral, { number, seed }: Order): Promise<Ran> {
  const schedule = scheduleOf(seed);
  const outcome = await runWorld(central, schedule, { watched: (lines) => (trace = lines) });
  const { violation, coverage } = outcome;
  if (violation === null) return { number, coverage, failure: null };
  // Said before it is explained, which takes long and may fail.
  console.log(`seed ${seed} broke a promise: ${violation.message}`);
  return { number, coverage, failure: await explainFailure(central, seed, schedule, outcome) };
}

const say = (what: Ran | 'ready') => process.send?.(what);

pin(Number(process.argv[2]));
const dir = mkdtempSync(join(MEMORY, 'holdfast-seeds-'));
const cluster = await startEmbedded({ dir, durable: false, definitions: productDefinitions });
const central = await createSimCentral(cluster.url);
/** Where the run stands, and what its central waits for. */
async function tellWhere(): Promise<void> {
  console.log([`the last of ${trace.length} lines:`, ...trace.slice(-40)].join('\n'));
  const admin = await openAdmin(cluster.url);
  const { rows } = await admin.query(
    `select pid, pg_blocking_pids(pid) as behind, state, wait_event, left(query, 160) as query
     from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  for (const row of rows) console.log(JSON.stringify(row));
  await admin.end();
}
process.on('SIGUSR2', () => void tellWhere());

let last: Promise<unknown> = Promise.resolve();
process.on('message', (order: Order) => {
  last = run(central, order).then(say);
});
const over = once(process, 'disconnect');
say('ready');
await over;
await last;
await central.close();
await cluster.stop();
rmSync(dir, { recursive: true, force: true });
