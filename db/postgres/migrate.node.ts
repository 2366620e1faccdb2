import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { productSteps, stepSays, stepsBetween } from '#db/migrations/steps.node.ts';
import type { Steps } from '#db/migrations/steps.node.ts';
import { centralSql, enrolLoginSql } from './definitions.node.ts';
import type { CentralSql, Definitions } from './definitions.node.ts';
import { openAdmin } from './open.node.ts';

/** Why a central cannot be brought to these definitions. */
export class MigrationRefused extends Error {
  readonly code: 'central_too_new' | 'definitions_changed';

  constructor(code: 'central_too_new' | 'definitions_changed', message: string) {
    super(message);
    this.name = 'MigrationRefused';
    this.code = code;
  }
}

export interface Migrated {
  readonly version: number;
  /** False when there was nothing to do. */
  readonly changed: boolean;
}

// Any constant: two migrations of one database wait for each other.
const LOCK = 4_819_204;

/** Brings the database behind an administrator's URL to `definitions`; does nothing the second time. */
export async function migrateCentral(url: string, definitions: Definitions): Promise<Migrated> {
  const client = await openAdmin(url, { queryTimeout: 600_000 });
  try {
    return await migrate(client, definitions);
  } finally {
    await client.end();
  }
}

/**
 * The same on an open connection of a superuser, in one transaction: killed on the way, central is what
 * it was. Throws `MigrationRefused` for a central that is newer than `definitions`, or whose
 * definitions changed without a new version.
 */
export async function migrate(client: pg.Client, definitions: Definitions): Promise<Migrated> {
  const sql = centralSql(definitions);
  const version = definitions.schemaVersion;
  let changed: boolean;
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    changed = await bringUp(client, sql, definitions);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  // Apart: other databases of the cluster would wait for as long as the migration takes.
  await client.query(enrolLoginSql());
  return { version, changed };
}

async function bringUp(
  client: pg.Client,
  sql: CentralSql,
  { schemaVersion: version, steps = productSteps('postgres') }: Definitions,
): Promise<boolean> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('sync.migrations') is not null as there`,
  );
  if (!(there.rows[0]?.there ?? false)) {
    await client.query(sql.roles);
    await client.query(sql.structure);
    await client.query(sql.code);
    await record(client, { version, name: 'start', structure: sql.structureHash }, sql.codeHash);
    await protectDatabase(client);
    return true;
  }
  const latest = await client.query<{ version: number; structure_hash: string; code_hash: string }>(
    'select version, structure_hash, code_hash from sync.migrations order by version desc limit 1',
  );
  const row = latest.rows[0];
  if (row === undefined || row.version > version) {
    throw new MigrationRefused(
      'central_too_new',
      `central has schema ${row?.version}, this version of Holdfast knows ${version}: it needs the newer one`,
    );
  }
  if (row.version < version) {
    await climb(client, sql, { from: row.version, hash: row.structure_hash, to: version, steps });
    return true;
  }
  if (row.structure_hash !== sql.structureHash) {
    throw changed(row.version, version, 'its tables were made from other definitions');
  }
  if (row.code_hash === sql.codeHash) return false;
  await client.query(sql.code);
  await client.query('update sync.migrations set code_hash = $1 where version = $2', [
    sql.codeHash,
    version,
  ]);
  return true;
}

interface Climb {
  readonly from: number;
  /** What central says its structure is. */
  readonly hash: string;
  readonly to: number;
  readonly steps: Steps;
}

async function climb(client: pg.Client, sql: CentralSql, { from, hash, to, steps }: Climb) {
  const known = steps.find(({ version }) => version === from);
  if (known === undefined || stepSays(known, 'Structure') !== hash) {
    throw changed(from, to, 'it was made from definitions that no release had');
  }
  const way = stepsBetween(steps, from, to);
  const last = way?.at(-1);
  if (
    way === undefined ||
    last === undefined ||
    stepSays(last, 'Structure') !== sql.structureHash
  ) {
    throw changed(from, to, 'the steps do not lead there: npm run schema:step writes them');
  }
  await client.query(sql.roles);
  await client.query(sql.capture);
  for (const step of way) {
    await client.query(step.sql);
    const { version, name } = step;
    await record(client, { version, name, structure: stepSays(step, 'Structure') }, sql.codeHash);
  }
  await client.query(sql.code);
  await protectDatabase(client);
}

async function record(
  client: pg.Client,
  { version, name, structure }: { version: number; name: string; structure: string },
  code: string,
): Promise<void> {
  await client.query(
    'insert into sync.migrations (version, name, structure_hash, code_hash) values ($1, $2, $3, $4)',
    [version, name, structure, code],
  );
}

function changed(from: number, to: number, reason: string): MigrationRefused {
  return new MigrationRefused(
    'definitions_changed',
    `no way from schema ${from} of central to ${to}: ${reason}`,
  );
}

/**
 * Makes an empty database what the first step makes of it, to write and to test steps from. It has
 * functions only when `definitions` are of that version.
 */
export async function beginCentral(client: pg.Client, definitions: Definitions): Promise<void> {
  const [first] = definitions.steps ?? productSteps('postgres');
  const sql = centralSql(definitions);
  const { version, name, ...step } = must(first, 'a first step');
  await client.query('begin');
  await client.query(sql.roles);
  await client.query(step.sql);
  if (definitions.schemaVersion === version) await client.query(sql.code);
  const structure = stepSays({ version, name, ...step }, 'Structure');
  await record(client, { version, name, structure }, sql.codeHash);
  await protectDatabase(client);
  await client.query('commit');
}

/**
 * Rights on the database itself: a database cloned from a template does not inherit them, so they
 * are given again after a clone.
 */
export async function protectDatabase(client: pg.Client): Promise<void> {
  await client.query(`do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to hf_device, hf_enrol', current_database());
end
$$`);
}
