import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { startCentral } from '#db/postgres/embedded.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { generateBookings } from '#resources/generate/bookings.ts';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import type { Enrolment } from '#sync/central/enrol.node.ts';
import type { LinkOptions } from '#sync/central/link.node.ts';
import { makePassable } from '#tests/helpers/passable.ts';

/** Where an enrolled, still empty desk lies, and how it reaches central. */
export interface EnrolledDesk {
  readonly dir: string;
  readonly enrolment: Enrolment;
}

/** A durable central that holds one organization with many bookings. */
export interface FullCentral {
  readonly url: string;
  /** Of the server's first process. */
  readonly processId: number;
  readonly admin: pg.Client;
  readonly organizationId: Id;
  readonly resourceIds: readonly Id[];
  readonly bookings: number;
  enrol(name: string): Promise<EnrolledDesk>;
  stop(): Promise<void>;
}

const SLUG = 'many-bookings';
const RESOURCES = 200;
const BATCH = 10_000;
const TIMEZONE = 'Europe/Lisbon';

/** Starts it in `folder` and loads `count` bookings of the generator; desks lie beside it, or elsewhere. */
export async function startFullCentral(
  folder: string,
  count: number,
  desks = folder,
): Promise<FullCentral> {
  makePassable(folder);
  const central = await startCentral({ dir: join(folder, 'central') });
  try {
    const admin = await openAdmin(central.url, { queryTimeout: 600_000 });
    const { organizationId, resourceIds } = await addOrganization(admin);
    await addBookings(admin, organizationId, resourceIds, count);
    await admin.query('vacuum analyze');
    await admin.query('checkpoint');
    const { rows } = await admin.query<{ pid: string }>(
      `select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid`,
    );
    return {
      url: central.url,
      processId: Number(must(rows[0], 'a running server').pid),
      admin,
      organizationId,
      resourceIds,
      bookings: count,
      enrol: (name) => enrol(central.url, desks, name),
      stop: async () => {
        await admin.end();
        await central.stop();
      },
    };
  } catch (error) {
    await central.stop();
    throw error;
  }
}

async function addOrganization(
  admin: pg.Client,
): Promise<{ organizationId: Id; resourceIds: readonly Id[] }> {
  const { ids } = createPorts();
  const organizationId = ids.next();
  const resourceIds = Array.from({ length: RESOURCES }, () => ids.next());
  await admin.query(
    `insert into data.organizations (id, organization_id, name, slug, timezone)
     values ($1, $1, 'Many bookings', $2, $3)`,
    [organizationId, SLUG, TIMEZONE],
  );
  await admin.query(
    `insert into data.users (id, organization_id, email, display_name, role)
     values ($1, $2, 'ana@many.example', 'Ana', 'admin')`,
    [ids.next(), organizationId],
  );
  await admin.query(
    `insert into data.resources (id, organization_id, name, kind, timezone, position)
     select id, $1, 'Room ' || position, 'space', $2, position
     from unnest($3::uuid[]) with ordinality r(id, position)`,
    [organizationId, TIMEZONE, resourceIds],
  );
  return { organizationId, resourceIds };
}

async function addBookings(
  admin: pg.Client,
  organizationId: Id,
  resource_ids: readonly Id[],
  count: number,
): Promise<void> {
  const from = '2026-01-01T00:00:00.000Z';
  const options = { seed: 1, count, resource_ids, from, timezone: TIMEZONE };
  let batch: object[] = [];
  const flush = async () => {
    const columns = Object.keys(batch[0] ?? {}).join(', ');
    if (columns === '') return;
    await admin.query(
      `insert into data.bookings (organization_id, ${columns})
       select $1::uuid, ${columns} from jsonb_populate_recordset(null::data.bookings, $2)`,
      [organizationId, JSON.stringify(batch)],
    );
    batch = [];
  };
  for (const { id, row } of generateBookings(options)) {
    batch.push({ id, ...row });
    if (batch.length === BATCH) await flush();
  }
  await flush();
}

async function enrol(url: string, folder: string, name: string): Promise<EnrolledDesk> {
  const made = await createEnrolCode(url, SLUG);
  if (!made.ok) throw new Error(made.error.code);
  const enrolled = await enrolDevice({ central: url, code: made.value.code, name });
  if (!enrolled.ok) throw new Error(enrolled.error.code);
  const dir = join(folder, name);
  mkdirSync(dir);
  const identity = {
    ...enrolled.value,
    device_name: name,
    incarnation: createPorts().ids.next(),
  };
  const file = join(dir, REPLICA_FILE);
  createReplica({ file, registry, schemaVersion: SCHEMA_VERSION, identity }).close();
  return { dir, enrolment: enrolled.value };
}

/** How an enrolled desk reaches its central. */
export function linkOf(enrolment: Enrolment): LinkOptions {
  return {
    central: enrolment.central,
    loginRole: enrolment.login_role,
    password: enrolment.login_password,
    token: enrolment.token,
    organizationId: enrolment.organization_id,
  };
}
