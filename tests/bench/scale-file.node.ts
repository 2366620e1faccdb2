import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { registry } from '#db/domains/registry.ts';
import { definitionsHash } from '#db/sqlite/migrate.node.ts';
import { fillReplica } from '#resources/generate/fill-replica.node.ts';
import type { GenerateCounts } from '#resources/generate/fill-replica.node.ts';
import { NOW, openWork } from '#tests/fixtures/work.ts';
import type { Work } from '#tests/fixtures/work.ts';
import { addArticles } from './scale-articles.ts';

const SEED = 1;
const GENERATORS = resolve(import.meta.dirname, '../../resources/generate');
const KEPT = 'scale-';

/**
 * A replica of this size, kept in `cache` for the next run under a name made of all that decides what
 * is in it: definitions, generators, seed and counts. Files of other definitions are removed.
 */
export function scaleReplica(
  cache: string,
  counts: GenerateCounts,
  say: (line: string) => void,
): Work {
  const name = KEPT + fingerprint(counts);
  const folder = join(cache, name);
  if (!existsSync(folder)) {
    for (const other of readdirSync(cache)) {
      if (other.startsWith(KEPT)) rmSync(join(cache, other), { recursive: true });
    }
    const started = performance.now();
    const making = `${folder}.making`;
    mkdirSync(making);
    const file = join(making, 'replica.sqlite');
    fillReplica({ file, seed: SEED, now: NOW, counts });
    const work = openWork(file);
    addArticles(work);
    work.close();
    renameSync(making, folder);
    say(`replica filled in ${Math.round((performance.now() - started) / 1000)} s, kept as ${name}`);
  }
  return openWork(join(folder, 'replica.sqlite'));
}

function fingerprint(counts: GenerateCounts): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([definitionsHash(registry), SEED, counts]));
  for (const file of readdirSync(GENERATORS).toSorted()) {
    hash.update(readFileSync(join(GENERATORS, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
