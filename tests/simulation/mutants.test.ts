import { describe, expect, test } from 'vitest';
import { createSimCentral } from './central.ts';
import { HORIZON, MUTANTS } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import { scheduleOf } from './schedule.ts';
import type { Violation } from './violation.ts';
import { runWorld } from './world.ts';

// From where the clean run has its first seeds: there, without the bug, nothing is broken.
const SEEDS = 100;

async function hunt(
  mutant: Mutant,
  seeds: number,
): Promise<{ readonly seed: number; readonly violation: Violation } | null> {
  const central = await createSimCentral();
  try {
    await mutant.plant?.(central.admin);
    for (let seed = 1; seed <= seeds; seed++) {
      const { violation } = await runWorld(central, scheduleOf(seed), mutant.world);
      if (violation !== null) return { seed, violation };
    }
    return null;
  } finally {
    await central.close();
  }
}

describe('a planted bug is caught:', () => {
  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
    const found = await hunt(mutant, SEEDS);
    expect(found, `${mutant.name} lived through ${SEEDS} seeds`).not.toBeNull();
    console.log(`${mutant.name}: seed ${found?.seed}, ${found?.violation.message.slice(0, 200)}`);
    expect(mutant.caughtBy).toContain(found?.violation.invariant);
  });
});

test('a cursor that only lags is not mistaken for a bug', async () => {
  expect(await hunt(HORIZON, 30)).toBeNull();
});
