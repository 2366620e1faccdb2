import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { dataFolder, serverAccount } from './cluster-account.node.ts';
import { startCluster } from './cluster.node.ts';
import type { Definitions } from './definitions.node.ts';
import { migrateCentral } from './migrate.node.ts';
import { openAdmin } from './open.node.ts';
import { startUpkeep } from './upkeep.node.ts';

export interface CentralOptions {
  readonly dir: string;
  /** A free one, kept for the next start, unless given. */
  readonly port?: number;
  readonly definitions: Definitions;
  /** Fills the database when it has no organization yet. */
  readonly demo?: (client: pg.Client) => Promise<void>;
  /** False gives up crash safety for speed: throw-away centrals of tests only. Default true. */
  readonly durable?: boolean;
  /** Folder of the programs of a Postgres 15 or newer; the embedded one when left out. */
  readonly bin?: string;
}

export interface EmbeddedCentral {
  /** The administrator's; holds a password. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Saved {
  readonly password: string;
  readonly port: number;
  /** Random, so that a folder made anew never finds the data of one that was thrown away. */
  readonly name: string;
}

const DATABASE = 'holdfast';

/** A central of one's own in a folder: made once, migrated at every start, on 127.0.0.1 only. */
export async function startEmbedded(options: CentralOptions): Promise<EmbeddedCentral> {
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'central.json');
  const known = await load(file);
  const saved: Saved = {
    password: known?.password ?? randomBytes(24).toString('base64url'),
    port: options.port ?? (await freePort(known?.port)),
    name: known?.name ?? randomBytes(8).toString('hex'),
  };
  // Before the cluster: a password that is lost after initdb locks us out for good.
  await save(file, saved);
  const cluster = await startCluster({
    dir: await dataFolder(dir, saved.name, await serverAccount()),
    port: saved.port,
    password: saved.password,
    durable: options.durable ?? true,
    ...(options.bin === undefined ? {} : { bin: options.bin }),
  });
  try {
    const url = `postgres://postgres:${saved.password}@127.0.0.1:${saved.port}/${DATABASE}`;
    await createDatabase(url);
    await migrateCentral(url, options.definitions);
    if (options.demo !== undefined) await fill(url, options.demo);
    const chores = await startUpkeep(url);
    return {
      url,
      stop: async () => {
        await chores.stop();
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function load(file: string): Promise<Saved | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseSaved(JSON.parse(text), file);
}

function parseSaved(value: unknown, file: string): Saved {
  if (
    typeof value === 'object' &&
    value !== null &&
    'password' in value &&
    typeof value.password === 'string' &&
    'port' in value &&
    typeof value.port === 'number' &&
    'name' in value &&
    typeof value.name === 'string'
  ) {
    return { password: value.password, port: value.port, name: value.name };
  }
  throw new Error(`${file} is not what this program wrote there`);
}

async function save(file: string, saved: Saved): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(saved), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

async function createDatabase(url: string): Promise<void> {
  const admin = await openAdmin(url.replace(new RegExp(`/${DATABASE}$`), '/postgres'));
  try {
    const there = await admin.query('select from pg_database where datname = $1', [DATABASE]);
    if (there.rowCount === 0) await admin.query(`create database ${DATABASE}`);
    // Postgres lets everybody in there, and what central keeps from its logins is kept from them in
    // its own database only: ending the sessions of others, which may be anywhere.
    await admin.query('revoke connect on database postgres, template1 from public');
  } finally {
    await admin.end();
  }
}

async function fill(url: string, demo: (client: pg.Client) => Promise<void>): Promise<void> {
  const admin = await openAdmin(url);
  try {
    const there = await admin.query('select from data.organizations limit 1');
    if (there.rowCount === 0) await demo(admin);
  } finally {
    await admin.end();
  }
}

/** `wanted` if nobody listens there, else any free port of 127.0.0.1. */
async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    return await new Promise<number>((done, refuse) => {
      server.on('error', refuse);
      server.listen(wanted, '127.0.0.1', () => {
        const address = server.address();
        done(typeof address === 'object' ? must(address, 'listening').port : 0);
      });
    });
  } catch (error) {
    if (wanted === 0) throw error;
    return await freePort();
  } finally {
    server.close();
  }
}
