import { existsSync } from 'node:fs';
import { unreachable } from '#db/kernel/must.ts';
import type { SimDevice } from './device.ts';
import type { Dice } from './dice.ts';

/** What happens to a desk's process and its file. */
export type Mishap = 'crash' | 'restart' | 'backup' | 'restore';

/** Lets it happen; false when there is no copy to put back. */
export async function mishap(kind: Mishap, device: SimDevice, dice: Dice): Promise<boolean> {
  const held = dice.pick(['commit', 'abort', 'lingers'] as const);
  switch (kind) {
    case 'crash':
      await device.crash(held);
      return true;
    case 'restart':
      await device.restart(held);
      return true;
    case 'backup':
      device.backup();
      return true;
    case 'restore':
      if (!existsSync(device.backupFile())) return false;
      await device.restore(held);
      return true;
    default:
      return unreachable(kind);
  }
}
