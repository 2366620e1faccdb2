import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { openDriver } from '#db/sqlite/driver.node.ts';
import type pg from 'pg';
import { shown } from './figures.ts';

/** What the figures were made on: a line for the machine, one for the versions. */
export async function describeMachine(folder: string, admin: pg.Client | null): Promise<string[]> {
  const postgres = admin === null ? '' : `, Postgres ${await postgresVersion(admin)}`;
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return [
    `machine: ${cpus().length} × ${model}, ${memory}, ${process.platform} ${release()}, ` +
      `${await fileSystemOf(folder)}, load ${loadavg().map(shown).join(' ')}`,
    `versions: Node ${process.versions.node}${postgres}, SQLite ${sqliteVersion()}`,
  ];
}

async function postgresVersion(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return rows[0]?.version ?? '?';
}

function sqliteVersion(): string {
  const driver = openDriver(':memory:', { readonly: false, fileMustExist: false, timeout: 0 });
  try {
    const row = driver.prepare<{ version: string }>('SELECT sqlite_version() AS version').get();
    return row?.version ?? '?';
  } finally {
    driver.close();
  }
}

const TMPFS = 0x01021994;

/** Throws on a file system in memory: a durable write costs nothing there. */
async function fileSystemOf(folder: string): Promise<string> {
  const { type } = await statfs(folder);
  if (type === TMPFS) throw new Error(`${folder} lies in memory; name a folder on a disk by --dir`);
  if (process.platform !== 'linux') return `file system 0x${type.toString(16)}`;
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, at = '-']) => `${folder}/`.startsWith(at === '/' ? '/' : `${at}/`))
    .sort(([, a = ''], [, b = '']) => b.length - a.length);
  const [device = '?', , kind = '?'] = mounts[0] ?? [];
  return `${kind} on ${device}`;
}
