import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, writeFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '#db/kernel/must.ts';
import { binaries, serverAccount } from './cluster-account.node.ts';
import type { Account } from './cluster-account.node.ts';
import { clearStaleLock } from './cluster-lock.node.ts';

export interface ClusterOptions {
  /** Folder of the data; made if absent. */
  readonly dir: string;
  readonly port: number;
  /** Of the superuser `postgres`; used when the cluster is made. */
  readonly password: string;
  /** False gives up crash safety for speed: throw-away clusters of tests only. */
  readonly durable: boolean;
  /** Folder of the programs of a Postgres 15 or newer; the embedded one when left out. */
  readonly bin?: string;
}

export interface Cluster {
  /** Fast shutdown: running transactions are rolled back, everything committed is kept. */
  stop(): Promise<void>;
}

// Postgres does not notice when the process that wanted it is gone. The guard holds a pipe to us:
// however we end, its read ends too, and it shuts the server down.
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( while read -r _ <&3; do :; done; kill -INT "$server" ) &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"`;

/** Makes the cluster if there is none, and starts it on 127.0.0.1. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const account = await serverAccount();
  const bin = await binaries(account, options.bin);
  await mkdir(options.dir, { recursive: true });
  if (account !== undefined) await chown(options.dir, account.uid, account.gid);
  await chmod(options.dir, 0o700);
  if (!(await isFile(join(options.dir, 'PG_VERSION')))) {
    await initialise(bin.initdb, options, account);
  }
  await clearStaleLock(options.dir);
  return run(bin.postgres, options, account);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function initialise(
  initdb: string,
  { dir, password, durable }: ClusterOptions,
  account: Account | undefined,
): Promise<void> {
  // A first start that was cut short left a folder that initdb refuses.
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { mode: 0o700 });
  const passwordFile = `${dir}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) {
    await chown(dir, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    const child = spawn(
      initdb,
      [
        `--pgdata=${dir}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const said = collect(child);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`initdb failed (${String(code)}): ${said()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

const QUICK = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

function settings({ port, durable }: ClusterOptions): string[] {
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'lc_messages=C',
    'timezone=UTC',
    'max_connections=200',
    'shared_buffers=128MB',
    'max_wal_size=2GB',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'log_min_error_statement=panic',
    ...(durable ? [] : QUICK),
  ].flatMap((setting) => ['-c', setting]);
}

async function run(
  postgres: string,
  options: ClusterOptions,
  account: Account | undefined,
): Promise<Cluster> {
  const command = [postgres, '-D', options.dir, ...settings(options)];
  const guarded =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', GUARD, 'guard', ...command];
  const [program, ...args] = guarded;
  const child = spawn(must(program, 'no program'), args, {
    ...account,
    cwd: options.dir,
    // Its own group: Ctrl+C in a terminal is for us; we then stop the server in order.
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  await ready(child);
  return {
    stop: async () => {
      if (process.platform === 'win32') child.kill('SIGINT');
      child.stdin?.end();
      await exited;
    },
  };
}

async function ready(child: ChildProcess): Promise<void> {
  const said = collect(child);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`Postgres did not start: ${said()}`)));
    must(child.stderr, 'stderr is a pipe').on('data', () => {
      // A standby says `read-only connections`.
      if (/ready to accept (read-only )?connections/.test(said())) resolve();
    });
  });
}

/** Keeps the last of what a process says on stderr; the pipe never fills up. */
function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000);
  });
  return () => text;
}
