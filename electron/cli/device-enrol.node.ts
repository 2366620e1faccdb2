import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import type { Ports } from '#electron/host/ports.node.ts';
import { enrolDevice } from '#sync/central/enrol.node.ts';
import { makeFolder } from './folder.node.ts';
import { reached } from './reached.node.ts';
import { CliRefusal, parsed, postgresUrl, required } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const deviceEnrol: CliCommand = {
  usage: '--central U --code C --dir D --name N',
  summary: 'Makes this folder a device of the organization that issued the code.',
  async run(args, { ports }) {
    const { values } = parsed(args, [], {
      central: { type: 'string' },
      code: { type: 'string' },
      dir: { type: 'string' },
      name: { type: 'string' },
    });
    const enrolled = await enrolDesk({
      central: postgresUrl(values.central, '--central'),
      code: required(values.code, '--code'),
      dir: required(values.dir, '--dir'),
      name: required(values.name, '--name').trim(),
      ports,
    });
    return { ok: true, print: enrolled };
  },
};

export interface EnrolOptions {
  /** Address of central; credentials in it are not used. */
  readonly central: string;
  readonly code: string;
  /** The data folder to be; made when missing, refused when it holds a replica. */
  readonly dir: string;
  readonly name: string;
  readonly ports: Pick<Ports, 'ids'>;
}

/** Enrols and makes the empty replica; the first sync fills it. */
export async function enrolDesk(
  options: EnrolOptions,
): Promise<{ readonly device_id: Id; readonly organization_id: Id; readonly central: string }> {
  const dir = resolve(options.dir);
  const file = join(dir, REPLICA_FILE);
  // Before the code is used up.
  if (existsSync(file))
    throw new CliRefusal('bad_folder', { reason: 'it holds a replica already' });
  makeFolder(dir);
  const { central, code, name } = options;
  const enrolled = await reached(() => enrolDevice({ central, code, name }));
  if (!enrolled.ok) throw new CliRefusal('bad_enrol_code');
  const { device_id, organization_id } = enrolled.value;
  const identity = {
    ...enrolled.value,
    device_name: name,
    incarnation: options.ports.ids.next(),
  };
  createReplica({ file, registry, schemaVersion: SCHEMA_VERSION, identity }).close();
  return { device_id, organization_id, central: enrolled.value.central };
}
