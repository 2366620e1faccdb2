import { join } from 'node:path';
import { createDisk, isMemory, writeImage } from './fault-disk.ts';
import type { Survival } from './fault-disk.ts';
import type { DiskCall } from './fault-record.ts';
import { createRandom } from './fault-random.ts';
import { inspect } from './fault-sweep.ts';
import type { Reference } from './fault-sweep.ts';

/** Seeded ways in which a disk may tear what was not synced, tried after every call. */
const TORN_SEEDS = [1, 2, 3];

export interface PowerSweep {
  /** Moments at which the power went. */
  readonly points: number;
  /** Disks that were looked at: each moment leaves several possible ones. */
  readonly images: number;
  /** Acknowledged steps that an image had to hold, summed. */
  readonly acknowledged: number;
  readonly bad: readonly BadImage[];
}

export interface BadImage {
  /** Number of the last call that the disk saw, counted from 1. */
  readonly call: number;
  readonly variant: string;
  readonly acknowledged: number;
  readonly problems: readonly string[];
}

/**
 * Cuts the power after every recorded call and looks at what the disk may hold then. Stops after
 * `enough` bad images.
 */
export function sweepPower(
  calls: readonly DiskCall[],
  wanted: Reference,
  folder: string,
  enough = 1,
): PowerSweep {
  const disk = createDisk(wanted.start);
  const place = join(folder, 'after-power-loss');
  const bad: BadImage[] = [];
  let acknowledged = 0;
  let points = 0;
  let images = 0;
  let held = 0;
  // What the bare disk holds changes with syncs and names only: looking twice shows nothing new.
  let droppedSeen = '';
  let syncs = 0;

  for (const [index, call] of calls.entries()) {
    if (call.kind === 'ack') acknowledged += 1;
    else if (isMemory(call.path)) continue;
    else disk.apply(call);
    if (call.kind === 'sync') syncs += 1;
    points += 1;
    const dropped = `${syncs} ${acknowledged}`;
    const variants: [string, Survival][] = [];
    if (dropped !== droppedSeen)
      variants.push(['all that was not synced is gone', { kind: 'dropped' }]);
    if (disk.unsynced() > 0 && call.kind !== 'ack') {
      variants.push(['all of it is there', { kind: 'kept' }]);
      for (const seed of TORN_SEEDS) {
        variants.push([
          `torn with seed ${seed}`,
          { kind: 'torn', random: createRandom(seed * 1e6 + index) },
        ]);
      }
    }
    droppedSeen = dropped;
    for (const [variant, survival] of variants) {
      writeImage(place, disk.afterPowerLoss(survival));
      images += 1;
      held += acknowledged;
      const problems = inspect(place, acknowledged, wanted, wanted.durable[acknowledged]);
      if (problems.length > 0) bad.push({ call: index + 1, variant, acknowledged, problems });
      if (bad.length >= enough) return { points, images, acknowledged: held, bad };
    }
  }
  return { points, images, acknowledged: held, bad };
}
