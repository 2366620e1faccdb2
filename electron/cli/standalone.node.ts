import { join, resolve } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { createStandalone } from '#sync/adopt/standalone.node.ts';
import { makeFolder } from './folder.node.ts';
import { CliRefusal, parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const standalone: CliCommand = {
  usage: '--dir D --name ORGANIZATION --zone Z --admin EMAIL [--person NAME] [--slug S]',
  summary: 'Makes a desk that needs no central: one organization and its administrator.',
  async run(args, { ports }) {
    const { values } = parsed(args, [], {
      dir: { type: 'string' },
      name: { type: 'string' },
      zone: { type: 'string' },
      admin: { type: 'string' },
      person: { type: 'string' },
      slug: { type: 'string' },
    });
    const dir = resolve(required(values.dir, '--dir'));
    const name = required(values.name, '--name').trim();
    const email = emailOf(required(values.admin, '--admin').trim());
    const organization = {
      name,
      slug: slugOf(values.slug ?? name),
      timezone: zoneOf(required(values.zone, '--zone')),
    };
    makeFolder(dir);
    const made = createStandalone({
      ...ports,
      file: join(dir, REPLICA_FILE),
      registry,
      schemaVersion: SCHEMA_VERSION,
      deviceName: name,
      organization,
      admin: { email, name: (values.person ?? email.split('@')[0] ?? email).trim() },
    });
    if (!made.ok) throw new CliRefusal('bad_input', made.error.details);
    return await Promise.resolve({ ok: true, print: { ...made.value, ...organization } });
  },
};

function zoneOf(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError('--zone must be the name of a time zone, like Europe/Lisbon');
  }
}

function emailOf(email: string): string {
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new UsageError('--admin must be an e-mail address');
  return email;
}

/** Short name: letters without accents, digits and dashes. */
function slugOf(text: string): string {
  const letters = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = letters
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$/g, '');
  if (slug === '') throw new UsageError('--slug must have letters or digits');
  return slug;
}
