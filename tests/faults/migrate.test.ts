import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createDisk, isMemory, readImage, writeImage } from '#tests/helpers/fault-disk.ts';
import type { DiskImage, Survival } from '#tests/helpers/fault-disk.ts';
import { isEdge, pointsOf } from '#tests/helpers/fault-points.ts';
import { digestOf } from '#tests/helpers/fault-digest.ts';
import { createRandom } from '#tests/helpers/fault-random.ts';
import { readRecord } from '#tests/helpers/fault-record.ts';
import type { DiskCall } from '#tests/helpers/fault-record.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { FILE } from '#tests/helpers/fault-sweep.ts';
import { onTwoLanes, workplace } from '#tests/helpers/fault-workplace.ts';
import type { Workplace } from '#tests/helpers/fault-workplace.ts';
import { makeReplicaV1 } from '#tests/helpers/replica-v1.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

const BEFORE = `${FILE}.before-${SCHEMA_VERSION}`;
/** Of a long run of writes to one file, which all end in the same commit or checkpoint, so many are tried. */
const OF_A_RUN = 25;

interface Wanted {
  readonly start: DiskImage;
  readonly calls: readonly DiskCall[];
  readonly old: string;
  readonly new: string;
}

async function migrated(place: Workplace, lane: string, start: DiskImage, killAt?: number) {
  const under = join(lane, 'desk');
  const acks = join(lane, 'acks');
  const record = join(lane, 'record');
  writeImage(under, start);
  for (const old of [acks, record]) rmSync(old, { force: true });
  const plan = killAt === undefined ? { under, acks, record } : { under, acks, killAt };
  const child = spawn(process.execPath, [place.child, under, acks], {
    env: {
      ...shimEnvironment(place.library, plan),
      NODE_COMPILE_CACHE: join(place.folder, 'compiled'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  await once(child, 'close');
  const acknowledged = existsSync(acks) && readFileSync(acks, 'utf8') !== '';
  return { under, record, acknowledged, signal: child.signalCode, complaint };
}

/** Lives through the migration undisturbed. */
async function reference(place: Workplace): Promise<Wanted> {
  const made = join(place.folder, 'made');
  mkdirSync(made);
  makeReplicaV1({ file: join(made, FILE), bookings: 200 });
  const start = readImage(made);
  const old = digestOf(join(made, FILE));
  const lane = join(place.folder, 'reference');
  const { under, record, complaint } = await migrated(place, lane, start);
  expect(complaint).toBe('');
  return { start, calls: readRecord(record), old, new: digestOf(join(under, FILE)) };
}

interface Cut {
  readonly acknowledged: boolean;
  /** Whether to open it as the next start does, which is most of the time this takes. */
  readonly again: boolean;
}

/** What is wrong with a folder in which a migration was cut off. */
function cutOff(folder: string, { acknowledged, again }: Cut, wanted: Wanted): string | undefined {
  const file = join(folder, FILE);
  try {
    const found = digestOf(file);
    if (found !== wanted.old && found !== wanted.new) return `neither old nor new: ${found}`;
    if (acknowledged && found === wanted.old) return 'the migration is gone';
    const copy = join(folder, BEFORE);
    if (existsSync(copy) && digestOf(copy) !== wanted.old) return 'the copy before is not whole';
    if (found === wanted.new && !existsSync(copy)) return 'there is no copy before';
    if (!again) return undefined;
    openReplica({ file, registry, schemaVersion: SCHEMA_VERSION }).close();
    if (digestOf(file) !== wanted.new) return 'the next start did not finish';
    if (digestOf(copy) !== wanted.old) return 'the copy of the next start is not whole';
    return existsSync(`${copy}.unfinished`) ? 'half a copy is left' : undefined;
  } catch (error) {
    return String(error);
  }
}

describeUnless(whyNoFaults(), 'a migration is whole or has not begun', () => {
  test('kill -9 at its writes', async () => {
    using place = await workplace('tests/faults/migrate.child.node.ts');
    const wanted = await reference(place);
    const points = pointsOf(wanted.calls, OF_A_RUN);
    const found = await onTwoLanes(async (number, lane) => {
      const at = points[number - 1];
      if (at === undefined) return 'end';
      const run = await migrated(place, lane, wanted.start, at);
      if (run.complaint !== '') return `point ${at}: ${run.complaint}`;
      if (run.signal !== 'SIGKILL') return `point ${at} was not reached`;
      const again = number % 4 === 0 || isEdge(wanted.calls, at);
      const { under, acknowledged } = run;
      const problem = cutOff(under, { acknowledged, again }, wanted);
      return problem === undefined ? undefined : `point ${at}: ${problem}`;
    }, place.folder);
    expect(found?.problem).toBeUndefined();
    console.log(`kill -9 in the migration: ${points.length} of ${wanted.calls.length} points`);
  });

  test('power loss after calls to the disk', async () => {
    using place = await workplace('tests/faults/migrate.child.node.ts');
    const wanted = await reference(place);
    const chosen = new Set(pointsOf(wanted.calls, 8));
    const disk = createDisk(wanted.start);
    const folder = join(place.folder, 'after-power-loss');
    const seen = { old: 0, new: 0 };
    let acknowledged = false;
    for (const [index, call] of wanted.calls.entries()) {
      if (call.kind === 'ack') acknowledged = true;
      else if (!isMemory(call.path)) disk.apply(call);
      if (!chosen.has(index + 1) && call.kind !== 'ack') continue;
      const torn: Survival = { kind: 'torn', random: createRandom(index) };
      for (const survival of [{ kind: 'dropped' }, { kind: 'kept' }, torn] as const) {
        writeImage(folder, disk.afterPowerLoss(survival));
        seen[digestOf(join(folder, FILE)) === wanted.new ? 'new' : 'old'] += 1;
        const cut = { acknowledged, again: survival.kind === 'torn' };
        const problem = cutOff(folder, cut, wanted);
        expect(problem && `call ${index + 1}, ${survival.kind}: ${problem}`).toBeUndefined();
      }
    }
    expect(acknowledged).toBe(true);
    // Both sides of the commit were seen, or the sweep has missed it.
    expect(Math.min(seen.old, seen.new)).toBeGreaterThan(10);
    console.log(`power loss in the migration: ${seen.old} images old, ${seen.new} new`);
  });

  test('a full disk: refused with its name, and nothing has happened', async () => {
    using place = await workplace('tests/faults/migrate-refused.child.node.ts');
    const recording = await workplace('tests/faults/migrate.child.node.ts');
    const { calls } = await reference(recording);
    recording[Symbol.dispose]();
    const under = join(place.folder, 'desk');
    mkdirSync(under);
    const points = pointsOf(calls, 5);
    const child = spawn(process.execPath, [place.child, under, JSON.stringify(points)], {
      env: shimEnvironment(place.library, { under }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (said += text.toString()));
    await once(child, 'close');
    const counts: unknown = JSON.parse(said);
    expect(counts).toMatchObject({ problems: [] });
    console.log(`full disk in the migration, ${points.length} points: ${said}`);
  });
});
