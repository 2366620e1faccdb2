import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { backup } from '#db/sqlite/backup.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { giveUpRefused } from './central-copy.ts';
import type { SimCentral } from './central.ts';
import { atRest, converged, reincarnations, timeless } from './checks.ts';
import type { Coverage } from './coverage.ts';
import { CALM } from './gate.ts';
import { heal, untilAtRest } from './heal.ts';
import { DEVICES, incarnationOf } from './places.ts';
import type { Schedule } from './schedule.ts';
import { takeStep } from './steps.ts';
import { hold, Violation } from './violation.ts';
import { World } from './world.ts';
import type { WorldOptions } from './world.ts';

export interface Outcome {
  readonly violation: Violation | null;
  /** Of every step and of the state at the end, without anything that time or transaction ids touch. */
  readonly hash: string;
  readonly coverage: Coverage;
  readonly trace: readonly string[];
  /** Central's rows at the end, as the hash has them. */
  readonly end: string;
}

/** Runs one schedule: chaos, then healing, then every promise is checked. */
export async function runWorld(
  central: SimCentral,
  schedule: Schedule,
  options: WorldOptions = {},
): Promise<Outcome> {
  await prepare(central, options);
  await central.reset();
  const world = await World.create(central, schedule, options);
  let violation: Violation | null = null;
  let end = '';
  try {
    for (let number = 0; number < DEVICES; number++) {
      const filled = number < schedule.filled;
      world.addDevice(number, (filled ? filledFile : blankFile)(central, number));
    }
    for (const device of world.devices) await device.start();
    for (const step of schedule.steps) await takeStep(world, step);
    await heal(world);
    end = await check(world);
    world.hashed(end);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violation =
      error instanceof Violation ? error : new Violation('liveness', `a bug threw: ${what}`);
  } finally {
    await world.close();
  }
  const { coverage, trace } = world;
  return { violation, hash: world.digest(), coverage, trace, end };
}

async function check(world: World): Promise<string> {
  const { admin } = world.central;
  for (const device of world.devices) {
    // It would hold up the same desk of the next world for ever.
    hold('liveness', !device.holds, () => `a call of ${device.name} is still held`);
  }
  const rows = await converged(admin, world.devices);
  giveUpRefused(world);
  await atRest(admin, world.devices, rows, world.issue.all, world.history);
  world.rethrow();
  world.count('restored file noticed', reincarnations(world.devices, 'reincarnated'));
  world.count('central put back noticed', reincarnations(world.devices, 'resent'));
  for (const row of rows.get('conflict_logs')?.values() ?? []) {
    world.count(`conflict ${String(row['conflict_type'])}`);
  }
  return timeless(rows);
}

const filledFile = ({ folder }: SimCentral, number: number) =>
  join(folder, `filled-${number}.sqlite`);
const blankFile = ({ folder }: SimCentral, number: number) =>
  join(folder, `blank-${number}.sqlite`);

/**
 * Files that every seed begins with: desks just enrolled, and desks that have their first fill behind
 * them. Made once per central, from what it holds before the first step.
 */
async function prepare(central: SimCentral, options: WorldOptions): Promise<void> {
  if (existsSync(filledFile(central, DEVICES - 1))) return;
  await central.reset();
  const schedule: Schedule = { steps: [], faults: CALM, pace: 1, filled: 0 };
  const world = await World.create(central, schedule, options);
  try {
    for (let number = 0; number < DEVICES; number++) {
      createReplica({
        file: blankFile(central, number),
        registry: bookingRegistry,
        schemaVersion: SCHEMA_VERSION,
        identity: {
          ...must(central.lines[number], 'a line')[0].enrolment,
          device_name: `d${number}`,
          incarnation: incarnationOf(number),
        },
      }).close();
      const device = world.addDevice(number, blankFile(central, number));
      await device.start();
      await untilAtRest(world, [device]);
      backup(device.open.connection, filledFile(central, number));
    }
  } finally {
    await world.close();
  }
}
