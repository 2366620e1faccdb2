import { readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MS = 20_000;
const STEP_MS = 50;

/**
 * Makes way for a start after a crash. A server of this folder that is still shutting down is waited
 * for; a lock file whose number now belongs to a stranger is removed, as Postgres itself would refuse
 * to start. Where processes cannot be looked at, Postgres decides alone.
 */
export async function clearStaleLock(dir: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const file = join(dir, 'postmaster.pid');
  for (let waited = 0; ; waited += STEP_MS) {
    const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    if (Number.isNaN(pid)) return;
    if (!(await isServerOf(dir, pid))) return rm(file, { force: true });
    if (waited >= WAIT_MS) throw new Error(`a server (process ${pid}) is running on ${dir}`);
    await pause(STEP_MS);
  }
}

async function isServerOf(dir: string, pid: number): Promise<boolean> {
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder === dir;
}
