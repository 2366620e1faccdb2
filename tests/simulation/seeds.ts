import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimCentral } from './central.ts';
import type { SimCentral } from './central.ts';
import { add, SOMETIMES } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { describeFailure, shrink } from './failure.ts';
import { scheduleOf } from './schedule.ts';
import { runWorld } from './run.ts';

const BATCH = 25;

/**
 * Declares the tests of one half of the seeds; the halves run side by side. `SEED` runs one seed
 * alone, `SEEDS` sets how many there are, `SEED_FROM` where they begin.
 */
export function declareSeeds(half: 0 | 1): void {
  const alone = process.env['SEED'];
  const each = Math.ceil(Number(process.env['SEEDS'] ?? 300) / 2);
  const first = Number(process.env['SEED_FROM'] ?? 1) + half * each;
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
    const small = await shrink(central, schedule, outcome);
    const smallest = await runWorld(central, small);
    console.log(describeFailure(seed, schedule, outcome));
    console.log(`as few steps as show it (a file for tests/regressions):`);
    console.log(JSON.stringify({ seed, found: outcome.violation.message, schedule: small }));
    console.log(smallest.trace.join('\n'));
    throw outcome.violation;
  }

  if (alone !== undefined) {
    test.runIf(half === 0)(`seed ${alone}`, () => clean(Number(alone)));
    return;
  }
  for (let from = first; from < first + each; from += BATCH) {
    const to = Math.min(from + BATCH, first + each);
    test(`seeds ${from} to ${to - 1} keep every promise`, async () => {
      for (let seed = from; seed < to; seed++) await clean(seed);
    });
  }
  test('every fault fired and every rare state was reached', () => {
    console.log(`${ran} seeds: ${JSON.stringify(coverage)}`);
    const scarce = Object.entries(SOMETIMES).filter(
      ([what, least]) => (coverage[what] ?? 0) < (least * ran) / 100,
    );
    expect(scarce).toStrictEqual([]);
  });
}
