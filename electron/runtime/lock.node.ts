import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs `task` while `file` exists with this process's id in it; others wait. A file whose process
 * is gone is taken over, so that a kill in the middle never blocks the next run.
 */
export async function withLock<T>(file: string, task: () => Promise<T>): Promise<T> {
  while (!(await take(file))) {
    if (!(await held(file))) await rm(file, { force: true });
    else await wait(200);
  }
  try {
    return await task();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function held(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // Empty: its owner is between creating and writing, or died there; ask once more.
  if (text === '') {
    await wait(1000);
    const again = await readFile(file, 'utf8').catch(() => '');
    return again !== '' && alive(Number(again));
  }
  return alive(Number(text));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
