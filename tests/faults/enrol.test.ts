import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { cannedCentral } from '#tests/helpers/fault-central.ts';
import { openDesk } from '#tests/helpers/fault-desk.ts';
import { createDisk, isMemory, writeImage } from '#tests/helpers/fault-disk.ts';
import type { Survival } from '#tests/helpers/fault-disk.ts';
import { pointAt, pointsOf } from '#tests/helpers/fault-points.ts';
import { createRandom } from '#tests/helpers/fault-random.ts';
import { readRecord } from '#tests/helpers/fault-record.ts';
import type { DiskCall } from '#tests/helpers/fault-record.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { FILE } from '#tests/helpers/fault-sweep.ts';
import { onTwoLanes, workplace } from '#tests/helpers/fault-workplace.ts';
import type { Workplace } from '#tests/helpers/fault-workplace.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

/** `bookings`: some tables, made by the same statements in the same steps as the `whole` schema. */
type Schema = 'bookings' | 'whole';

async function enrol(place: Workplace, lane: string, schema: Schema, killAt?: number) {
  const under = join(lane, 'desk');
  const acks = join(lane, 'acks');
  const record = join(lane, 'record');
  for (const old of [under, acks]) rmSync(old, { recursive: true, force: true });
  mkdirSync(under, { recursive: true });
  const plan = { under, acks, record, ...(killAt === undefined ? {} : { killAt }) };
  const child = spawn(process.execPath, [place.child, under, acks, schema], {
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

/** A folder is either free for the next enrolment, or holds a replica that knows who it is. */
function halfMade(folder: string, acknowledged: boolean, schema: Schema): string | undefined {
  const tables = schema === 'whole' ? registry : bookingRegistry;
  const file = join(folder, FILE);
  try {
    if (!existsSync(file)) {
      if (acknowledged) return 'the replica is gone';
      openDesk({ file, central: cannedCentral([]), registry: tables }).close();
    }
    const made = openReplica({ file, registry: tables, schemaVersion: SCHEMA_VERSION });
    const known = made.prepare('SELECT device_id FROM replica').all().length;
    made.close();
    return known === 1 ? undefined : 'a replica that does not know who it is';
  } catch (error) {
    return String(error);
  }
}

// Nothing has the replica's name until the last of all writes is on disk: points before that leave a
// file under another name, however far it came. With the whole schema there are thousands of them.
const OF_A_RUN = { kills: 12, losses: 4 };

describeUnless(whyNoFaults(), 'enrolment makes a whole replica or none', () => {
  test('kill -9 at its writes', async () => {
    using place = await workplace('tests/faults/enrol.child.node.ts');
    const { calls } = await undisturbed(place, 'bookings');
    await killedAt(
      place,
      'bookings',
      calls.map((_, index) => pointAt(index + 1, 2)).filter((at) => at <= calls.length),
    );
  });

  test('kill -9 among the writes of the whole schema', async () => {
    using place = await workplace('tests/faults/enrol.child.node.ts');
    const { calls } = await undisturbed(place, 'whole');
    await killedAt(place, 'whole', pointsOf(calls, OF_A_RUN.kills));
  });

  test('power loss after every call to the disk', async () => {
    using place = await workplace('tests/faults/enrol.child.node.ts');
    const { calls } = await undisturbed(place, 'bookings');
    powerLostAfter(
      place,
      'bookings',
      calls,
      calls.map((_, index) => index + 1),
    );
  });

  test('power loss among the calls of the whole schema', async () => {
    using place = await workplace('tests/faults/enrol.child.node.ts');
    const { calls } = await undisturbed(place, 'whole');
    powerLostAfter(place, 'whole', calls, pointsOf(calls, OF_A_RUN.losses));
  });
});

async function undisturbed(place: Workplace, schema: Schema) {
  const { record, complaint } = await enrol(place, join(place.folder, 'only'), schema);
  expect(complaint).toBe('');
  return { calls: readRecord(record) };
}

async function killedAt(place: Workplace, schema: Schema, points: readonly number[]) {
  let kills = 0;
  const found = await onTwoLanes(async (number, lane) => {
    const at = points[number - 1];
    if (at === undefined) return 'end';
    const { under, acknowledged, signal, complaint } = await enrol(place, lane, schema, at);
    const problem = complaint === '' ? halfMade(under, acknowledged, schema) : complaint;
    if (problem !== undefined) return `point ${at}: ${problem}`;
    if (signal !== 'SIGKILL') return 'end';
    kills += 1;
    return undefined;
  }, place.folder);
  expect(found?.problem).toBeUndefined();
  expect(kills).toBeGreaterThan(80);
  console.log(`kill -9 in enrolment, ${schema}: ${kills} points`);
}

function powerLostAfter(
  place: Workplace,
  schema: Schema,
  calls: readonly DiskCall[],
  points: readonly number[],
) {
  const chosen = new Set(points);
  const disk = createDisk(new Map());
  const folder = join(place.folder, 'after-power-loss');
  let acknowledged = false;
  let images = 0;
  for (const [index, call] of calls.entries()) {
    if (call.kind === 'ack') acknowledged = true;
    else if (!isMemory(call.path)) disk.apply(call);
    if (!chosen.has(index + 1) && call.kind !== 'ack') continue;
    const torn: Survival = { kind: 'torn', random: createRandom(index) };
    for (const survival of [{ kind: 'dropped' }, { kind: 'kept' }, torn] as const) {
      writeImage(folder, disk.afterPowerLoss(survival));
      images += 1;
      const problem = halfMade(folder, acknowledged, schema);
      expect(problem && `call ${index + 1}, ${survival.kind}: ${problem}`).toBeUndefined();
    }
  }
  expect(acknowledged).toBe(true);
  console.log(
    `power loss in enrolment, ${schema}: ${images} images after ${chosen.size} of ${calls.length} calls`,
  );
}
