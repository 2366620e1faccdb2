import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { compileShim, fastFolder } from './fault-shim.ts';

/** A shim, a quick-starting bundle of the child, and folders in memory; all gone when disposed of. */
export interface Workplace {
  readonly folder: string;
  readonly library: string;
  readonly child: string;
  [Symbol.dispose](): void;
}

/** `entry`: the child's source, from the root of the repository. */
export async function workplace(entry: string): Promise<Workplace> {
  const folder = fastFolder();
  // Below the repository, so that the bundle finds the native library. One file starts in a quarter
  // of the time of forty, and a sweep starts it a thousand times.
  const output = resolve(import.meta.dirname, '../output');
  mkdirSync(output, { recursive: true });
  const bundles = mkdtempSync(join(output, 'faults-'));
  const outfile = join(bundles, 'child.mjs');
  await build({
    entryPoints: [resolve(import.meta.dirname, '../..', entry)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['better-sqlite3', 'better-sqlite3-multiple-ciphers'],
    // For packages that still ask by `require`.
    banner: {
      js: `import { createRequire as bundled } from 'node:module'; const require = bundled(import.meta.url);`,
    },
    outfile,
    logLevel: 'silent',
  });
  cpSync(resolve(import.meta.dirname, '../../db/migrations/sqlite'), join(bundles, 'sqlite'), {
    recursive: true,
  });
  return {
    folder,
    library: compileShim(folder),
    child: outfile,
    [Symbol.dispose]: () => {
      for (const made of [folder, bundles]) rmSync(made, { recursive: true, force: true });
    },
  };
}

/** Runs every job of an endless list on two lanes until one finds a problem or `stop` is met. */
export async function onTwoLanes<P>(
  job: (number: number, lane: string) => Promise<P | 'end' | undefined>,
  folder: string,
): Promise<{ readonly number: number; readonly problem: P } | undefined> {
  let next = 1;
  let ended = false;
  const finds: { readonly number: number; readonly problem: P }[] = [];
  async function lane(name: string): Promise<void> {
    while (!ended && finds.length === 0) {
      const number = next++;
      const result = await job(number, join(folder, name));
      if (result === 'end') ended = true;
      else if (result !== undefined) finds.push({ number, problem: result });
    }
  }
  await Promise.all([lane('lane-1'), lane('lane-2')]);
  // The lowest number is the easiest to look into.
  return finds.sort((a, b) => a.number - b.number)[0];
}
