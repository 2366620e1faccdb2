import type pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { AdoptionRefused } from './refused.ts';

/** Milliseconds a statement may take: a large table moves in one. */
export const LONGEST = 6 * 3_600_000;

/** Which database this is, and how it is built. */
export interface CentralLife {
  readonly epoch: string;
  /** Names the structure of its tables. */
  readonly structure: string;
}

// Any constant: one adoption at a time.
const LOCK = 4_819_205;

/**
 * Makes a connection fit to adopt: the only one that does, at a central of this very version. Another
 * is waited for `patience` milliseconds: a killed one takes a moment to end. Throws `AdoptionRefused`.
 */
export async function beginSession(
  client: pg.Client,
  schemaVersion: number,
  patience: number,
): Promise<CentralLife> {
  await client.query(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`);
  // A run that was killed ends at central, too, before its last statement is done. Not on Windows.
  await client.query(`set client_connection_check_interval = '500ms'`).catch(() => undefined);
  const life = await lifeOf(client, schemaVersion);
  await client.query(`select set_config('lock_timeout', $1, false)`, [String(patience)]);
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '55P03') {
      throw new AdoptionRefused('adoption_running');
    }
    throw error;
  }
  await client.query('set lock_timeout = 0');
  return life;
}

/** Which central this is. Throws `schema_differs` unless it has this very version. */
export async function lifeOf(client: pg.Client, schemaVersion: number): Promise<CentralLife> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('sync.migrations') is not null as there`,
  );
  if (!(there.rows[0]?.there ?? false)) {
    throw new AdoptionRefused('schema_differs', { here: schemaVersion, central: null });
  }
  const { rows } = await client.query<{ version: number; structure: string }>(
    `select m.version, m.version || ' ' || m.structure_hash as structure
     from sync.migrations m order by m.version desc limit 1`,
  );
  const made = must(rows[0], 'a migrated central has a version');
  if (made.version !== schemaVersion) {
    throw new AdoptionRefused('schema_differs', { here: schemaVersion, central: made.version });
  }
  const present = await client.query<{ epoch: string }>('select sync.present_epoch() as epoch');
  return { structure: made.structure, epoch: must(present.rows[0], 'one row').epoch };
}

/** Central knows the device of this file: an earlier run was committed. */
export async function isAdopted(
  client: pg.Client,
  desk: { readonly device_id: Id; readonly organization_id: Id; readonly token: string },
): Promise<boolean> {
  const { rows } = await client.query(
    `select from sync.devices d where d.id = $1 and d.organization_id = $2
       and d.token_hash = sha256(convert_to($3, 'UTF8'))`,
    [desk.device_id, desk.organization_id, desk.token],
  );
  return rows.length > 0;
}
