/**
 * Lives through a script on a disk that refuses, at every point of every step in turn: the step must
 * be refused with a typed error and leave nothing behind, and work once the disk does. One process
 * survives it all. `refusals.child.node.ts SCRIPT FOLDER REFUSAL`; prints what it found as JSON.
 */
import { join } from 'node:path';
import { must } from '#db/kernel/must.ts';
import { isBroken, ReplicaError } from '#db/sqlite/failures.node.ts';
import { brokenPromises, digestOf, readState } from '#tests/helpers/fault-check.ts';
import { readImage, writeImage } from '#tests/helpers/fault-disk.ts';
import type { DiskImage } from '#tests/helpers/fault-disk.ts';
import { openScript, SCRIPTS } from '#tests/helpers/fault-script.ts';
import type { ScriptName } from '#tests/helpers/fault-script.ts';
import {
  clearFaults,
  failAt,
  faultState,
  REFUSALS,
  refusesReads,
} from '#tests/helpers/fault-shim.ts';
import type { Refusal } from '#tests/helpers/fault-shim.ts';
import { FILE, inspect, reference } from '#tests/helpers/fault-sweep.ts';

const [script = '', folder = '', refusal = ''] = process.argv.slice(2);
if (!isScript(script) || !isRefusal(refusal)) throw new Error(`unknown: ${script} ${refusal}`);

const wanted = await reference(script, folder);
const under = join(folder, 'desk');
writeImage(under, wanted.start);
const { desk, steps, run } = openScript(script, { file: join(under, FILE) });
const counts = { points: 0, refused: 0, shrugged: 0 };
const codes: Record<string, number> = {};
const problems: string[] = [];

steps: for (const [number, step] of steps.entries()) {
  for (let at = 1; ; at++) {
    const before = readImage(under);
    // What the process still has in memory is not read.
    if (refusesReads(refusal)) desk.connection().pragma('shrink_memory');
    failAt(at, refusal);
    const refused = await attempt(number);
    const { failed } = faultState();
    clearFaults();
    if (refused === undefined && failed === '') break;
    counts.points += 1;
    const wrong =
      refused === undefined
        ? shrugged(number, failed, before)
        : judge(number, step.kind, failed, refused);
    if (wrong.length === 0) continue;
    problems.push(`point ${at} of "${step.name}" (${step.kind}), ${failed}:`, ...wrong);
    break steps;
  }
}
process.stdout.write(JSON.stringify({ ...counts, codes, problems }));

async function attempt(number: number): Promise<unknown> {
  try {
    await run(number);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The step was refused: with a typed error, and as if it had never begun. */
function judge(number: number, kind: string, failed: string, refused: unknown): string[] {
  if (!(refused instanceof ReplicaError)) return [`threw ${String(refused)}`];
  counts.refused += 1;
  const code = `${refused.code} ${refused.cause_code}`;
  codes[code] = (codes[code] ?? 0) + 1;
  if (failed === '') return [`refused by a disk that works: ${code}`];
  // A page that cannot be read is told as one that holds something else.
  const broken = isBroken(refused) || refused.code === 'replica_damaged';
  // What could not be closed or opened is not open.
  const resisted = broken && kind !== 'file' ? writesOn() : [];
  if (kind === 'file' || broken) desk.reopen();
  const copy = join(folder, 'copy');
  writeImage(copy, readImage(under));
  return [
    ...resisted,
    ...holds(number),
    ...brokenPromises(desk.connection()),
    // Killed now, the file may hold the refused step, whole, or not: the disk was in two minds.
    ...inspect(copy, number, wanted).map((line) => `when opened again: ${line}`),
  ];
}

/** Once the disk has failed, nothing may be written through what was open, even where it works again. */
function writesOn(): string[] {
  try {
    desk.connection().transaction(() => undefined);
    return ['writes on after the disk failed'];
  } catch (error) {
    return error instanceof ReplicaError ? [] : [`threw ${String(error)}`];
  }
}

/** The disk failed and the step went on: only where nothing was promised to anybody. */
function shrugged(number: number, failed: string, before: DiskImage): string[] {
  counts.shrugged += 1;
  const { kind, name } = must(steps[number], 'the step');
  // SQLite does not look at how the sync of a folder went, and nobody above it can.
  if (kind !== 'file' && failed !== 'sync the folder')
    return ['acknowledged although the disk refused'];
  if (name === 'close') desk.reopen();
  const wrong = holds(number + 1);
  // Back to before the step, to refuse its next point.
  desk.close();
  writeImage(under, before);
  desk.reopen();
  return wrong;
}

function holds(step: number): string[] {
  const digest = digestOf(readState(desk.connection()));
  return digest === wanted.digests[step] ? [] : [`does not hold exactly ${step} steps`];
}

function isScript(name: string): name is ScriptName {
  return name in SCRIPTS;
}

function isRefusal(name: string): name is Refusal {
  return name in REFUSALS;
}
