import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type pg from 'pg';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import type { EmbeddedCentral } from '#db/postgres/embedded-central.node.ts';
import { migrateCentral } from '#db/postgres/migrate.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import type { Enrolment } from '#sync/central/enrol.node.ts';
import { addOrganization } from '#tests/helpers/postgres.ts';
import type { TestOrganization } from '#tests/helpers/postgres.ts';

// A cluster of this file's own: roles are the whole cluster's, and other tests enrol desks.
let dir: string;
let central: EmbeddedCentral;
let mine: TestOrganization;
let code: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-logins-'));
  const bin = process.env['POSTGRES_BIN'];
  central = await startEmbedded({
    dir,
    definitions: productDefinitions,
    durable: false,
    ...(bin === undefined ? {} : { bin }),
  });
  const admin = await openAdmin(central.url);
  mine = await addOrganization(admin);
  await admin.end();
});
afterAll(async () => {
  await central.stop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  code = await newCode();
});

async function newCode(): Promise<string> {
  const made = await createEnrolCode(central.url, mine.slug);
  if (!made.ok) throw new Error(made.error.code);
  return made.value.code;
}

async function enrolled(): Promise<Enrolment> {
  const answer = await enrolDevice({ central: central.url, code, name: 'Desk' });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

/** What anybody can do who reaches the port and has read the source. */
function openAsEnrol(): Promise<pg.Client> {
  const url = new URL(central.url);
  url.username = 'hf_enrol';
  url.password = 'holdfast-enrol';
  return openAdmin(url.href);
}

async function shutOut(): Promise<void> {
  const anybody = await openAsEnrol();
  for (const sql of [
    `alter role hf_enrol set statement_timeout = '1ms'`,
    `alter role hf_enrol set default_transaction_read_only = on`,
    `alter role hf_enrol in database holdfast set search_path = pg_catalog`,
    `alter role hf_enrol in database holdfast set default_transaction_read_only = on`,
    `alter role hf_enrol password 'mine alone'`,
  ]) {
    await anybody.query(sql);
  }
  await anybody.end();
  await expect(enrolled()).rejects.toThrow();
}

test.each([
  ['migration', async () => void (await migrateCentral(central.url, productDefinitions))],
  ['the next code', async () => void (code = await newCode())],
])('%s lets in again who was shut out of enrolment', async (_name, right) => {
  await shutOut();
  await right();
  expect(await enrolled()).toMatchObject({ organization_id: mine.id });
  const admin = await openAdmin(central.url);
  const { rows } = await admin.query(
    `select r.rolconnlimit as limit, s.setconfig as settings
     from pg_roles r join pg_db_role_setting s on s.setrole = r.oid
     where r.rolname = 'hf_enrol'`,
  );
  await admin.end();
  expect(rows).toEqual([
    {
      limit: 50,
      settings: [
        'statement_timeout=10s',
        'lock_timeout=5s',
        'idle_in_transaction_session_timeout=10s',
      ],
    },
  ]);
});

test('a change that is left open in a transaction keeps nobody from making a code', async () => {
  const anybody = await openAsEnrol();
  anybody.on('error', () => undefined);
  await anybody.query('set idle_in_transaction_session_timeout = 0');
  await anybody.query('begin');
  await anybody.query(`alter role hf_enrol password 'mine alone'`);
  code = await newCode();
  await expect(anybody.query('commit')).rejects.toThrow();
  await anybody.end().catch(() => undefined);
  expect(await enrolled()).toMatchObject({ organization_id: mine.id });
});

test('what a pooler has seen of the login stays good: setting it right changes nothing', async () => {
  const admin = await openAdmin(central.url);
  const verifier = async (): Promise<unknown> =>
    (await admin.query(`select rolpassword from pg_authid where rolname = 'hf_enrol'`)).rows;
  const before = await verifier();
  await newCode();
  expect(await verifier()).toEqual(before);
  await admin.end();
});

test.each(['postgres', 'template1'])(
  'no login gets into %s, from where it could end sessions of its colleagues',
  async (database) => {
    const { login_role, login_password } = await enrolled();
    for (const [user, password] of [
      [login_role, login_password],
      ['hf_enrol', 'holdfast-enrol'],
    ]) {
      const url = new URL(central.url);
      Object.assign(url, { username: user, password, pathname: `/${database}` });
      await expect(openAdmin(url.href)).rejects.toMatchObject({ code: '42501' });
    }
  },
);
