/**
 * Writes the step of this schema version for both databases from the definitions, for review:
 * `npm run schema:step -- NAME`. Before a release it may be written again; afterwards it is frozen, and
 * the next change raises SCHEMA_VERSION.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { centralStep } from '#db/migrations/central-step.node.ts';
import { productSteps } from '#db/migrations/steps.node.ts';
import type { Steps } from '#db/migrations/steps.node.ts';
import { writeSqliteStep } from '#db/migrations/sqlite-writer.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';

const { registry, schemaVersion } = productDefinitions;
const folder = resolve(import.meta.dirname, '../../db/migrations');

const earlier = (steps: Steps) => steps.filter(({ version }) => version < schemaVersion);

async function write(engine: 'sqlite' | 'postgres', name: string, sql: string): Promise<void> {
  const number = String(schemaVersion).padStart(4, '0');
  for (const old of await readdir(join(folder, engine))) {
    if (old.startsWith(`${number}-`)) await rm(join(folder, engine, old));
  }
  const file = join(folder, engine, `${number}-${name}.sql`);
  await writeFile(file, `${sql}\n`);
  process.stdout.write(`${file}\n`);
}

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z]+(-[a-z]+)*$/.test(name)) {
    throw new Error('a name for the step is missing: words of a-z with dashes between them');
  }
  if (schemaVersion === 1) throw new Error('raise SCHEMA_VERSION first: version 1 is frozen');
  const replica = writeSqliteStep(registry, earlier(productSteps('sqlite')));
  await write('sqlite', name, replica);

  const dir = await mkdtemp(join(tmpdir(), 'holdfast-step-'));
  const definitions = { ...productDefinitions, steps: earlier(productSteps('postgres')) };
  const central = await startEmbedded({ dir, durable: false, definitions });
  try {
    await write('postgres', name, await centralStep(central.url, definitions));
  } finally {
    await central.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

await main(process.argv[2]);
