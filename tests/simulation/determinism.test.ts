import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimCentral } from './central.ts';
import type { SimCentral } from './central.ts';
import { scheduleOf } from './schedule.ts';
import { runWorld } from './run.ts';

// Two centrals: neither their random keys nor what ran on them before may show.
const centrals: SimCentral[] = [];
beforeAll(async () => {
  centrals.push(await createSimCentral(), await createSimCentral());
});
afterAll(() => Promise.all(centrals.map((central) => central.close())));

test('one seed gives one schedule and one end, whatever ran before', async () => {
  const [one, other] = centrals as [SimCentral, SimCentral];
  const seeds = [3, 22, 41, 58, 77, 96];
  const hashes = new Map<number, string>();
  for (const seed of seeds) {
    const outcome = await runWorld(one, scheduleOf(seed));
    expect(outcome.violation).toBeNull();
    hashes.set(seed, outcome.hash);
  }
  expect(new Set(hashes.values()).size).toBe(seeds.length);
  for (const seed of seeds.toReversed()) {
    const again = await runWorld(other, scheduleOf(seed));
    expect([seed, again.hash]).toStrictEqual([seed, hashes.get(seed)]);
  }
});
