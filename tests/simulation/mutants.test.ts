import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import type { EmbeddedCentral } from '#db/postgres/embedded-central.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { createSimCentral } from './central.ts';
import type { SimCentral } from './central.ts';
import { CENTRAL_MUTANTS, HORIZON } from './mutants.ts';
import { DESK_MUTANTS } from './mutants-desk.ts';
import { MEMORY } from './places.ts';
import type { Mutant } from './mutants.ts';
import { scheduleOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import type { Violation } from './violation.ts';
import { runWorld } from './run.ts';

// From where the clean run has its first seeds: there, without the bug, nothing is broken.
const SEEDS = 100;

// A cluster of its own: transactions of other worlds would hold a planted horizon back.
let cluster: EmbeddedCentral;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(MEMORY, 'holdfast-mutants-'));
  cluster = await startEmbedded({ dir, durable: false, definitions: productDefinitions });
});
afterAll(async () => {
  await healthy.close();
  await cluster.stop();
  rmSync(dir, { recursive: true, force: true });
});

// Desks with a bug meet a central without one, which they can share.
let healthy: SimCentral;
beforeAll(async () => {
  healthy = await createSimCentral(cluster.url);
});

interface Found {
  readonly seed: number;
  readonly violation: Violation;
}

async function hunt(mutant: Mutant, seeds: number): Promise<Found | null> {
  if (mutant.plant === undefined) return search(healthy, mutant, seeds);
  const central = await createSimCentral(cluster.url);
  try {
    await mutant.plant(central.admin);
    return await search(central, mutant, seeds);
  } finally {
    await central.close();
  }
}

async function search(central: SimCentral, mutant: Mutant, seeds: number): Promise<Found | null> {
  const first = mutant.firstSeed ?? 1;
  const others = Array.from({ length: seeds }, (_, at) => at + 1).filter((seed) => seed !== first);
  for (const seed of [first, ...others]) {
    const { violation } = await runWorld(central, scheduleFor(mutant, seed), mutant.world);
    if (violation !== null) return { seed, violation };
  }
  return null;
}

// Desks that compare nothing cannot heal from a central that went back; that is not their bug.
function scheduleFor({ world }: Mutant, seed: number): Schedule {
  const schedule = scheduleOf(seed);
  if (world?.mayLag !== true) return schedule;
  return { ...schedule, steps: schedule.steps.filter(({ kind }) => kind !== 'rewind') };
}

const ONLY = process.env['MUTANT'] ?? '';
const mutants = [...CENTRAL_MUTANTS, ...DESK_MUTANTS].filter(({ name }) => name.includes(ONLY));

describe('a planted bug is caught:', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
    const found = await hunt(mutant, SEEDS);
    expect(found, `${mutant.name} lived through ${SEEDS} seeds`).not.toBeNull();
    console.log(`${mutant.name}: seed ${found?.seed}, ${found?.violation.message.slice(0, 200)}`);
    expect(mutant.caughtBy).toContain(found?.violation.invariant);
    // What merely breaks the world is not caught by a promise.
    expect(found?.violation.message).not.toContain('a bug threw');
  });
});

test('a cursor that only lags is not mistaken for a bug', async () => {
  expect(await hunt(HORIZON, 15)).toBeNull();
});
