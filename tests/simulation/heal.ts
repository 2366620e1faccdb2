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

/**
 * Lets timers fire in the order in which they are due until no desk has anything left to do; then once
 * more on each, after which they come to rest again. Who has nothing left to do does not go on asking
 * while another waits five minutes.
 */
export async function untilAtRest(world: World, devices: readonly SimDevice[]): Promise<void> {
  await restless(world, devices);
  for (const device of devices) await fire(world, device);
  await restless(world, devices);
}

async function restless(world: World, devices: readonly SimDevice[]): Promise<void> {
  const until = world.time + WITHIN;
  for (let fired = 0; ; fired++) {
    const busy = devices.filter((device) => !isAtRest(world, device));
    if (busy.length === 0) return;
    hold('liveness', fired < TIMERS && world.time < until, () =>
      busy
        .map(
          (device) =>
            `${device.name} finds no rest: ${JSON.stringify(device.open.engine.status())}`,
        )
        .join('\n'),
    );
    const next = busy.reduce((best, device) => (due(device) < due(best) ? device : best));
    await fire(world, next);
  }
}

async function fire(world: World, device: SimDevice): Promise<void> {
  hold('liveness', due(device) < Number.POSITIVE_INFINITY, () => 'a desk will never try again');
  world.time = Math.max(world.time, due(device));
  await device.tick();
  world.looked(device);
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
