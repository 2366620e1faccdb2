import { execFile } from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { startCluster } from '#db/postgres/cluster.node.ts';
import type { Cluster } from '#db/postgres/cluster.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';

const run = promisify(execFile);

/** A primary that takes writes and a standby that streams from it. */
export interface Pair {
  readonly primaryUrl: string;
  /** The same database at the standby. */
  standbyUrl(url: string): string;
  /** Until the standby has replayed what the primary has written. */
  caughtUp(): Promise<void>;
  /** From now on the standby gets nothing more. */
  cutOff(): Promise<void>;
  /** The primary is gone at once (`-m immediate`), and the standby takes over. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

/** `prepare` runs on the primary before it is copied: what must exist on both. */
export async function startPair(prepare: (primaryUrl: string) => Promise<void>): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-pair-'));
  await chmod(folder, 0o755);
  const bin = process.env['POSTGRES_BIN'];
  const binary = bin === undefined ? {} : { bin };
  const primary = await startEmbedded({
    dir: join(folder, 'primary'),
    durable: false,
    definitions: productDefinitions,
    ...binary,
  });
  await prepare(primary.url);
  const data = join(folder, 'standby');
  const port = await freePort();
  await copyServer(primary.url, data);
  const standby: Cluster = await startCluster({
    dir: data,
    port,
    password: '',
    durable: false,
    ...binary,
  });
  const standbyUrl = (url: string): string => {
    const other = new URL(url);
    other.port = String(port);
    return other.href;
  };
  const at = standbyUrl(primary.url);
  const ask = async (url: string, sql: string): Promise<unknown> => {
    const admin = await openAdmin(url);
    try {
      const { rows } = await admin.query<{ answer: unknown }>(sql);
      return rows[0]?.answer;
    } finally {
      await admin.end();
    }
  };
  return {
    primaryUrl: primary.url,
    standbyUrl,
    caughtUp: async () => {
      const end = String(await ask(primary.url, 'select pg_current_wal_lsn()::text as answer'));
      await expect
        .poll(() => ask(at, `select pg_last_wal_replay_lsn() >= '${end}' as answer`), {
          timeout: 30_000,
        })
        .toBe(true);
    },
    cutOff: async () => {
      await ask(at, `alter system set primary_conninfo = ''`);
      await ask(at, 'select pg_reload_conf() as answer');
      await expect
        .poll(() => ask(at, 'select count(*)::integer as answer from pg_stat_wal_receiver'), {
          timeout: 30_000,
        })
        .toBe(0);
    },
    failOver: async () => {
      const lock = await readFile(await lockFile(primary.url, ask), 'utf8');
      process.kill(Number.parseInt(lock, 10), 'SIGQUIT');
      await primary.stop();
      await ask(at, 'select pg_promote() as answer');
      await expect
        .poll(() => ask(at, 'select not pg_is_in_recovery() as answer'), { timeout: 30_000 })
        .toBe(true);
    },
    stop: async () => {
      await primary.stop();
      await standby.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Ask = (url: string, sql: string) => Promise<unknown>;

async function lockFile(url: string, ask: Ask): Promise<string> {
  return join(
    String(await ask(url, `select current_setting('data_directory') as answer`)),
    'postmaster.pid',
  );
}

/** A base backup by copying files, as it is done without pg_basebackup. */
async function copyServer(url: string, data: string): Promise<void> {
  const admin = await openAdmin(url, { queryTimeout: 120_000 });
  try {
    const { rows } = await admin.query<{ dir: string }>(
      `select current_setting('data_directory') as dir from pg_backup_start('standby', true)`,
    );
    const from = must(rows[0], 'a folder').dir;
    await run('cp', ['-a', from, data]);
    const stopped = await admin.query<{ label: string }>(
      'select labelfile as label from pg_backup_stop(false)',
    );
    await rm(join(data, 'postmaster.pid'), { force: true });
    await writeFile(join(data, 'backup_label'), must(stopped.rows[0], 'a label').label);
    await writeFile(join(data, 'standby.signal'), '');
    const { hostname, port, username, password } = new URL(url);
    await appendFile(
      join(data, 'postgresql.auto.conf'),
      `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
    );
    const { uid, gid } = await stat(from);
    for (const name of ['backup_label', 'standby.signal', 'postgresql.auto.conf']) {
      await run('chown', [`${uid}:${gid}`, join(data, name)]);
    }
    expect(await readdir(data)).toContain('PG_VERSION');
  } finally {
    await admin.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  return await new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
