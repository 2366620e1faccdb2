import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

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

/** SQLite's code of what was met, or null. */
export function suspicionOf(file: string): string | null {
  return isSuspect(file) ? readFileSync(nameOf(file), 'utf8').trim() : null;
}

export function forgetSuspicion(file: string): void {
  rmSync(nameOf(file), { force: true });
}
