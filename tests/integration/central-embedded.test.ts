import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { productDefinitions, startCentral } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import type { EmbeddedCentral } from '#db/postgres/embedded-central.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { mergeDefinitions } from '#tests/helpers/merge-tables.ts';
import { only } from '#tests/helpers/postgres.ts';
import { testUnless, whyAbsent } from '#tests/helpers/unless.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-central-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A central of few tables, for what does not depend on them. */
function startSmall(): Promise<EmbeddedCentral> {
  return startEmbedded({ dir, definitions: mergeDefinitions });
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const admin = await openAdmin(url);
  try {
    return (await admin.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await admin.end();
  }
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((next) => setImmediate(next));
}

test('starts, keeps what it holds, listens on loopback only, and stops', async () => {
  const first = await startCentral({ dir, demo: true });
  const pid = await serverPid();
  expect(await query(first.url, 'select count(*)::integer as n from data.organizations')).toEqual([
    { n: 3 },
  ]);
  expect(await query(first.url, 'show listen_addresses')).toEqual([
    { listen_addresses: '127.0.0.1' },
  ]);
  expect(await query(first.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  expect(await query(first.url, 'show password_encryption')).toEqual([
    { password_encryption: 'scram-sha-256' },
  ]);
  expect((await stat(join(dir, 'central.json'))).mode & 0o777).toBe(0o600);
  await first.stop();
  await untilDead(pid);

  const second = await startCentral({ dir, demo: true });
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select count(*)::integer as n from data.organizations')).toEqual([
    { n: 3 },
  ]);
  await second.stop();
});

const SYSTEM = '/usr/lib/postgresql/15/bin';

testUnless(whyAbsent(SYSTEM), 'runs on the system’s Postgres where it is told so', async () => {
  const central = await startEmbedded({ dir, bin: SYSTEM, definitions: productDefinitions });
  const version = only(await query(central.url, 'show server_version_num'))['server_version_num'];
  expect(String(version)).toMatch(/^15/);
  await central.stop();
});

test('a wrong password is refused', async () => {
  const central = await startSmall();
  const wrong = new URL(central.url);
  wrong.password = 'postgres';
  await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  await central.stop();
});

test('when its parent is killed the server goes too, and the next start takes over', async () => {
  const program = fileURLToPath(
    new URL('../fixtures/embedded-central.child.node.ts', import.meta.url),
  );
  const child = spawn(process.execPath, [program, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const url = String(line).trim();
  await query(url, `create table public.kept as select 1 as one`);
  const pid = await serverPid();
  child.kill('SIGKILL');
  // At once, while the old server may still be shutting down.
  const next = await startSmall();
  expect(isAlive(pid)).toBe(false);
  expect(only(await query(next.url, 'select one from public.kept'))).toEqual({ one: 1 });
  await next.stop();
});

test('a lock file that names a stranger’s process does not prevent the start', async () => {
  const first = await startSmall();
  const lock = await readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8');
  await first.stop();
  const stranger = [process.pid, ...lock.split('\n').slice(1)].join('\n');
  await writeFile(join(dir, 'postgres', 'postmaster.pid'), stranger, { mode: 0o600 });
  const second = await startSmall();
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
});

test('a port that was taken since is replaced', async () => {
  const first = await startSmall();
  await first.stop();
  const port = Number(new URL(first.url).port);
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  const second = await startSmall();
  expect(new URL(second.url).port).not.toBe(String(port));
  await second.stop();
  squatter.close();
});
