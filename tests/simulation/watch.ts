import type { CentralLink } from '#sync/core/protocol.ts';
import type { SimDevice } from './device.ts';

interface Watcher {
  /** Whether central has that op. */
  knows(op_id: string): boolean;
  count(what: string, by?: number): void;
  note(line: string): void;
}

/** A link that tells what travels on it. */
export function watched(device: SimDevice, link: CentralLink, watcher: Watcher): CentralLink {
  return {
    ...link,
    push: async (ops) => {
      watcher.count('op sent again', ops.filter(({ op_id }) => watcher.knows(op_id)).length);
      const reply = await link.push(ops);
      const what =
        reply.kind === 'verdicts'
          ? reply.verdicts.map(({ outcome, code }) => code ?? outcome).join(' ')
          : reply.kind;
      watcher.note(`  ${device.name} push of ${ops.length}: ${what}`);
      return reply;
    },
    pull: async (cursor, withChecksums) => {
      const reply = await link.pull(cursor, withChecksums);
      watcher.note(`  ${device.name} pull: ${reply.images.length}`);
      const pending = device.all<{ row_id: string }>('SELECT row_id FROM pending_rows');
      const rebased = reply.images.some((image) =>
        pending.some(({ row_id }) => row_id === image.row_id),
      );
      if (rebased) watcher.count('pull rebased');
      return reply;
    },
  };
}
