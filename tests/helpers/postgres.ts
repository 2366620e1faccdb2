import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import { migrate, protectDatabase } from '#db/postgres/migrate.node.ts';
import { openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { helloOf } from './hello.ts';
import type { Change, Op } from '#sync/core/op.ts';
import { openTransactions } from '#sync/central/connect.node.ts';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import type { Enrolment } from '#sync/central/enrol.node.ts';
import { createLink } from '#sync/central/link.node.ts';
import type { Transactions } from '#sync/central/transactions.ts';

/** A central of a test's own: a clone of the run's template, dropped afterwards. */
export interface TestCentral {
  readonly adminUrl: string;
  /** Superuser: sees and changes everything, past rights and policies. */
  readonly admin: pg.Client;
  /** Makes an organization with an agent, a supervisor and an administrator. */
  organization(): Promise<TestOrganization>;
  enrol(organization: TestOrganization, name?: string): Promise<TestDevice>;
  drop(): Promise<void>;
}

export interface TestOrganization {
  readonly id: Id;
  readonly slug: string;
  readonly users: Readonly<Record<'agent' | 'supervisor' | 'admin', Id>>;
}

export interface TestDevice {
  readonly enrolment: Enrolment;
  readonly incarnation: Id;
  readonly link: CentralLink;
  /** The link's lower layer. */
  readonly transactions: Transactions;
  /** The next op of this device; numbers are dense from 1. `more` overrides any field. */
  op(changes: readonly Change[], more?: Partial<Op>): Op;
}

/** A client that logs in with the device's role, to try what the API does not offer. */
export function deviceUrl(central: TestCentral, { enrolment }: TestDevice): string {
  const url = new URL(central.adminUrl);
  url.username = enrolment.login_role;
  url.password = enrolment.login_password;
  return url.href;
}

/**
 * A fresh central in the run's cluster, made from the product's definitions by cloning (50 ms), or
 * migrated from scratch with `definitions` of the test's own, or what `make` does with them. Needs
 * `postgres-setup.ts`, or the URL of a cluster of the test's own.
 */
export async function createCentral(
  definitions?: Definitions,
  template = inject('postgresUrl'),
  make: (admin: pg.Client, definitions: Definitions) => Promise<unknown> = migrate,
): Promise<TestCentral> {
  const database = `t_${randomBytes(8).toString('hex')}`;
  const maintenance = withDatabase(template, 'postgres');
  await runOnce(
    maintenance,
    definitions === undefined
      ? `create database ${database} template ${parseAddress(template).database} strategy file_copy`
      : `create database ${database}`,
  );
  const adminUrl = withDatabase(template, database);
  const admin = await openAdmin(adminUrl);
  if (definitions === undefined) await protectDatabase(admin);
  else await make(admin, definitions);

  const devices: CentralLink[] = [];
  return {
    adminUrl,
    admin,
    organization: () => addOrganization(admin),
    enrol: async (organization, name = 'Desk') => {
      const device = await enrolled(adminUrl, organization, name);
      devices.push(device.link);
      return device;
    },
    drop: async () => {
      await Promise.all(devices.map((link) => link.close()));
      const roles = await admin.query<{ role_name: string }>(
        'select role_name from sync.org_logins',
      );
      await admin.end();
      await runOnce(maintenance, `drop database ${database} with (force)`);
      for (const { role_name } of roles.rows)
        await runOnce(maintenance, `drop role "${role_name}"`);
    },
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function runOnce(url: string, sql: string): Promise<void> {
  const admin = await openAdmin(url);
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

/** An organization with an agent, a supervisor and an administrator. */
export async function addOrganization(admin: pg.Client): Promise<TestOrganization> {
  const id = randomUUID();
  const slug = `org-${id}`;
  const users: TestOrganization['users'] = {
    agent: randomUUID(),
    supervisor: randomUUID(),
    admin: randomUUID(),
  };
  await admin.query(
    `insert into data.organizations (id, organization_id, name, slug, timezone)
     values ($1, $1, $2, $2, 'Europe/Lisbon')`,
    [id, slug],
  );
  for (const [role, user] of Object.entries(users)) {
    await admin.query(
      `insert into data.users (id, organization_id, email, display_name, role)
       values ($1, $2, $3, $4, $4)`,
      [user, id, `${role}@${slug}.example`, role],
    );
  }
  return { id, slug, users };
}

async function enrolled(
  adminUrl: string,
  organization: TestOrganization,
  name: string,
): Promise<TestDevice> {
  const code = await createEnrolCode(adminUrl, organization.slug);
  if (!code.ok) throw new Error(code.error.code);
  const device = await enrolDevice({ central: adminUrl, code: code.value.code, name });
  if (!device.ok) throw new Error(device.error.code);
  const enrolment = device.value;
  const transactions = openTransactions(parseAddress(enrolment.central), {
    user: enrolment.login_role,
    password: enrolment.login_password,
  });
  const link = createLink(transactions, {
    token: enrolment.token,
    organizationId: enrolment.organization_id,
  });
  const incarnation = randomUUID();
  await link.hello(helloOf({ incarnation }));
  let last = 0;
  return {
    enrolment,
    incarnation,
    link,
    transactions,
    op: (changes, more = {}) => ({
      op_id: randomUUID(),
      device_id: enrolment.device_id,
      incarnation,
      op_no: ++last,
      actor_id: organization.users.admin,
      proof: null,
      command: 'test.change',
      schema_version: 1,
      at: '2026-01-01T00:00:00.000Z',
      changes,
      ...more,
    }),
  };
}

/** The only verdict of a push of one op. */
export function only<T>(values: readonly T[]): T {
  if (values.length !== 1) throw new Error(`expected one, got ${values.length}`);
  return must(values[0], 'one value');
}
