import type { SimCentral } from './central.ts';
import type { Schedule, Step } from './schedule.ts';
import { runWorld } from './run.ts';
import type { Outcome } from './run.ts';
import type { WorldOptions } from './world.ts';

/** Runs that shrinking may cost. */
const TRIES = 60;

/**
 * Leaves steps out, halves first, as long as the same promise is broken. Steps draw from dice of
 * their own, so that the others stay as they were.
 */
export async function shrink(
  central: SimCentral,
  schedule: Schedule,
  outcome: Outcome,
  options: WorldOptions = {},
): Promise<Schedule> {
  const broken = outcome.violation?.invariant;
  let steps: readonly Step[] = schedule.steps;
  let tries = 0;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < steps.length && tries < TRIES;) {
      const fewer = steps.filter((_, at) => at < from || at >= from + size);
      tries += 1;
      const { violation } = await runWorld(central, { ...schedule, steps: fewer }, options);
      if (violation?.invariant === broken) steps = fewer;
      else from += size;
    }
  }
  return { ...schedule, steps };
}

/** All that somebody needs to see the failure again. */
export function describeFailure(seed: number, schedule: Schedule, outcome: Outcome): string {
  const { steps, ...chances } = schedule;
  return [
    `seed ${seed}: ${outcome.violation?.message ?? 'no violation'}`,
    `chances: ${JSON.stringify(chances)}, ${steps.length} steps`,
    'the last 50 lines:',
    ...outcome.trace.slice(-50),
    'again:',
    `SEED=${seed} SUITE=simulation node_modules/.bin/vitest run --config tests/vitest.config.ts --project simulation tests/simulation/seeds-a.test.ts`,
  ].join('\n');
}
