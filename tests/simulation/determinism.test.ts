import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { createSimCentral, setForDesks } from './central.ts';
import type { SimCentral } from './central.ts';
import { scheduleOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { runWorld } from './run.ts';

// Neither their random keys, nor what ran on them before, nor how they plan may show.
let one: SimCentral;
let other: SimCentral;
beforeAll(async () => {
  one = await createSimCentral();
  other = await createSimCentral();
  const { login_role: role } = must(other.lines[0], 'a line')[0].enrolment;
  for (const way of ['enable_nestloop', 'enable_indexscan', 'enable_bitmapscan']) {
    await setForDesks(other.admin, role, `${way} = off`);
  }
});
afterAll(() => Promise.all([one, other].map((central) => central.close())));

const SEEDS = [3, 22, 41, 77, 96];

/**
 * Without full disks: whether one more row fits into a file's pages depends on the order in which rows
 * came, and central numbers those that one statement changes as it finds them.
 */
function scheduleWithRoom(seed: number): Schedule {
  const schedule = scheduleOf(seed);
  return { ...schedule, steps: schedule.steps.filter(({ kind }) => kind !== 'full') };
}

test('one seed gives one schedule and one end, whatever ran before and however it is planned', async () => {
  const first = new Map<number, Awaited<ReturnType<typeof runWorld>>>();
  for (const seed of SEEDS) {
    const outcome = await runWorld(one, scheduleWithRoom(seed));
    expect(outcome.violation).toBeNull();
    first.set(seed, outcome);
  }
  expect(new Set([...first.values()].map(({ hash }) => hash)).size).toBe(SEEDS.length);
  for (const seed of SEEDS.toReversed()) {
    const again = await runWorld(other, scheduleWithRoom(seed));
    const before = must(first.get(seed), 'ran before');
    expect(again.trace).toStrictEqual(before.trace);
    expect(again.end).toBe(before.end);
    expect([seed, again.hash]).toStrictEqual([seed, before.hash]);
  }
});

test('a central that stops is the same for the desks whether it ends their sessions or only says so', async () => {
  // Calls are held there, and central stops four times.
  for (const seed of [34]) {
    const schedule = scheduleWithRoom(seed);
    const said = await runWorld(one, schedule);
    const done = await runWorld(one, schedule, { breaks: 'really' });
    expect(said.coverage['central restarted'] ?? said.coverage['central put back']).toBeGreaterThan(
      0,
    );
    expect(done.trace).toStrictEqual(said.trace);
    expect(done.hash).toBe(said.hash);
  }
});
