import { join, resolve } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { dump } from '#sync/adopt/dump.node.ts';
import { makeFolder } from './folder.node.ts';
import { notChosen } from './not-chosen.node.ts';
import { reached } from './reached.node.ts';
import { CliRefusal, parsed, postgresUrl, required } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const centralDump: CliCommand = {
  usage: '--url U --organization SLUG --dir D',
  summary: 'Writes one organization, as of one moment, as the replica of a desk without a central.',
  async run(args, terminal) {
    const { values } = parsed(args, [], {
      url: { type: 'string' },
      organization: { type: 'string' },
      dir: { type: 'string' },
    });
    const url = postgresUrl(values.url, '--url');
    const organization = required(values.organization, '--organization');
    const dir = resolve(required(values.dir, '--dir'));
    const file = join(dir, REPLICA_FILE);
    makeFolder(dir);
    const done = await reached(() =>
      dump({
        url,
        organization,
        file,
        registry,
        schemaVersion: SCHEMA_VERSION,
        ids: terminal.ports.ids,
        progress: (progress) => terminal.print(progress),
      }),
    );
    if (done.ok) return { ok: true, print: { file, ...done.value } };
    throw done.error.code === 'schema_differs'
      ? new CliRefusal('update_needed', done.error.details)
      : notChosen(done.error.code, done.error.details);
  },
};
