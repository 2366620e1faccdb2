import type { CentralLink } from '#sync/core/protocol.ts';
import type { SimDevice } from './device.ts';
import type { History } from './history.ts';

/** As much of the world as who looks at calls needs. */
export interface WorldView {
  readonly options: { readonly mayLag?: boolean };
  readonly history: Pick<History, 'knows' | 'rows'>;
  readonly devices: readonly SimDevice[];
  readonly hints: Set<number>;
  readonly commits: number;
  count(what: string, by?: number): void;
  note(line: string): void;
}

/** A link that tells what travels on it. Hints travel by the schedule. */
export function watched(world: WorldView, device: SimDevice, link: CentralLink): CentralLink {
  return {
    ...link,
    hello: async (hello) => {
      const welcome = await link.hello(hello);
      if (welcome.kind !== 'welcome') world.note(`  ${device.name} hello: ${welcome.kind}`);
      return welcome;
    },
    push: async (ops) => {
      const known = ops.filter(({ op_id }) => world.history.knows(op_id));
      world.count('op sent again', known.length);
      const reply = await link.push(ops);
      const what =
        reply.kind === 'verdicts'
          ? reply.verdicts.map(({ outcome, code }) => code ?? outcome).join(' ')
          : reply.kind;
      world.note(`  ${device.name} push of ${ops.length}: ${what}`);
      return reply;
    },
    pull: async (cursor, withChecksums) => {
      device.comparing = withChecksums;
      const reply = await link.pull(cursor, withChecksums).finally(() => {
        device.comparing = false;
      });
      if (withChecksums) device.compared = device.comparison;
      world.note(`  ${device.name} pull: ${reply.images.length}`);
      if (reply.images.length === 0) device.currentAt = device.snapshotAt;
      const pending = device.all<{ row_id: string }>('SELECT row_id FROM pending_rows');
      const rebased = reply.images.some((image) =>
        pending.some(({ row_id }) => row_id === image.row_id),
      );
      if (rebased) world.count('pull rebased');
      return reply;
    },
    wake: async () => {
      await link.wake();
      for (const { number } of world.devices) if (number !== device.number) world.hints.add(number);
    },
    listen: async (onHint) => {
      // Odd ones are behind a pooler, which cannot listen.
      if (device.number % 2 === 1) return false;
      device.hint = onHint;
      return true;
    },
  };
}
