import { setTimeout as wait } from 'node:timers/promises';
import { openDriver } from '#db/sqlite/driver.node.ts';

const STEP_MS = 100;

/**
 * Runs `task` while no other process runs one under the same `file`; others wait. The lock is the
 * operating system's, on an empty SQLite file: it ends with its process however that ends, so a
 * kill in the middle never blocks the next run.
 */
export async function withLock<T>(file: string, task: () => Promise<T>): Promise<T> {
  const driver = openDriver(file, { readonly: false, fileMustExist: false, timeout: 0 });
  try {
    while (!taken(driver)) await wait(STEP_MS);
    return await task();
  } finally {
    driver.close();
  }
}

function taken(driver: ReturnType<typeof openDriver>): boolean {
  try {
    driver.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return false;
    throw error;
  }
}
