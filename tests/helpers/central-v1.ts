import { inject } from 'vitest';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import { beginCentral } from '#db/postgres/migrate.node.ts';
import { PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';
import { createCentral } from './postgres.ts';
import type { TestCentral, TestOrganization } from './postgres.ts';

const definitionsV1: Definitions = {
  registry: registryV1,
  schemaVersion: 1,
  protocolVersion: PROTOCOL_VERSION,
};

/** A central of schema version 1: its frozen tables, and functions for them. */
export function centralV1(cluster = inject('postgresUrl')): Promise<TestCentral> {
  return createCentral(definitionsV1, cluster, beginCentral);
}

/** A booking at central, the `number`-th hour of a Monday. */
export async function addBooking(
  { admin }: TestCentral,
  { id: organization }: TestOrganization,
  resource: string,
  number: number,
): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title)
     values (gen_random_uuid(), $1, $2, $3::timestamptz + make_interval(hours => $4),
       $3::timestamptz + make_interval(hours => $4 + 1), 'Europe/Lisbon', 'Meeting ' || $4)
     returning id`,
    [organization, resource, '2026-05-04T08:00:00Z', number],
  );
  return rows[0]?.id ?? '';
}

export async function addResource(
  { admin }: TestCentral,
  { id: organization }: TestOrganization,
): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `insert into data.resources (id, organization_id, name, kind, timezone)
     values (gen_random_uuid(), $1, 'Room', 'space', 'Europe/Lisbon') returning id`,
    [organization],
  );
  return rows[0]?.id ?? '';
}
