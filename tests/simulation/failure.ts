import type { SimCentral } from './central.ts';
import { runWorld } from './run.ts';
import type { Outcome } from './run.ts';
import type { Schedule, Step } from './schedule.ts';
import type { WorldOptions } from './world.ts';

/** Runs that shrinking may cost. */
const TRIES = 60;

/**
 * Leaves steps out, halves first, then kinds of faults, as long as the same promise is broken. Steps
 * draw from dice of their own, so that the others stay as they were.
 */
async function shrink(
  central: SimCentral,
  schedule: Schedule,
  outcome: Outcome,
  options: WorldOptions = {},
): Promise<Schedule> {
  const broken = outcome.violation?.invariant;
  let least = schedule;
  let tries = 0;
  const stillBroken = async (smaller: Schedule) => {
    if (tries >= TRIES) return false;
    tries += 1;
    const { violation } = await runWorld(central, smaller, options);
    if (violation?.invariant !== broken) return false;
    least = smaller;
    return true;
  };
  const without = (steps: readonly Step[]) => ({ ...least, steps });

  for (let size = Math.ceil(least.steps.length / 2); size >= 8; size = Math.floor(size / 2)) {
    for (let from = 0; from < least.steps.length;) {
      const end = from + size;
      const fewer = least.steps.filter((_, at) => at < from || at >= end);
      if (!(await stillBroken(without(fewer)))) from += size;
      if (tries >= TRIES) break;
    }
  }
  for (const kind of new Set(least.steps.map((step) => step.kind))) {
    await stillBroken(without(least.steps.filter((step) => step.kind !== kind)));
  }
  for (const fault of ['hold', 'cut', 'abort', 'lost', 'twice'] as const) {
    if (least.faults[fault] === 0) continue;
    await stillBroken({ ...least, faults: { ...least.faults, [fault]: 0 } });
  }
  for (let device = 0; device < 4; device++) {
    await stillBroken(without(least.steps.filter((step) => step.device !== device)));
  }
  return least;
}

/** A failed seed, for people and as a file for `tests/regressions`. */
export interface Explained {
  /** All that somebody needs to see the failure again. */
  readonly text: string;
  /** With as few steps as show it, one line of JSON. */
  readonly regression: string;
}

/** Runs the schedule with fewer and fewer steps as long as it fails in the same way. */
export async function explainFailure(
  central: SimCentral,
  seed: number,
  schedule: Schedule,
  outcome: Outcome,
): Promise<Explained> {
  const { steps, ...chances } = schedule;
  const small = await shrink(central, schedule, outcome);
  const smallest = await runWorld(central, small);
  // Its first line: what follows may be a stack, with the folders of this machine.
  const [found] = (outcome.violation?.message ?? '').split('\n');
  const regression = JSON.stringify({ seed, found, schedule: small });
  const text = [
    `seed ${seed}: ${outcome.violation?.message ?? 'no violation'}`,
    `chances: ${JSON.stringify(chances)}, ${steps.length} steps`,
    'the last 50 lines:',
    ...outcome.trace.slice(-50),
    'again:',
    `SEED=${seed} npm run simulate`,
    `as few steps as show it (a file for tests/regressions): ${smallest.violation?.message ?? ''}`,
    regression,
    ...smallest.trace,
  ].join('\n');
  return { text, regression };
}
