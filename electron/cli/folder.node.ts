import { mkdirSync } from 'node:fs';
import { CliRefusal } from './terms.node.ts';

/** Makes the folder for a replica, for its owner alone; one that is there stays as it is. */
export function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch {
    throw new CliRefusal('bad_folder', { reason: 'it cannot be made, or is a file' });
  }
}
