import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScriptName } from '#tests/helpers/fault-script.ts';
import { REFUSALS, shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import type { Refusal } from '#tests/helpers/fault-shim.ts';
import { workplace } from '#tests/helpers/fault-workplace.ts';
import { z } from 'zod';
import { describeUnless } from '#tests/helpers/unless.ts';

const report = z.object({
  points: z.number(),
  refused: z.number(),
  shrugged: z.number(),
  codes: z.record(z.string(), z.number()),
  problems: z.array(z.string()),
});

// A disk that was full for one call only is not full when it is asked.
const FULL_ONCE =
  /^disk_full |^replica_failed SQLITE_(IOERR_(FSYNC|TRUNCATE|SHMOPEN|DELETE)|CANTOPEN)$/;
// SQLite gives both one code.
const UNREADABLE = /^replica_damaged SQLITE_(CORRUPT|IOERR_CORRUPTFS)$/;
const ALLOWED: Readonly<Record<Refusal, RegExp>> = {
  'disk full once': FULL_ONCE,
  'disk full until freed': /^disk_full /,
  'input/output error once': /^replica_failed /,
  'input/output error for good': /^replica_failed /,
  'read-only from then on': /^replica_failed /,
  'unreadable once': UNREADABLE,
  'unreadable for good': UNREADABLE,
};

async function sweep(script: ScriptName, refusal: Refusal) {
  using place = await workplace('tests/faults/refusals.child.node.ts');
  const folder = join(place.folder, 'sweep');
  mkdirSync(folder);
  const child = spawn(process.execPath, [place.child, script, folder, refusal], {
    env: shimEnvironment(place.library, { under: join(folder, 'desk') }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  await once(child, 'close');
  expect(complaint).toBe('');
  const found = report.parse(JSON.parse(said));
  const { points, refused, shrugged, codes } = found;
  console.log(
    `${refusal} in ${script}: ${points} points, ${refused} refused, ${shrugged} shrugged off; ${JSON.stringify(codes)}`,
  );
  return found;
}

describeUnless(whyNoFaults(), 'a disk that refuses at every point', () => {
  test.concurrent.for(Object.keys(REFUSALS).filter(isRefusal))(
    '%s',
    async (refusal, { expect }) => {
      const { problems, codes } = await sweep('minute', refusal);
      expect(problems).toEqual([]);
      const wrong = Object.keys(codes).filter((code) => !ALLOWED[refusal].test(code));
      expect(wrong).toEqual([]);
    },
  );
});

function isRefusal(name: string): name is Refusal {
  return name in REFUSALS;
}
