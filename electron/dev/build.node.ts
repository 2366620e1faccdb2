import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withLock } from '#electron/runtime/lock.node.ts';
import { madeBeside } from './made-beside.node.ts';

const root = resolve(import.meta.dirname, '../..');
const dist = join(root, 'dist');

/** A part of the build: made again when a file of its sources, or what makes it, has changed. */
interface Part {
  readonly name: string;
  readonly sources: readonly string[];
  /** Makes the whole part in an empty folder. */
  readonly make: (folder: string) => Promise<void>;
}

const PARTS: readonly Part[] = [
  { name: 'electron', sources: ['electron', 'db', 'sync'], make: makeElectron },
  { name: 'renderer', sources: ['renderer', 'electron/contract', 'db'], make: makeRenderer },
];

/**
 * Builds what has changed since the last build into dist/. Safe to call from several processes, and
 * while windows of the last build are opening.
 */
export async function build(say: (line: string) => void): Promise<void> {
  const cache = join(root, 'node_modules/.cache/holdfast');
  await mkdir(cache, { recursive: true });
  await withLock(join(cache, 'build.lock'), async () => {
    for (const part of PARTS) {
      const stamp = join(dist, `${part.name}.stamp`);
      const hash = await hashOf(part);
      if (hash === (await readFile(stamp, 'utf8').catch(() => ''))) continue;
      const started = Date.now();
      await madeBeside(join(dist, part.name), part.make);
      await writeFile(stamp, hash);
      say(`built ${part.name} in ${Date.now() - started} ms`);
    }
  });
}

async function hashOf(part: Part): Promise<string> {
  const hash = createHash('sha256');
  const files = ['package-lock.json', 'electron/dev/build.node.ts'];
  for (const folder of part.sources) {
    for (const entry of await readdir(join(root, folder), {
      recursive: true,
      withFileTypes: true,
    })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && !/\.test\.tsx?$/.test(file)) files.push(file.slice(root.length + 1));
    }
  }
  for (const file of files.sort()) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)));
  }
  return hash.digest('hex');
}

async function makeElectron(folder: string): Promise<void> {
  const { build: bundle } = await import('esbuild');
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    sourcemap: 'linked',
    logLevel: 'warning',
    legalComments: 'none',
    minifySyntax: true,
  } as const;
  await Promise.all([
    bundle({
      ...shared,
      entryPoints: ['electron/main.ts'],
      outfile: join(folder, 'main.mjs'),
      format: 'esm',
      // Electron 33 runs Node 20.
      target: 'node20',
      external: ['electron'],
    }),
    bundle({
      ...shared,
      entryPoints: ['electron/preload/bridge.ts'],
      outfile: join(folder, 'bridge.cjs'),
      format: 'cjs',
      target: 'chrome130',
      sourcemap: false,
      external: ['electron'],
    }),
    bundle({
      ...shared,
      entryPoints: ['electron/process/data-process.node.ts'],
      outfile: join(folder, 'data-process.mjs'),
      format: 'esm',
      target: 'node22',
      packages: 'external',
    }),
    // The data process reads them when it meets an older replica.
    cp(join(root, 'db/migrations/sqlite'), join(folder, 'sqlite'), { recursive: true }),
  ]);
}

async function makeRenderer(folder: string): Promise<void> {
  const { build: bundle } = await import('vite');
  await bundle({
    configFile: join(root, 'renderer/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder },
  });
}

if (import.meta.main) await build((line) => process.stdout.write(`${line}\n`));
