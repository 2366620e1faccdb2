import { existsSync, rmSync, writeFileSync } from 'node:fs';

const nameOf = (file: string) => `${file}.suspect`;

/** Notes beside a replica that damage was met in it while it was at work: the next start heals it. */
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

export function forgetSuspicion(file: string): void {
  rmSync(nameOf(file), { force: true });
}
