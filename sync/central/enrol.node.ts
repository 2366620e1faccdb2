import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import { enrolLoginSql } from '#db/postgres/definitions.node.ts';
import { clientConfig, formatAddress, openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import type { OpenOptions } from '#db/postgres/open.node.ts';
import { asLinkError } from './failures.node.ts';
import { organizationOf } from './organization.node.ts';
import type { NotChosen } from './organization.node.ts';

/** What a device keeps of its enrolment. */
export interface Enrolment {
  readonly device_id: Id;
  readonly token: string;
  readonly organization_id: Id;
  readonly login_role: string;
  readonly login_password: string;
  /** `host:port/database`, without credentials. */
  readonly central: string;
}

// Crockford's: no letter that is mistaken for a digit. 26 of them carry 130 bits.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 26;

function newCode(): string {
  const letters = Array.from(randomBytes(CODE_LENGTH), (byte) => ALPHABET[byte % 32] ?? '0');
  return letters.join('').replace(/(.{6})(?=.)/g, '$1-');
}

/**
 * A code that enrols one device of an organization within 7 days. Makes the organization's login
 * role on first use, and sets right what devices may have made of it and of the login for enrolment.
 * `adminUrl` is a superuser's.
 */
export async function createEnrolCode(
  adminUrl: string,
  organizationSlug: string,
): Promise<Result<{ readonly code: string }, NotChosen>> {
  const admin = await openAdmin(adminUrl);
  try {
    const organization = await organizationOf(admin, organizationSlug);
    if (!organization.ok) return organization;
    const { id } = organization.value;
    await provideLogin(admin, id);
    await admin.query(enrolLoginSql());
    const code = newCode();
    await admin.query(
      `insert into sync.enrol_codes (code_hash, organization_id, expires_at)
       values (sync.code_hash($1), $2, now() + interval '7 days')`,
      [code, id],
    );
    return ok({ code });
  } finally {
    await admin.end();
  }
}

async function provideLogin(admin: pg.Client, organization: Id): Promise<void> {
  await admin.query('begin');
  try {
    await provideLoginWithin(admin, organization);
    await admin.query('commit');
  } catch (error) {
    await admin.query('rollback');
    throw error;
  }
}

/**
 * The organization's login, made and arranged within the running transaction. Roles belong to the
 * whole cluster: another database of it may have the same organization (a copy of it, say), whose
 * devices must keep their password. Then this one gets a role of its own.
 */
export async function provideLoginWithin(admin: pg.Client, organization: Id): Promise<void> {
  const base = `hf_org_${organization.replaceAll('-', '')}`;
  for (const suffix of [
    '',
    ...Array.from({ length: 3 }, () => `_${randomBytes(4).toString('hex')}`),
  ]) {
    await admin.query('savepoint login');
    try {
      await admin.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [base]);
      const there = await admin.query<{ role_name: string; password: string }>(
        'select role_name, password from sync.org_logins where organization_id = $1',
        [organization],
      );
      const login = there.rows[0] ?? (await createLogin(admin, organization, `${base}${suffix}`));
      await arrangeLogin(admin, login);
      await admin.query('release savepoint login');
      return;
    } catch (error) {
      await admin.query('rollback to savepoint login');
      if (!(error instanceof pg.DatabaseError) || !['42710', '23505'].includes(error.code ?? '')) {
        throw error;
      }
    }
  }
  throw new Error(`no login role could be made for organization ${organization}`);
}

interface OrganizationLogin {
  readonly role_name: string;
  readonly password: string;
}

async function createLogin(
  admin: pg.Client,
  organization: Id,
  role: string,
): Promise<OrganizationLogin> {
  const password = randomBytes(32).toString('base64url');
  const name = admin.escapeIdentifier(role);
  await admin.query(
    `create role ${name} login connection limit 500 in role hf_device
       nosuperuser nocreatedb nocreaterole noreplication nobypassrls`,
  );
  await admin.query(
    'insert into sync.org_logins (organization_id, role_name, password) values ($1, $2, $3)',
    [organization, role, password],
  );
  return { role_name: role, password };
}

// Every time, not only for a new role: Postgres lets a role change its own password and settings, and
// one device that does would keep the others out.
async function arrangeLogin(admin: pg.Client, login: OrganizationLogin): Promise<void> {
  const name = admin.escapeIdentifier(login.role_name);
  await admin.query(`alter role ${name} password ${admin.escapeLiteral(login.password)}`);
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  const database = admin.escapeIdentifier(must(rows[0], 'there is always a database').name);
  await admin.query(`alter role ${name} reset all`);
  await admin.query(`alter role ${name} in database ${database} reset all`);
  // Against accidents only: a session may lift these for itself.
  await admin.query(`alter role ${name} set lock_timeout = '5s'`);
  await admin.query(`alter role ${name} set statement_timeout = '60s'`);
  await admin.query(`alter role ${name} set idle_in_transaction_session_timeout = '30s'`);
}

export interface EnrolOptions extends OpenOptions {
  /** URL or `host:port/database`; credentials in it are ignored. */
  readonly central: string;
  readonly code: string;
  /** What people call the device. */
  readonly name: string;
}

/** Trades a one-time code for a device. Rejects with `LinkError` when central cannot be reached. */
export async function enrolDevice(
  options: EnrolOptions,
): Promise<Result<Enrolment, 'code_not_valid'>> {
  const address = parseAddress(options.central);
  const login = { user: 'hf_enrol', password: 'holdfast-enrol' };
  const client = new pg.Client(clientConfig(address, login, options));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Omit<Enrolment, 'central'>>(
      'select * from api.enrol($1, $2)',
      [options.code, options.name],
    );
    return ok({ ...must(rows[0], 'enrolment answers one row'), central: formatAddress(address) });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === 'HF005') return fail('code_not_valid');
    throw asLinkError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
