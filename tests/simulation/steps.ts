import { existsSync } from 'node:fs';
import { createIds } from '#db/kernel/id.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import { goBack, keepCopy } from './central-copy.ts';
import { act } from './commands.ts';
import type { SimDevice } from './device.ts';
import { createDice } from './dice.ts';
import type { Dice } from './dice.ts';
import type { Step } from './schedule.ts';
import { CLONE } from './world.ts';
import type { World } from './world.ts';

/** Takes one step of the schedule. */
export async function takeStep(world: World, step: Step): Promise<void> {
  const dice = (concern: string) => createDice(step.dice, concern);
  world.ids = dice('ids');
  world.jitter = dice('jitter');
  world.time += dice('time').below(world.schedule.pace);
  const device = must(world.devices[step.device], 'a device of that number');
  device.gate.use(dice('faults'), world.schedule.faults);
  const what = await taken(world, step, device, dice('data'));
  for (const each of world.devices) world.looked(each);
  world.note(`${step.at} ${step.kind} ${device.name}: ${what}`);
}

async function taken(world: World, step: Step, device: SimDevice, data: Dice): Promise<string> {
  switch (step.kind) {
    case 'act':
      return acted(world, pickDesk(world, device, data), data);
    case 'burst': {
      world.count('backlog');
      const many = data.pick([20, 20, 20, 60]);
      for (let at = 0; at < many; at++) await acted(world, device, data);
      return String(many);
    }
    case 'round': {
      const { open } = device;
      const done = open.engine.syncOnce();
      done.catch((error: unknown) => {
        if (device.open === open) world.blame(error);
      });
      await device.settle();
      return standing(device);
    }
    case 'tick': {
      const desk = pickDesk(world, device, data);
      // The computer that came first slept, or was cut off, until it no longer holds the device.
      if (world.clone !== null && data.chance(0.2)) await lapse(world);
      desk.gate.use(createDice(step.dice, 'clone faults'), world.schedule.faults);
      world.time = Math.max(world.time, desk.open.timers.next ?? 0);
      await desk.tick();
      return standing(desk);
    }
    case 'hint': {
      if (device.hint === null || !world.hints.delete(device.number)) return 'none';
      world.count('hint');
      device.hint();
      await device.settle();
      return standing(device);
    }
    case 'look':
      device.open.engine.setInterest(data.pick(['focused', 'visible', 'hidden']));
      await device.settle();
      return standing(device);
    case 'plug':
      world.count('cable pulled');
      await device.setUnplugged(!device.unplugged);
      return device.unplugged ? 'out' : 'in';
    case 'release':
      return await released(world, data);
    case 'timeout':
      if (!(await device.giveUp())) return 'none';
      world.count('call given up');
      return standing(device);
    case 'clock': {
      world.count('clock jumped');
      const year = 365 * 86_400_000;
      const jump = data.pick([-10 * year, -3_600_000, 3_600_000, 10 * year]);
      world.offsets.set(device.number, data.chance(0.3) ? 0 : jump);
      return String(world.offsets.get(device.number));
    }
    case 'direct': {
      const ids = createIds({ now: () => world.time }, (into) => world.ids.bytes(into));
      return await data.pick(world.writers).step(data, () => ids.next());
    }
    case 'central':
      world.count('central restarted');
      await stopCentral(world);
      return 'restarted';
    case 'rewind':
      if (data.chance(0.5)) {
        await keepCopy(world);
        return 'copied';
      }
      if (world.kept === null) return 'no copy';
      world.count('central put back');
      await stopCentral(world);
      await goBack(world, data);
      return 'put back';
    case 'revoke':
      return await revoked(world, device);
    case 'full':
      device.setFull(!device.full);
      if (device.full) world.count('disk full');
      return device.full ? 'full' : 'space';
    case 'clone':
      return await cloned(world, data);
    case 'crash':
    case 'restart':
    case 'power':
    case 'backup':
    case 'restore':
      return await mishap(world, step.kind, device, data);
    default:
      return unreachable(step.kind);
  }
}

/** The first desk is two while somebody runs a copy of its file. */
function pickDesk(world: World, device: SimDevice, data: Dice): SimDevice {
  const clone = world.clone;
  return clone !== null && device.number === 0 && data.chance(0.4) ? clone : device;
}

function standing(device: SimDevice): string {
  const { light } = device.open.engine.status();
  return device.gate.waits === null ? light : `${light}, waits ${device.gate.waits}`;
}

async function acted(world: World, device: SimDevice, data: Dice): Promise<string> {
  const clock = world.clock(device.number);
  const ids = createIds(clock, (into) => world.ids.bytes(into));
  const deed = act(device, { clock, ids }, data, world.options.opIdFor);
  if (deed === null) return 'nothing to do';
  const { name, outcome, op } = deed;
  if (op !== null) {
    world.issue.add({ ...op, device: device.number });
    device.open.engine.localWrite();
    await device.settle();
  }
  if (outcome === 'disk_full') world.count('write met a full disk');
  if (outcome !== 'done') world.count('refused');
  else if (name === 'conflicts.settle') world.count('settled');
  else if (name === 'conflicts.reopen') world.count('reopened');
  else if (name === 'bookings.undo') world.count('undone');
  return `${device.name} ${name} ${outcome}`;
}

async function released(world: World, data: Dice): Promise<string> {
  const waiting = world.devices.filter(({ gate, haunted }) => gate.waits !== null || haunted);
  if (waiting.length === 0) return 'none';
  const next = data.pick(waiting);
  if (next.haunted && (next.gate.waits === null || data.chance(0.5))) {
    await next.exorcise(data.pick(['commit', 'abort']));
    return `${next.name} ghost gone`;
  }
  next.gate.release();
  await next.settle();
  return `${next.name} ${standing(next)}`;
}

/** Everything that runs at central is rolled back, and every connection of a desk breaks. */
async function stopCentral(world: World): Promise<void> {
  for (const writer of world.writers) await writer.drop();
  for (const device of world.devices) {
    if (device.haunted) await device.exorcise('abort');
    if (device.gate.waits === 'applied') {
      device.gate.release('abort');
      await device.settle();
    }
  }
  world.breaks += 1;
  // Whoever was released may have called again, and be held again.
  for (const device of world.devices) await device.gate.sever();
  if (world.options.breaks === 'really') await world.central.breakConnections();
}

async function revoked(world: World, device: SimDevice): Promise<string> {
  const { device_id } = must(world.central.lines[device.number], 'a line')[0].enrolment;
  const withdraw = !world.revoked.has(device.number);
  const { rowCount } = await world.central.admin.query({
    text: `update sync.devices set revoked_at = case when $2 then now() end
      where id = (select id from sync.devices where id = $1 for update skip locked)`,
    values: [device_id, withdraw],
  });
  // A call that is held has it.
  if (rowCount !== 1) return 'not now';
  if (withdraw) {
    world.count('device revoked');
    world.revoked.add(device.number);
    return 'withdrawn';
  }
  // What it heard while it was out may still be on its way: the desk starts anew.
  await device.restart('abort');
  world.revoked.delete(device.number);
  return 'let in again';
}

async function cloned(world: World, data: Dice): Promise<string> {
  const first = must(world.devices[0], 'a first desk');
  if (world.clone !== null) {
    await endClone(world);
    return 'gone';
  }
  if (data.chance(0.5)) await lapse(world);
  if (first.open.replica.state().phase !== 'ready') return 'not filled';
  world.count('clone');
  const clone = world.addDevice(CLONE, first.image('clone'));
  world.clone = clone;
  world.offsets.delete(CLONE);
  world.issue.copied(0, CLONE);
  clone.gate.use(data, world.schedule.faults);
  await clone.start();
  return 'two of one file';
}

/** Nobody holds a device for the place it was at work in any more. */
async function lapse(world: World): Promise<void> {
  await world.central.admin.query(
    `update sync.devices set held_until = null
     where id in (select id from sync.devices order by id for update skip locked)`,
  );
}

/** The second of two files that were one is put away, with what only it knew. */
export async function endClone(world: World): Promise<void> {
  const { clone } = world;
  if (clone === null) return;
  if (clone.haunted) await clone.exorcise('abort');
  await clone.die('abort');
  clone.close();
  world.clone = null;
  await lapse(world);
  world.devices.splice(world.devices.indexOf(clone), 1);
  world.forget(clone);
  world.issue.giveUp(({ device, op_id }) => device === CLONE && !world.history.knows(op_id));
}

async function mishap(
  world: World,
  kind: 'crash' | 'restart' | 'power' | 'backup' | 'restore',
  device: SimDevice,
  data: Dice,
): Promise<string> {
  const held = data.pick(['commit', 'abort', 'lingers'] as const);
  const waited = device.gate.waits === 'applied';
  switch (kind) {
    case 'crash':
      await device.crash(held);
      if (waited) world.count('crash with a call held');
      break;
    case 'power':
      await device.crash(held, data);
      break;
    case 'restart':
      await device.restart(held);
      break;
    case 'backup':
      device.backup();
      world.issue.backedUp(device.number);
      break;
    case 'restore':
      if (!existsSync(device.backupFile())) return 'no copy';
      world.forget(device);
      await device.restore(held);
      world.count('op lost with the file', world.issue.restored(device.number));
      break;
  }
  world.count(kind);
  if (device.haunted) world.count('transaction of a killed process');
  return `${kind} ${standing(device)}`;
}
