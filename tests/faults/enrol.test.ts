import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { cannedCentral } from '#tests/helpers/fault-central.ts';
import { openDesk } from '#tests/helpers/fault-desk.ts';
import { createDisk, isMemory, writeImage } from '#tests/helpers/fault-disk.ts';
import type { Survival } from '#tests/helpers/fault-disk.ts';
import { createRandom } from '#tests/helpers/fault-random.ts';
import { readRecord } from '#tests/helpers/fault-record.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { FILE } from '#tests/helpers/fault-sweep.ts';
import { onTwoLanes, workplace } from '#tests/helpers/fault-workplace.ts';
import type { Workplace } from '#tests/helpers/fault-workplace.ts';

const reason = whyNoFaults();
if (reason) console.log(`skipped: enrolment sweeps: ${reason}`);

async function enrol(place: Workplace, lane: string, killAt?: number) {
  const under = join(lane, 'desk');
  const acks = join(lane, 'acks');
  const record = join(lane, 'record');
  for (const old of [under, acks]) rmSync(old, { recursive: true, force: true });
  mkdirSync(under, { recursive: true });
  const plan = { under, acks, record, ...(killAt === undefined ? {} : { killAt }) };
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

/** A folder is either free for the next enrolment, or holds a replica that knows who it is. */
function halfMade(folder: string, acknowledged: boolean): string | undefined {
  const file = join(folder, FILE);
  try {
    if (!existsSync(file)) {
      if (acknowledged) return 'the replica is gone';
      openDesk({ file, central: cannedCentral([]) }).close();
    }
    const made = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
    const known = made.prepare('SELECT device_id FROM replica').all().length;
    made.close();
    return known === 1 ? undefined : 'a replica that does not know who it is';
  } catch (error) {
    return String(error);
  }
}

describe.skipIf(reason)('enrolment makes a whole replica or none', () => {
  test('kill -9 at every write', async () => {
    using place = await workplace('tests/faults/enrol.child.node.ts');
    let points = 0;
    const found = await onTwoLanes(async (at, lane) => {
      const { under, acknowledged, signal, complaint } = await enrol(place, lane, at);
      const problem = complaint === '' ? halfMade(under, acknowledged) : complaint;
      if (problem !== undefined) return problem;
      if (signal !== 'SIGKILL') return 'end';
      points += 1;
      return undefined;
    }, place.folder);
    expect(found && `killed at point ${found.number}: ${found.problem}`).toBeUndefined();
    expect(points).toBeGreaterThan(100);
    console.log(`kill -9 in enrolment: ${points} points`);
  });

  test('power loss after every call to the disk', async () => {
    using place = await workplace('tests/faults/enrol.child.node.ts');
    const { record, complaint } = await enrol(place, join(place.folder, 'only'));
    expect(complaint).toBe('');
    const disk = createDisk(new Map());
    const folder = join(place.folder, 'after-power-loss');
    let acknowledged = false;
    let images = 0;
    for (const [index, call] of readRecord(record).entries()) {
      if (call.kind === 'ack') acknowledged = true;
      else if (!isMemory(call.path)) disk.apply(call);
      const torn: Survival = { kind: 'torn', random: createRandom(index) };
      for (const survival of [{ kind: 'dropped' }, { kind: 'kept' }, torn] as const) {
        writeImage(folder, disk.afterPowerLoss(survival));
        images += 1;
        const problem = halfMade(folder, acknowledged);
        expect(problem && `call ${index + 1}, ${survival.kind}: ${problem}`).toBeUndefined();
      }
    }
    expect(acknowledged).toBe(true);
    console.log(`power loss in enrolment: ${images} images`);
  });
});
