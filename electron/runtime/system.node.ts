import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Debian's packages for Electron's libraries and a screen without a monitor, one a line. Newer
 * releases carry some of them under a name with `t64`; the one that exists is taken.
 */
const PACKAGES = readFileSync(new URL('./debian-packages.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((name) => name !== '');

/** What is missing for a window on this machine, in words; empty when nothing is. */
export function missingForWindows(executable: string): string[] {
  if (process.platform !== 'linux') return [];
  const missing: string[] = [];
  const { stdout, status } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  if (status === 0) missing.push(...missingLibraries(stdout));
  if (!hasDisplay(process.env) && !onPath('Xvfb')) missing.push('Xvfb');
  if (!existsSync('/usr/share/fonts')) missing.push('fonts');
  return missing;
}

/** Names of the libraries that `ldd` did not find. */
export function missingLibraries(ldd: string): string[] {
  return [...ldd.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name ?? '');
}

/**
 * Makes this machine able to open windows: installs what is missing as root on Debian and its
 * kin, otherwise throws one sentence that says what to install.
 */
export function prepareForWindows(executable: string, say: (line: string) => void): void {
  const missing = missingForWindows(executable);
  if (missing.length === 0) return;
  const what = `Electron cannot open a window here (missing: ${missing.join(', ')}).`;
  if (!onPath('apt-get'))
    throw new Error(`${what} Install GTK 3, NSS, ALSA, GBM, Xvfb and a font.`);
  const packages = PACKAGES.map(candidate);
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`${what} Run: sudo ${command}`);
  say(`${what} Installing them.`);
  apt(['update']);
  // Only a list that is up to date knows which of the names are candidates.
  apt(['install', '-y', '--no-install-recommends', ...PACKAGES.map(candidate)]);
  const still = missingForWindows(executable);
  if (still.length > 0) throw new Error(`Still missing after ${command}: ${still.join(', ')}`);
}

/** A screen for windows: the one there is, or an X server of our own. `stop` ends only our own. */
export async function openDisplay(): Promise<{
  display: string | null;
  stop: () => Promise<void>;
}> {
  if (process.platform !== 'linux' || hasDisplay(process.env)) {
    return { display: process.env['DISPLAY'] ?? null, stop: async () => undefined };
  }
  // The server picks a free number and writes it to file descriptor 3.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\n')) resolve(text.trim());
    });
  });
  return {
    display: `:${number}`,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}

function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

function onPath(command: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(':')
    .some((folder) => existsSync(`${folder}/${command}`));
}

function candidate(name: string): string {
  const renamed = `${name}t64`;
  return spawnSync('apt-cache', ['show', renamed]).status === 0 ? renamed : name;
}

function apt(args: readonly string[]): void {
  const { status, stderr } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) {
    const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
    throw new Error(`apt-get ${args[0]} failed on ${release.split('\n')[0]}: ${stderr.trim()}`);
  }
}
