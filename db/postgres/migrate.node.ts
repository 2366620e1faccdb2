import type pg from 'pg';
import { centralSql } from './definitions.node.ts';
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
 * The same on an open connection of a superuser, in one transaction. Throws `MigrationRefused` for a
 * central that is newer than `definitions`, or whose definitions changed without a new version.
 */
export async function migrate(client: pg.Client, definitions: Definitions): Promise<Migrated> {
  const sql = centralSql(definitions);
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const changed = await bringUp(client, sql, definitions.schemaVersion);
    await client.query('commit');
    return { version: definitions.schemaVersion, changed };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function bringUp(client: pg.Client, sql: CentralSql, version: number): Promise<boolean> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('sync.migrations') is not null as there`,
  );
  if (!(there.rows[0]?.there ?? false)) {
    await client.query(sql.roles);
    await client.query(sql.structure);
    await client.query(sql.code);
    await client.query(
      'insert into sync.migrations (version, name, structure_hash, code_hash) values ($1, $2, $3, $4)',
      [version, 'start', sql.structureHash, sql.codeHash],
    );
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
      `central has schema ${row?.version}, not ${version}`,
    );
  }
  if (row.version < version || row.structure_hash !== sql.structureHash) {
    throw new MigrationRefused(
      'definitions_changed',
      `central has schema ${row.version} with other definitions and there is no migration to ${version}`,
    );
  }
  if (row.code_hash === sql.codeHash) return false;
  await client.query(sql.code);
  await client.query('update sync.migrations set code_hash = $1 where version = $2', [
    sql.codeHash,
    version,
  ]);
  return true;
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
