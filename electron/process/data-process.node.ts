import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ERRORS } from '#electron/contract/errors.ts';
import { hostChannel } from '#electron/transports/host-channel.node.ts';
import { NODE_API } from './data-process-child.ts';
import { serve } from './serve.ts';

/** What main hands over, as JSON, in `--options`. */
const optionsSchema = z.strictObject({
  /** The data folder; holds replica.sqlite. */
  dir: z.string().min(1),
  development: z.boolean(),
});

const channel = hostChannel();

// Ctrl-C reaches every process of the terminal; only main decides when to stop.
process.on('SIGINT', () => undefined);

// Below it, loading the SQLite addon does not fail: it ends in a segmentation fault.
if (Number(process.versions['napi'] ?? 0) >= NODE_API) await start();
else {
  giveUp(`The data process needs Node-API ${NODE_API}; this has ${process.versions['napi']}.`);
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { options: { type: 'string' } } });
  const options = optionsSchema.parse(JSON.parse(values.options ?? '{}'));
  const { startHost } = await import('#electron/host/start.node.ts');
  try {
    let end: () => void = () => process.exit(0);
    // Main starts it again, and the start heals the replica.
    const onDamage = () => void setImmediate(() => end());
    const host = await startHost({ ...options, onDamage });
    const served = serve(channel, host, () => {
      channel.close();
      process.exit(0);
    });
    end = served.stop;
    process.on('SIGTERM', served.stop);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const expected = Object.hasOwn(ERRORS, code);
    // The code is safe to show; the error's own text may name a path.
    giveUp(expected ? code : 'internal');
    if (!expected) throw error;
  }
}

function giveUp(message: string): void {
  channel.send({ kind: 'fatal', message });
  // The turn in which the message leaves comes first.
  setImmediate(() => process.exit(78));
}
