import pg from 'pg';
import type { Clock } from '#db/kernel/clock.ts';
import { must } from '#db/kernel/must.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import { formatAddress, openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { isUsableAfter } from '#sync/central/failures.node.ts';
import { markAdopting, unmarkAdopting } from '#sync/replica/adoption.node.ts';
import { beginSession, isAdopted, LONGEST } from './central-session.node.ts';
import type { CentralLife } from './central-session.node.ts';
import { fingerprintOf } from './content.node.ts';
import { movedTables } from './moved-tables.ts';
import { moveIn, refuseExisting } from './move.node.ts';
import type { Newcomer } from './move.node.ts';
import type { AdoptionProgress } from './progress.ts';
import { AdoptionRefused } from './refused.ts';
import { stageAll } from './stage-all.node.ts';
import { dropStaging } from './staging.node.ts';
import { survey } from './survey.node.ts';
import { takeOver } from './take-over.node.ts';

export interface AdoptOptions {
  /** The open replica; nobody else may write in it meanwhile. */
  readonly connection: Connection;
  /** Of central, an administrator's. */
  readonly url: string;
  readonly schemaVersion: number;
  readonly clock: Clock;
  /** Milliseconds to wait for another adoption to end. */
  readonly patience?: number;
  readonly progress: (progress: AdoptionProgress) => Promise<void>;
}

export interface Adopted {
  readonly organization_id: string;
  readonly device_id: string;
  readonly central: string;
  /** Rows central holds of the desk now, by table; those without rows are left out. */
  readonly tables: Readonly<Record<string, number>>;
  readonly rows: number;
  /** Rows an earlier run had brought over. */
  readonly resumed: number;
  readonly seconds: number;
}

/**
 * Moves a desk without a central into one, and makes the desk a device of it. Central changes in one
 * transaction at the end, the replica in one after it; cut off anywhere and run again, it goes on.
 * `adoption_refused` says why not, and has changed nothing. Throws `ReplicaError`, and the driver's
 * errors when central is lost.
 */
export async function adopt(options: AdoptOptions): Promise<Result<Adopted, 'adoption_refused'>> {
  try {
    return ok(await run(options));
  } catch (error) {
    if (error instanceof AdoptionRefused) return fail('adoption_refused', error.details);
    if (error instanceof pg.DatabaseError && isUsableAfter(error)) {
      return fail('adoption_refused', { reason: 'central_failed', sqlstate: error.code ?? '' });
    }
    throw error;
  }
}

interface Desk extends Newcomer {
  readonly phase: string;
  readonly central: string;
  readonly login_role: string;
  readonly epoch: string | null;
  readonly quarantined: number;
}

async function run(options: AdoptOptions): Promise<Adopted> {
  const { connection, url, clock, progress } = options;
  const began = clock.now();
  const desk = deskOf(connection);
  const address = formatAddress(parseAddress(url));
  const client = await openAdmin(url, { queryTimeout: LONGEST });
  try {
    const life = await beginSession(client, options.schemaVersion, options.patience ?? 5000);
    const done = await isFinishable(client, connection, desk, life);
    const resumed = done ? 0 : await move(client, options, desk, { ...life, address });
    await progress({ phase: 'enrol' });
    const tables = await takeOver(client, connection, { ...desk, central: address });
    await dropStaging(client, desk.device_id);
    return {
      organization_id: desk.organization_id,
      device_id: desk.device_id,
      central: address,
      tables,
      rows: Object.values(tables).reduce((sum, rows) => sum + rows, 0),
      resumed,
      seconds: (clock.now() - began) / 1000,
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

function deskOf(connection: Connection): Desk {
  const desk = must(
    connection
      .prepare<Omit<Desk, 'slug'> & { slug: string | null }>(
        `SELECT organization_id, device_id, device_name, token, phase, central, login_role, epoch,
           (SELECT slug FROM organizations WHERE id = organization_id) AS slug,
           (SELECT count(*) FROM quarantine) AS quarantined
         FROM replica`,
      )
      .get(),
    'a replica knows who it is',
  );
  if (desk.login_role !== '') throw new AdoptionRefused('has_a_central', { central: desk.central });
  if (desk.phase !== 'ready') throw new AdoptionRefused('replica_not_ready');
  if (desk.quarantined > 0) throw new AdoptionRefused('quarantine', { rows: desk.quarantined });
  if (desk.slug === null)
    throw new AdoptionRefused('foreign_organization', { table: 'organizations' });
  return { ...desk, slug: desk.slug };
}

/** True when central has the desk already, and only the replica's part of an earlier run is missing. */
async function isFinishable(
  client: pg.Client,
  connection: Connection,
  desk: Desk,
  life: CentralLife,
): Promise<boolean> {
  if (desk.central === '') return false;
  if (desk.epoch !== life.epoch) {
    throw new AdoptionRefused('another_central', { central: desk.central });
  }
  if (await isAdopted(client, desk)) return true;
  unmarkAdopting(connection);
  return false;
}

async function move(
  client: pg.Client,
  { connection, progress }: AdoptOptions,
  desk: Desk,
  at: CentralLife & { readonly address: string },
): Promise<number> {
  await refuseExisting(client, desk);
  await progress({ phase: 'read' });
  const contents = survey(connection, desk.organization_id);
  const tables = movedTables(connection.registry).map((table, place) => ({
    table,
    content: must(contents[place], `the content of ${table.name}`),
  }));
  const fingerprint = fingerprintOf(contents, desk.device_id, at.structure);
  const resumed = await stageAll(client, { connection, tables, desk, fingerprint, progress });
  try {
    await moveIn(client, {
      newcomer: desk,
      tables,
      progress: (phase, table, rows) => progress({ phase, table, rows }),
      beforeCommit: () => markAdopting(connection, { central: at.address, epoch: at.epoch }),
    });
  } catch (error) {
    // A refusal of the server is certain; without an answer the commit may have happened.
    if (error instanceof AdoptionRefused || isUsableAfter(error)) unmarkAdopting(connection);
    // What was judged good here and is not there was spoilt on the way: next time, afresh.
    if (error instanceof AdoptionRefused) await dropStaging(client, desk.device_id);
    throw error;
  }
  return resumed;
}
