import { execFileSync } from 'node:child_process';

/** The first eight hexadecimal digits of the commit that is tested, as a number; 0 outside a working copy. */
export function commitNumber(): number {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number.parseInt(commit.slice(0, 8), 16);
  } catch {
    // A packed source tree.
    return 0;
  }
}
