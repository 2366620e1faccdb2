import { createIds } from '#db/kernel/id.ts';
import type { Dice } from './dice.ts';
import type { World } from './world.ts';

/** Central is copied as it is, as a backup does it. */
export async function keepCopy(world: World): Promise<void> {
  await world.central.copies.take('backup');
  world.count('central copied');
  world.kept = new Set(world.history.ops.map(({ op_id }) => op_id));
}

/** Central is what it was when it was copied; seldom it says so itself. Nothing may run on it. */
export async function goBack(world: World, data: Dice): Promise<void> {
  const { central, issue, kept } = world;
  await central.copies.putBack('backup');
  const ids = createIds({ now: () => world.time }, (into) => data.bytes(into));
  const told = data.chance(0.3);
  if (told) await central.admin.query('update sync.epoch set epoch = $1', [ids.next()]);
  await central.admin.query('update sync.devices set revoked_at = null');
  for (const number of world.revoked) world.revoked.delete(number);
  await world.history.restart();
  world.wentBack = true;
  world.commits += 1;
  const held = new Set(
    world.devices.flatMap((device) =>
      device
        .all<{ op_id: string }>(
          `SELECT op_id FROM outbox UNION ALL SELECT op_id FROM outbox_sent WHERE outcome <> 'rejected'`,
        )
        .map(({ op_id }) => op_id),
    ),
  );
  // Neither the copy nor the desk that made it has it any more: no protocol brings it back.
  issue.giveUp(({ op_id }) => kept?.has(op_id) !== true && !held.has(op_id));
  for (const device of world.devices) {
    world.forget(device);
    device.suspect = true;
  }
}

/**
 * What a central refused before it went back is refused, also where its desk hears so afterwards: the
 * person was told, and the op is not sent again.
 */
export function giveUpRefused({ devices, history, issue, wentBack }: World): void {
  if (!wentBack) return;
  const refused = new Set(
    devices.flatMap((device) =>
      device
        .all<{ op_id: string }>(`SELECT op_id FROM outbox_sent WHERE outcome = 'rejected'`)
        .map(({ op_id }) => op_id),
    ),
  );
  issue.giveUp(({ op_id }) => refused.has(op_id) && !history.knows(op_id));
}
