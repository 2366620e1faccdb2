import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isUnreadable } from './failures.node.ts';

const nameOf = (file: string) => `${file}.suspect`;

/** Notes beside a replica what was met in it while it was at work: the next start heals it. */
export function suspect(file: string, code: string): void {
  try {
    writeFileSync(nameOf(file), `${code}\n`);
  } catch {
    // A disk that takes nothing more: the damage will be met again.
  }
}

export function isSuspect(file: string): boolean {
  return existsSync(nameOf(file));
}

/** SQLite's code of what was met, EIO where it cannot be read any more, or null. */
export function suspicionOf(file: string): string | null {
  if (!isSuspect(file)) return null;
  try {
    return readFileSync(nameOf(file), 'utf8').trim();
  } catch (error) {
    if (isUnreadable(error)) return 'EIO';
    throw error;
  }
}

export function forgetSuspicion(file: string): void {
  rmSync(nameOf(file), { force: true });
}
