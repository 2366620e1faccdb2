import { once } from 'node:events';
import { startCentral } from '#db/postgres/embedded.node.ts';
import { parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const centralStart: CliCommand = {
  usage: '--dir D [--port P] [--demo]',
  summary:
    "Runs a central in a folder until SIGTERM; prints the administrator's address when ready.",
  async run(args, terminal) {
    const { values } = parsed(args, [], {
      dir: { type: 'string' },
      port: { type: 'string' },
      demo: { type: 'boolean' },
    });
    const central = await startCentral({
      dir: required(values.dir, '--dir'),
      ...(values.port === undefined ? {} : { port: portOf(values.port) }),
      demo: values.demo === true,
    });
    try {
      await terminal.print({ url: central.url });
      if (!terminal.signal.aborted) await once(terminal.signal, 'abort');
    } finally {
      await central.stop();
    }
    return { ok: true };
  },
};

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new UsageError('--port must be a number from 1 to 65535');
  }
  return port;
}
