import { randomUUID } from 'node:crypto';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import type { EmbeddedCentral } from '#db/postgres/embedded-central.node.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the run's Postgres; its database `holdfast` is the migrated template. */
    postgresUrl: string;
  }
}

let running: { central: EmbeddedCentral; dir: string } | undefined;

/**
 * One cluster for the run, in memory where there is a memory file system. `POSTGRES_BIN` names the
 * folder of another Postgres than the embedded one: `/usr/lib/postgresql/15/bin`.
 */
export async function setup(project: TestProject): Promise<void> {
  const dir = await mkdtemp(join(await memoryFolder(), `holdfast-${randomUUID().slice(0, 8)}-`));
  const bin = process.env['POSTGRES_BIN'];
  const central = await startEmbedded({
    dir,
    durable: false,
    definitions: productDefinitions,
    ...(bin === undefined ? {} : { bin }),
  });
  running = { central, dir };
  project.provide('postgresUrl', central.url);
}

export async function teardown(): Promise<void> {
  await running?.central.stop();
  if (running !== undefined) await rm(running.dir, { recursive: true, force: true });
}

async function memoryFolder(): Promise<string> {
  return access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  );
}
