import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createSimCentral } from './central.ts';
import type { SimCentral } from './central.ts';
import { STEP_KINDS } from './schedule.ts';
import { runWorld } from './run.ts';

// Schedules that once broke a promise, whole, so that a change of how seeds are drawn leaves them.
const FOLDER = new URL('../regressions/', import.meta.url);

const regression = z.strictObject({
  seed: z.int(),
  found: z.string(),
  schedule: z.strictObject({
    steps: z.array(
      z.strictObject({
        at: z.int(),
        kind: z.enum(STEP_KINDS),
        device: z.int(),
        dice: z.int(),
      }),
    ),
    faults: z.strictObject({
      hold: z.number(),
      cut: z.number(),
      abort: z.number(),
      lost: z.number(),
      twice: z.number().default(0),
    }),
    pace: z.number(),
    filled: z.int(),
  }),
});

let central: SimCentral;
beforeAll(async () => {
  central = await createSimCentral();
});
afterAll(() => central.close());

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test.each(files)('%s', async (name) => {
  const { schedule } = regression.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
  const { violation, trace } = await runWorld(central, schedule);
  expect(violation?.message ?? null, trace.slice(-50).join('\n')).toBeNull();
});
