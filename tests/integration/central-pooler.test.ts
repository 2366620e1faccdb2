import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serverAccount } from '#db/postgres/cluster-account.node.ts';
import { openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import { must } from '#db/kernel/must.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { openTransactions } from '#sync/central/connect.node.ts';
import { createCentral, deviceUrl } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';
import { book, createRealDesks, synced, titles } from '#tests/helpers/real-desks.ts';
import type { RealDesks } from '#tests/helpers/real-desks.ts';
import { describeUnless, whyAbsent } from '#tests/helpers/unless.ts';

const PROGRAM = '/usr/sbin/pgbouncer';

/** PgBouncer in transaction mode with two connections to Postgres for all desks of an organization. */
interface Pooler {
  readonly port: number;
  stop(): Promise<void>;
}

async function startPooler(adminUrl: string): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-pooler-'));
  const { port: backend, username, password } = new URL(adminUrl);
  const port = await freePort();
  await writeFile(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    [
      '[databases]',
      `* = host=127.0.0.1 port=${backend} auth_user=${username}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = scram-sha-256',
      `auth_file = ${join(folder, 'users.txt')}`,
      'auth_query = select usename, passwd from pg_catalog.pg_shadow where usename = $1',
      'pool_mode = transaction',
      'default_pool_size = 2',
      'max_client_conn = 200',
      'server_reset_query =',
    ].join('\n'),
  );
  // It refuses to be root.
  const account = await serverAccount();
  await chmod(folder, 0o755);
  if (account !== undefined) {
    for (const name of ['users.txt', 'pgbouncer.ini']) {
      await chown(join(folder, name), account.uid, account.gid);
    }
  }
  const child: ChildProcess = spawn(PROGRAM, [join(folder, 'pgbouncer.ini')], {
    ...account,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((ready, refuse) => {
    child.on('error', refuse);
    child.on('exit', () => refuse(new Error(`pgbouncer: ${said}`)));
    must(child.stderr, 'a pipe')
      .setEncoding('utf8')
      .on('data', (text: string) => {
        said += text;
        if (said.includes('process up')) ready();
      });
  });
  return {
    port,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describeUnless(whyAbsent(PROGRAM), 'through PgBouncer in transaction mode', () => {
  let central: TestCentral;
  let mine: TestOrganization;
  let pooler: Pooler;
  let desks: RealDesks;
  let through: (url: string) => string;

  beforeEach(async () => {
    central = await createCentral();
    mine = await central.organization();
    pooler = await startPooler(central.adminUrl);
    desks = createRealDesks();
    through = (url) => {
      const other = new URL(url);
      other.port = String(pooler.port);
      return other.href;
    };
  });
  afterEach(async () => {
    await desks.close();
    await pooler.stop();
    await central.drop();
  });

  test('three desks enrol, fill, push, pull and verify, and end alike', async () => {
    const at = through(central.adminUrl);
    const names = ['a', 'b', 'c'];
    const all: Desk[] = [];
    // In turn: each code sets the login's password anew, and PgBouncer, which logs in with what a client
    // has shown of it, fails whoever comes in between once.
    for (const name of names) all.push(await desks.enrol(central.adminUrl, mine, name, at));
    for (let round = 0; round < 5; round++) {
      all.forEach((desk, n) => book(desk, mine, `${names[n]}${round}`));
      await Promise.all(all.map((desk) => synced(desk)));
    }
    for (const desk of all) await synced(desk);
    const [first, ...others] = all.map(titles);
    expect(first).toHaveLength(15);
    for (const other of others) expect(other).toEqual(first);
    const backends = await central.admin.query(
      `select count(*)::integer as n from pg_stat_activity a
       join sync.org_logins l on l.role_name = a.usename where a.datname = current_database()`,
    );
    expect(backends.rows[0]?.n).toBeLessThanOrEqual(2);
  });

  test('the role’s settings hold, nothing of a session is left behind, and nobody listens', async () => {
    const device = await central.enrol(mine);
    const url = through(deviceUrl(central, device));
    const login = { user: new URL(url).username, password: new URL(url).password };
    const transactions = openTransactions(parseAddress(url), login);
    // A hint would reach whoever has the connection by then.
    expect(await transactions.listen('hf_any', () => undefined)).toBe(false);
    const settings = await transactions.transaction('read', (session) =>
      session.rows(
        `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`,
        [],
      ),
    );
    expect(settings).toEqual([{ statement: '1min', lock: '5s' }]);
    await transactions.close();

    const desk = await desks.enrol(central.adminUrl, mine, 'a', through(central.adminUrl));
    book(desk, mine, 'a');
    await synced(desk);
    const client = await openAdmin(url);
    const left = await client.query(
      `select (select count(*)::integer from pg_prepared_statements) as prepared,
         (select count(*)::integer from pg_listening_channels()) as listening,
         (select count(*)::integer from pg_cursors where is_holdable) as cursors,
         coalesce(current_setting('holdfast.token', true), '') as token,
         coalesce(current_setting('holdfast.op_id', true), '') as op`,
    );
    expect(left.rows).toEqual([{ prepared: 0, listening: 0, cursors: 0, token: '', op: '' }]);
    await client.end();
  });
});
