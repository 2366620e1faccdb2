import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ERRORS } from '#electron/contract/errors.ts';
import { hostChannel } from '#electron/transports/host-channel.node.ts';
import { serve } from './serve.ts';

/** What main hands over, as JSON, in `--options`. */
const optionsSchema = z.strictObject({
  /** The data folder; holds replica.sqlite. */
  dir: z.string().min(1),
  development: z.boolean(),
});

// Node-API 10 is what the SQLite addon needs; below it, loading ends in a segmentation fault.
const NODE_API = 10;

const channel = hostChannel();

// Ctrl-C reaches every process of the terminal; only main decides when to stop.
process.on('SIGINT', () => undefined);

if (Number(process.versions['napi'] ?? 0) < NODE_API) {
  channel.send({
    kind: 'fatal',
    message: `The data process needs Node-API ${NODE_API}; this runtime has ${process.versions['napi']}.`,
  });
  process.exitCode = 78;
  channel.close();
} else {
  const { values } = parseArgs({ options: { options: { type: 'string' } } });
  const options = optionsSchema.parse(JSON.parse(values.options ?? '{}'));
  const { startHost } = await import('#electron/host/start.node.ts');
  const host = await startHost(options).catch((error: unknown) => {
    channel.send({ kind: 'fatal', message: codeOf(error) });
    throw error;
  });
  const served = serve(channel, host, () => {
    channel.close();
    process.exit(0);
  });
  process.on('SIGTERM', served.stop);
}

/** The error's code of the catalogue, which is safe to show; its text may name a path. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(ERRORS, code) ? code : 'internal';
}
