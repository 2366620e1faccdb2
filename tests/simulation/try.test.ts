import { expect, test } from 'vitest';
import { createSimCentral } from './central.ts';
import { runWorld } from './world.ts';
import { scheduleOf } from './schedule.ts';
import { add } from './coverage.ts';
import type { Coverage } from './coverage.ts';

test('try', async () => {
  const central = await createSimCentral();
  const cov: Coverage = {};
  const from = Number(process.env['SEED'] ?? 1), n = Number(process.env['N'] ?? 5);
  let bad = 0;
  const t0 = Date.now();
  for (let seed = from; seed < from + n; seed++) {
    const o = await runWorld(central, scheduleOf(seed));
    add(cov, o.coverage);
    if (o.violation) {
      bad++;
      console.log(`seed ${seed} ${o.violation.message.slice(0, 1500)}`);
      if (n === 1) console.log(o.trace.join('\n'));
    }
  }
  console.log(JSON.stringify(cov, null, 1), (Date.now() - t0) / n, 'ms/seed');
  await central.close();
  expect(bad).toBe(0);
});
