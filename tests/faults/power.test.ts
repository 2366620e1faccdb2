import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Synchronous } from '#tests/helpers/fault-desk.ts';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import { sweepPower } from '#tests/helpers/fault-power.ts';
import { readRecord } from '#tests/helpers/fault-record.ts';
import type { ScriptName } from '#tests/helpers/fault-script.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { reference } from '#tests/helpers/fault-sweep.ts';
import { workplace } from '#tests/helpers/fault-workplace.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

interface Circumstances {
  readonly synchronous?: Synchronous;
  /** The disk says that it synced and did not. */
  readonly lying?: boolean;
  readonly enough?: number;
}

async function sweep(script: ScriptName, circumstances: Circumstances = {}) {
  using place = await workplace('tests/faults/minute.child.node.ts');
  const wanted = await reference(script, place.folder);
  const [under, acks, record] = ['desk', 'acks', 'record'].map((name) => join(place.folder, name));
  if (!under || !acks || !record) throw new Error('three paths');
  writeImage(under, wanted.start);
  const child = [place.child, script, under, acks, circumstances.synchronous ?? 'FULL'];
  const { status, stderr } = spawnSync(process.execPath, child, {
    env: shimEnvironment(place.library, {
      under,
      acks,
      record,
      dropSync: circumstances.lying === true,
    }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const calls = readRecord(record);
  const acknowledged = calls.filter(({ kind }) => kind === 'ack').length;
  expect(acknowledged).toBe(wanted.steps.length);
  return sweepPower(calls, wanted, place.folder, circumstances.enough);
}

async function holds(script: ScriptName): Promise<void> {
  const { points, images, acknowledged, bad } = await sweep(script);
  const told = bad.map(({ call, variant, problems, ...at }) =>
    [
      `${script}, power lost after call ${call} (${variant}), ${at.acknowledged} steps acknowledged:`,
      ...problems,
    ].join('\n'),
  );
  expect(told).toEqual([]);
  console.log(
    `power loss in ${script}: ${points} points, ${images} images, ${acknowledged} acknowledgements held`,
  );
}

describeUnless(whyNoFaults(), 'power loss after every call to the disk', () => {
  test('in a minute at the desk: what was acknowledged is there', () => holds('minute'));
  test('in the first fill: what was acknowledged is there', () => holds('first-fill'));

  test('planted bug: synchronous=NORMAL loses acknowledged work, and the sweep sees it', async () => {
    const { bad } = await sweep('minute', { synchronous: 'NORMAL', enough: 20 });
    expect(bad).toHaveLength(20);
    // Lost, not damaged: each image is an earlier state of the replica.
    expect(bad.filter(({ problems }) => problems[0]?.startsWith('lost: '))).toHaveLength(20);
  });

  test('control: on a disk that lies about syncs the sweep is red', async () => {
    const { bad } = await sweep('minute', { lying: true, enough: 20 });
    expect(bad).toHaveLength(20);
  });
});
