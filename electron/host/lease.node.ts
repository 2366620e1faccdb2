import { join } from 'node:path';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { typedFailure } from '#db/sqlite/failures.node.ts';

/** The right of one process to write in a data folder. */
export interface Lease {
  release(): void;
}

/**
 * Takes the folder for this process. The lock is the operating system's, on an empty SQLite file:
 * it ends with the process however that ends, so no stale lease can exist and no pid is compared.
 * Throws `replica_locked` while another process, or another desk of this one, has it, and does not give
 * it back within `patience` milliseconds.
 */
export function takeLease(dir: string, patience = 0): Lease {
  const file = join(dir, 'replica.lock');
  try {
    const driver = openDriver(file, {
      readonly: false,
      fileMustExist: false,
      timeout: patience,
    });
    try {
      driver.pragma('locking_mode = EXCLUSIVE');
      driver.pragma('journal_mode = MEMORY');
      driver.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      driver.close();
      throw error;
    }
    return { release: () => void driver.close() };
  } catch (error) {
    throw typedFailure(error, file);
  }
}
