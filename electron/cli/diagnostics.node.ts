import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diagnosticsOf } from '#electron/host/diagnostics.node.ts';
import { inDesk } from './open.node.ts';
import { CliRefusal, parsed, required } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const diagnostics: CliCommand = {
  usage: '--dir D [--to FILE]',
  summary: 'Gathers what support needs to know about a desk, and nothing that anybody typed.',
  async run(args, terminal) {
    const { values } = parsed(args, [], { dir: { type: 'string' }, to: { type: 'string' } });
    const dir = resolve(required(values.dir, '--dir'));
    const bundle = await diagnosticsOf(dir, terminal.ports, (look) =>
      inDesk(dir, terminal, false, look),
    );
    if (values.to === undefined) return { ok: true, print: bundle };
    const file = resolve(required(values.to, '--to'));
    try {
      // Never over something that is there.
      writeFileSync(file, `${JSON.stringify(bundle, undefined, 2)}\n`, { flag: 'wx' });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new CliRefusal('bad_file', { reason: code });
    }
    return { ok: true, print: { file } };
  },
};
