import { test } from 'vitest';
import { createSimCentral } from './central.ts';
import { runWorld } from './world.ts';
import { scheduleOf } from './schedule.ts';
import { MUTANTS } from './mutants.ts';
test('x', async () => {
  const m = MUTANTS[Number(process.env['M'] ?? 1)]!;
  const central = await createSimCentral();
  await m.plant?.(central.admin);
  for (let seed = 1; seed <= 100; seed++) {
    const o = await runWorld(central, scheduleOf(seed), m.world);
    if (process.env['DBG']) console.log(o.trace.filter((l) => /direct|pull/.test(l)).join('\n'));
    if (o.violation) console.log(`### ${seed}: ${o.violation.message.slice(0, 120)}`);
  }
  await central.close();
});
