import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitNumber } from '#tests/helpers/commit.ts';
import { createSimCentral } from './central.ts';
import type { SimCentral } from './central.ts';
import { add, scarce } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { explainFailure } from './failure.ts';
import { runWorld } from './run.ts';
import { scheduleOf } from './schedule.ts';

const BATCH = 25;

/**
 * Declares the tests of one half of the seeds; the halves run side by side. `SEED` runs one seed alone,
 * `SEEDS` sets how many there are, `SEED_FROM` where they begin; `NEW_SEEDS` adds as many that nobody
 * has seen, drawn from the commit.
 */
export function declareSeeds(half: 0 | 1): void {
  const alone = process.env['SEED'];
  const coverage: Coverage = {};
  let central: SimCentral;
  let ran = 0;

  beforeAll(async () => {
    central = await createSimCentral();
  });
  afterAll(() => central.close());

  async function clean(seed: number): Promise<void> {
    const schedule = scheduleOf(seed);
    const outcome = await runWorld(central, schedule);
    add(coverage, outcome.coverage);
    ran += 1;
    if (outcome.violation === null) return;
    console.log((await explainFailure(central, seed, schedule, outcome)).text);
    throw outcome.violation;
  }

  if (alone !== undefined) {
    test.runIf(half === 0)(`seed ${alone}`, () => clean(Number(alone)));
    return;
  }
  for (const [from, to] of batches(half)) {
    test(`seeds ${from} to ${to} keep every promise`, async () => {
      for (let seed = from; seed <= to; seed++) await clean(seed);
    });
  }
  test('every fault fired and every rare state was reached', () => {
    console.log(`${ran} seeds: ${JSON.stringify(coverage)}`);
    expect(scarce(coverage, ran)).toStrictEqual([]);
  });
}

function batches(half: 0 | 1): (readonly [from: number, to: number])[] {
  const each = Math.ceil(Number(process.env['SEEDS'] ?? 120) / 2);
  const starts =
    process.env['NEW_SEEDS'] === undefined
      ? [Number(process.env['SEED_FROM'] ?? 1)]
      : [Number(process.env['SEED_FROM'] ?? 1), fresh()];
  return starts.flatMap((start) => {
    const first = start + half * each;
    return Array.from({ length: Math.ceil(each / BATCH) }, (_, at) => {
      const from = first + at * BATCH;
      return [from, Math.min(from + BATCH, first + each) - 1] as const;
    });
  });
}

/** Where the seeds of this commit begin, far behind the fixed ones. */
function fresh(): number {
  const commit = commitNumber();
  const base = 1_000_000 + (commit % 1_000_000_000);
  console.log(`new seeds of commit ${commit.toString(16)} begin at ${base}`);
  return base;
}
