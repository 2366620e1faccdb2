import { once } from 'node:events';
import type { Desk } from '#electron/host/desk.node.ts';
import { syncStatus } from '#electron/host/sync-queries.ts';
import { explained, opId } from './explain.node.ts';
import { withDesk } from './open.node.ts';
import { CliRefusal, parsed } from './terms.node.ts';
import type { CliCommand, Terminal } from './terms.node.ts';

export const sync: CliCommand = {
  usage: '--dir D [--watch | --explain OP_ID]',
  summary:
    'Sends and fetches until nothing is left, compares checksums, prints what was done. Or tells the life of one op.',
  async run(args, terminal) {
    const { values } = parsed(args, [], {
      dir: { type: 'string' },
      watch: { type: 'boolean' },
      explain: { type: 'string' },
    });
    if (values.explain !== undefined) {
      const op = opId(values.explain);
      return await withDesk(values.dir, terminal, false, (desk) => explained(desk, op));
    }
    return await withDesk(values.dir, terminal, true, async (desk) => {
      const { light } = statusOf(desk);
      if (light === 'standalone') throw new CliRefusal('no_central');
      if (light === 'adopting') throw new CliRefusal('adoption_unfinished');
      const stop = () => void desk.engine.stop();
      terminal.signal.addEventListener('abort', stop, { once: true });
      if (values.watch === true) return await watch(desk, terminal);
      const done = await desk.engine.syncOnce();
      if (!done.ok) throw new CliRefusal(done.error.code);
      const { waiting, attention, conflicts, verified_at, healed } = statusOf(desk);
      const counts = { waiting, attention, open_conflicts: conflicts };
      const report = { ...done.value, ...counts, verified_at, healed };
      return { ok: done.value.verified, print: report };
    });
  },
};

/** Syncs until told to stop; one line for each change of what the light says or counts. */
async function watch(desk: Desk, terminal: Terminal) {
  let last = '';
  const tell = () => {
    const { light, waiting, attention, conflicts, error } = statusOf(desk);
    const text = JSON.stringify({ light, waiting, attention, conflicts, error });
    if (text === last) return;
    last = text;
    void terminal.print(JSON.parse(text));
  };
  desk.engine.onChange(tell);
  desk.engine.setInterest('focused');
  desk.engine.start();
  tell();
  if (!terminal.signal.aborted) await once(terminal.signal, 'abort');
  return { ok: true } as const;
}

function statusOf(desk: Desk) {
  return syncStatus({ ...desk, mayUnplug: false });
}
