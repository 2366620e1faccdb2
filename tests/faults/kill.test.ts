import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import type { ScriptName } from '#tests/helpers/fault-script.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { inspect, reference, resume } from '#tests/helpers/fault-sweep.ts';
import type { Reference } from '#tests/helpers/fault-sweep.ts';
import { onTwoLanes, workplace } from '#tests/helpers/fault-workplace.ts';
import type { Workplace } from '#tests/helpers/fault-workplace.ts';

const reason = whyNoFaults();
if (reason) console.log(`skipped: kill sweeps: ${reason}`);

/** Runs the child, killed at one point; answers how many steps it acknowledged. */
async function killed(
  place: Workplace,
  wanted: Reference,
  lane: string,
  at: number,
  tear: boolean,
) {
  const under = join(lane, 'desk');
  const acks = join(lane, 'acks');
  writeImage(under, wanted.start);
  rmSync(acks, { force: true });
  const child = spawn(process.execPath, [place.child, wanted.script, under, acks], {
    env: {
      ...shimEnvironment(place.library, { under, acks, killAt: at, tear }),
      NODE_COMPILE_CACHE: join(place.folder, 'compiled'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  await once(child, 'close');
  const acknowledged = existsSync(acks) ? readFileSync(acks, 'utf8').split('\n').length - 1 : 0;
  return { under, acknowledged, complaint, signal: child.signalCode, code: child.exitCode };
}

async function sweep(script: ScriptName, tear: boolean) {
  using place = await workplace('tests/faults/minute.child.node.ts');
  const wanted = await reference(script, place.folder);
  const counts = { points: 0, acknowledged: 0, 'one more': 0 };
  const seen = new Set<number>();
  const found = await onTwoLanes(async (at, lane) => {
    const run = await killed(place, wanted, lane, at, tear);
    if (run.code === 0) {
      if (run.acknowledged !== wanted.steps.length) return ['ended without all its steps'];
      return 'end';
    }
    if (run.signal !== 'SIGKILL') return [`ended by itself: ${run.complaint}`];
    counts.points += 1;
    counts.acknowledged += run.acknowledged;
    seen.add(run.acknowledged);
    const problems = inspect(run.under, run.acknowledged, wanted);
    const later = problems.length > 0 ? [] : await resume(run.under);
    if (problems.length + later.length === 0) return undefined;
    const during = wanted.steps[run.acknowledged] ?? 'the end';
    return [`killed during "${during}"`, ...problems, ...later.map((line) => `later: ${line}`)];
  }, place.folder);
  const told =
    found &&
    `point ${found.number} of ${script}${tear ? ', torn' : ''}:\n${found.problem.join('\n')}`;
  expect(told).toBeUndefined();
  // Each step must have been the one that was cut off, or the sweep has missed some.
  expect([...seen].sort((a, b) => a - b)).toEqual([...wanted.steps.keys()]);
  console.log(
    `kill -9 in ${script}${tear ? ', torn writes' : ''}: ${counts.points} points, ${counts.acknowledged} acknowledgements held`,
  );
}

describe.skipIf(reason)('kill -9 at every write', () => {
  test('of a minute at the desk', () => sweep('minute', false));
  test('of a minute at the desk, half of the write done', () => sweep('minute', true));
  test('of the first fill', () => sweep('first-fill', false));
});
