import { spawnSync } from 'node:child_process';

/** Debian's packages of the two programs that the first fill is measured against. */
const PACKAGES = ['postgresql-client', 'sqlite3'];

/**
 * Makes `psql` and `sqlite3` available, installing them as root on Debian and its kin. Answers null,
 * or one sentence that says what is missing.
 */
export function consoleTools(say: (line: string) => void): string | null {
  if (present()) return null;
  const command = `apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`;
  const missing = `psql or sqlite3 is missing; install them with: ${command}`;
  if (process.getuid?.() !== 0 || !runs('apt-get', ['--version'])) return missing;
  say('psql or sqlite3 is missing; installing them');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    spawnSync('apt-get', args, { stdio: 'ignore', env: environment });
  }
  return present() ? null : missing;
}

function present(): boolean {
  return runs('psql', ['--version']) && runs('sqlite3', ['--version']) && runs('bash', ['-c', '']);
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
