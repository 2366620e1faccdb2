import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { idFromDigest } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { biscayneMakers } from './biscayne-makers.ts';
import { closureTimes, demoBookings } from './bookings.ts';
import { casaDoRio } from './casa-do-rio.ts';
import { centroIpe } from './centro-ipe.ts';
import type { DemoOrganization } from './organization.ts';

export const DEMO_ORGANIZATIONS: readonly DemoOrganization[] = [
  casaDoRio,
  centroIpe,
  biscayneMakers,
];

/** The same name gives the same id in every demo, so that a second load finds the first. */
export function demoId(...name: readonly string[]): Id {
  return idFromDigest(
    createHash('sha256')
      .update(['demo', ...name].join('\n'))
      .digest(),
  );
}

/**
 * Puts three organizations with people, 33 resources, closures and bookings around `now` (central's
 * clock when left out) into an empty central, in one transaction. An organization that is there
 * already is left alone. `client` is connected as the admin.
 */
export async function loadDemo(client: Client, now?: Instant): Promise<void> {
  await client.query('begin');
  try {
    const at = now ?? (await clockOf(client));
    for (const organization of DEMO_ORGANIZATIONS) await loadOrganization(client, organization, at);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function clockOf(client: Client): Promise<Instant> {
  const { rows } = await client.query<{ now: Date }>('select now()');
  return instantOf(must(rows[0], 'now() answers').now.getTime());
}

async function loadOrganization(
  client: Client,
  organization: DemoOrganization,
  now: Instant,
): Promise<void> {
  const { slug } = organization;
  const id = demoId(slug);
  const known = await client.query('select 1 from data.organizations where id = $1 or slug = $2', [
    id,
    slug,
  ]);
  if (known.rows.length > 0) return;
  await insert(client, 'organizations', id, [
    { id, name: organization.name, slug, timezone: organization.timezone },
  ]);
  await insert(
    client,
    'users',
    id,
    organization.people.map(({ email, name, role }) => ({
      id: demoId(slug, 'user', email),
      email,
      display_name: name,
      role,
    })),
  );
  await insert(
    client,
    'resources',
    id,
    organization.resources.map(({ use: _use, purposes: _purposes, ...resource }, position) => ({
      ...resource,
      id: demoId(slug, 'resource', resource.name),
      timezone: organization.timezone,
      position,
    })),
  );
  await loadTimes(client, organization, now);
}

async function loadTimes(
  client: Client,
  organization: DemoOrganization,
  now: Instant,
): Promise<void> {
  const { slug, timezone } = organization;
  const agents = organization.people.filter((person) => person.role === 'agent');
  const resourceId = (name: string) => demoId(slug, 'resource', name);
  await insert(
    client,
    'resource_closures',
    demoId(slug),
    organization.closures.map((closure, i) => {
      const times = closureTimes(organization, closure, now);
      return {
        id: demoId(slug, 'closure', String(i)),
        resource_id: resourceId(closure.resource),
        start_time: times.from,
        end_time: times.to,
        reason: closure.reason,
      };
    }),
  );
  await insert(
    client,
    'bookings',
    demoId(slug),
    demoBookings(organization, now).map(({ key, resource, ...booking }, i) => {
      const by = demoId(slug, 'user', agents[i % agents.length]?.email ?? '');
      return {
        ...booking,
        id: demoId(slug, 'booking', key),
        resource_id: resourceId(resource),
        timezone,
        source: i % 5 === 0 ? 'phone' : 'holdfast',
        created_by: by,
        updated_by: by,
      };
    }),
  );
}

type DemoRow = Readonly<Record<string, string | number>>;

/** One statement for all rows of a table. Table and column names are this file's own. */
async function insert(
  client: Client,
  table: string,
  organization_id: Id,
  rows: readonly DemoRow[],
): Promise<void> {
  const columns = Object.keys(must(rows[0], `the demo has ${table}`));
  const names = columns.join(', ');
  await client.query(
    `insert into data.${table} (organization_id, ${names})
     select $1::uuid, ${names} from jsonb_populate_recordset(null::data.${table}, $2)`,
    [organization_id, JSON.stringify(rows)],
  );
}
