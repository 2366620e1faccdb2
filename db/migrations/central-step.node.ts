import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { centralSql } from '#db/postgres/definitions.node.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import { describeCentral } from '#db/postgres/describe.node.ts';
import { beginCentral, migrate } from '#db/postgres/migrate.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Description } from '#db/schema/description.ts';
import { writePostgresStep } from './postgres-writer.node.ts';

/**
 * The SQL that leads a central from the last of the steps of `definitions` to their tables; for review,
 * then frozen. Works in databases of its own beside the one of the administrator's address.
 */
export async function centralStep(url: string, definitions: Definitions): Promise<string> {
  const steps = must(definitions.steps, 'the steps so far');
  const before = await inScratch(url, async (client) => {
    await beginCentral(client, definitions);
    await client.query('begin');
    for (const step of steps.slice(1)) await client.query(step.sql);
    // No part of any step.
    await client.query(centralSql(definitions).sync);
    await client.query('commit');
    return await describeCentral(client);
  });
  const after = await freshCentral(url, definitions);
  const sql = writePostgresStep(definitions.registry, before, after);
  return `-- Structure: ${centralSql(definitions).structureHash}\n\n${sql}`;
}

/** What the definitions make in an empty database of this server. */
export async function freshCentral(url: string, definitions: Definitions): Promise<Description> {
  return await inScratch(url, async (client) => {
    await migrate(client, definitions);
    return await describeCentral(client);
  });
}

async function inScratch<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const name = `holdfast_scratch_${randomBytes(8).toString('hex')}`;
  const admin = await openAdmin(url, { queryTimeout: 600_000 });
  try {
    await admin.query(`create database ${name} template template0`);
    const scratch = new URL(url);
    scratch.pathname = `/${name}`;
    try {
      const client = await openAdmin(scratch.href, { queryTimeout: 600_000 });
      try {
        return await run(client);
      } finally {
        await client.end();
      }
    } finally {
      await admin.query(`drop database ${name} with (force)`);
    }
  } finally {
    await admin.end();
  }
}
