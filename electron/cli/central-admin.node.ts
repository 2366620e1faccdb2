import { fail, ok } from '#db/kernel/result.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { migrateCentral, MigrationRefused } from '#db/postgres/migrate.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { notChosen } from './not-chosen.node.ts';
import { reached } from './reached.node.ts';
import { CliRefusal, parsed, postgresUrl, required } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const centralMigrate: CliCommand = {
  usage: '--url U',
  summary: "Brings the database behind an administrator's address to this version.",
  async run(args) {
    const { values } = parsed(args, [], { url: { type: 'string' } });
    const url = postgresUrl(values.url, '--url');
    const migrated = await reached(() => migrateHere(url));
    if (!migrated.ok) throw new CliRefusal('update_needed', migrated.error.details);
    return { ok: true, print: migrated.value };
  },
};

export const centralEnrolCode: CliCommand = {
  usage: '--url U --organization SLUG',
  summary: 'Prints a code that enrols one device of the organization, once, within 7 days.',
  async run(args) {
    const { values } = parsed(args, [], {
      url: { type: 'string' },
      organization: { type: 'string' },
    });
    const url = postgresUrl(values.url, '--url');
    const slug = required(values.organization, '--organization');
    const made = await reached(() => createEnrolCode(url, slug));
    if (!made.ok) throw notChosen(made.error.code, made.error.details);
    return { ok: true, print: made.value };
  },
};

async function migrateHere(url: string) {
  try {
    return ok(await migrateCentral(url, productDefinitions));
  } catch (error) {
    if (error instanceof MigrationRefused) {
      return fail('refused', { reason: error.code, message: error.message });
    }
    throw error;
  }
}
