import { must } from '#db/kernel/must.ts';
import { createDice } from './dice.ts';
import type { SimDevice } from './device.ts';
import { CALM } from './gate.ts';
import { endClone } from './steps.ts';
import { hold } from './violation.ts';
import type { World } from './world.ts';

/** In steady time, milliseconds: twice the longest wait of a desk that failed often, and then some. */
const WITHIN = 20 * 60_000;
/** Timers of all desks together. */
const TIMERS = 1500;

/** Every fault ends. Whatever is left to do, the desks do by their own timers within bounded time. */
export async function heal(world: World): Promise<void> {
  world.ids = createDice(1, 'healing');
  world.jitter = createDice(2, 'healing');
  await endClone(world);
  for (const writer of world.writers) await writer.finish();
  for (const device of world.devices) {
    device.gate.use(createDice(0, 'calm'), CALM);
    if (device.haunted) await device.exorcise('commit');
  }
  for (const device of world.devices) {
    while (device.gate.waits !== null) {
      device.gate.release();
      await device.settle();
    }
    if (device.full) device.setFull(false);
    world.offsets.delete(device.number);
    if (device.unplugged) await device.setUnplugged(false);
  }
  await world.central.admin.query('update sync.devices set revoked_at = null, held_until = null');
  for (const device of world.devices) {
    // A person asks to be let in again; nothing else brings such a desk back.
    if (device.open.engine.status().light === 'revoked') await device.restart('abort');
    world.looked(device);
  }
  world.revoked.clear();
  await untilAtRest(world, world.devices);
}

/** Lets timers fire in the order in which they are due until no desk has anything left to do. */
export async function untilAtRest(world: World, devices: readonly SimDevice[]): Promise<void> {
  const until = world.time + WITHIN;
  for (let fired = 0; !devices.every((device) => isAtRest(world, device)); fired++) {
    hold('liveness', fired < TIMERS && world.time < until, () =>
      devices
        .filter((device) => !isAtRest(world, device))
        .map(
          (device) =>
            `${device.name} finds no rest: ${JSON.stringify(device.open.engine.status())}`,
        )
        .join('\n'),
    );
    const next = devices.reduce((best, device) => (due(device) < due(best) ? device : best));
    hold('liveness', due(next) < Number.POSITIVE_INFINITY, () => 'no desk will ever try again');
    world.time = Math.max(world.time, due(next));
    await next.tick();
    world.looked(next);
  }
}

function due(device: SimDevice): number {
  return device.open.timers.next ?? Number.POSITIVE_INFINITY;
}

/** By the desk's own word: equal to central, nothing waiting, and central has had no commit since. */
function isAtRest(world: World, device: SimDevice): boolean {
  const { state, light } = must(device.open.engine.status(), 'a status');
  const settled =
    state.waiting === 0 && state.verified && state.current && state.link === 'connected';
  return (
    settled && ['up_to_date', 'attention'].includes(light) && device.currentAt === world.commits
  );
}
