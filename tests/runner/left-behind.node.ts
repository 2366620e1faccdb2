import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPEN_FOLDER } from '#db/postgres/cluster-account.node.ts';

/** Folders that tests make things in, and how those begin. */
const PLACES: readonly (readonly [string, string])[] = [
  [tmpdir(), 'holdfast-'],
  ['/dev/shm', 'holdfast-'],
  // Data of centrals, named by chance; the programs of Postgres are kept there for the next start.
  [OPEN_FOLDER, ''],
];
const KEPT = /^postgres-/;

/** Paths of all that tests have made and not removed, on this machine. */
export function leftBehind(): readonly string[] {
  return PLACES.flatMap(([folder, begin]) =>
    namesIn(folder)
      .filter((name) => name.startsWith(begin) && !KEPT.test(name))
      .map((name) => join(folder, name)),
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
