import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import { pointAt, pointsOf } from '#tests/helpers/fault-points.ts';
import { readRecord } from '#tests/helpers/fault-record.ts';
import type { ScriptName } from '#tests/helpers/fault-script.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { inspect, reference, resume } from '#tests/helpers/fault-sweep.ts';
import type { Reference } from '#tests/helpers/fault-sweep.ts';
import { onTwoLanes, workplace } from '#tests/helpers/fault-workplace.ts';
import type { Workplace } from '#tests/helpers/fault-workplace.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

interface Plan {
  readonly killAt?: number;
  readonly tear?: boolean;
  readonly record?: string;
}

/** Runs the child, killed at one point; answers how many steps it acknowledged. */
async function killed(place: Workplace, wanted: Reference, lane: string, plan: Plan) {
  const under = join(lane, 'desk');
  const acks = join(lane, 'acks');
  writeImage(under, wanted.start);
  rmSync(acks, { force: true });
  const child = spawn(process.execPath, [place.child, wanted.script, under, acks], {
    env: {
      ...shimEnvironment(place.library, { under, acks, ...plan }),
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

/** Half a write differs from none only by its place in a run: of those some. */
const TORN_OF_A_RUN = 4;

async function pointsFor(place: Workplace, wanted: Reference, tear: boolean) {
  const record = join(place.folder, 'record');
  const run = await killed(place, wanted, join(place.folder, 'undisturbed'), { record });
  expect(run.complaint).toBe('');
  // Acknowledgements are on record, but are no points.
  const calls = readRecord(record).filter(({ kind }) => kind !== 'ack');
  const points = calls.map((_, at) => pointAt(at + 1, 2)).filter((at) => at <= calls.length);
  return { points: tear ? pointsOf(calls, TORN_OF_A_RUN) : points, of: calls.length };
}

async function sweep(script: ScriptName, tear: boolean) {
  using place = await workplace('tests/faults/minute.child.node.ts');
  const wanted = await reference(script, place.folder);
  const { points, of } = await pointsFor(place, wanted, tear);
  const counts = { points: 0, acknowledged: 0, 'one more': 0 };
  const seen = new Set<number>();
  const found = await onTwoLanes(async (number, lane) => {
    const at = points[number - 1];
    if (at === undefined) return 'end';
    const run = await killed(place, wanted, lane, { killAt: at, tear });
    if (run.code === 0) return [`point ${at} was not reached`];
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
    `point ${points[found.number - 1]} of ${script}${tear ? ', torn' : ''}:\n${found.problem.join('\n')}`;
  expect(told).toBeUndefined();
  // Each step must have been the one that was cut off, or the sweep has missed some.
  expect([...seen].sort((a, b) => a - b)).toEqual([...wanted.steps.keys()]);
  console.log(
    `kill -9 in ${script}${tear ? ', torn writes' : ''}: ${counts.points} of ${of} points, ${counts.acknowledged} acknowledgements held`,
  );
}

describeUnless(whyNoFaults(), 'kill -9 at its writes', () => {
  test('of a minute at the desk', () => sweep('minute', false));
  test('of a minute at the desk, half of the write done', () => sweep('minute', true));
  test('of the first fill', () => sweep('first-fill', false));
});
