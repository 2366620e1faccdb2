import { hasForeignLog } from './foreign-log.node.ts';
import { readIdentity } from './identity.node.ts';
import { hasLog } from './open.node.ts';
import { hasDamagedLog } from './salvage.node.ts';
import { isSuspect, suspicionOf } from './suspicion.node.ts';

/** False where a closed replica is surely well, told without opening anything. */
export function mayAil(file: string): boolean {
  return hasLog(file) || isSuspect(file);
}

/**
 * What healing would find beside a closed replica before SQLite looks into it, null where there is
 * nothing: SQLite's code of what was met in it, or what is wrong with its log. Changes nothing. Throws
 * `ReplicaError`.
 */
export function ailmentOf(file: string, key?: Uint8Array): string | null {
  const kept = readIdentity(file, key);
  if (kept !== null && hasForeignLog(file, { device: kept.device_id, key })) return 'log_foreign';
  if (hasDamagedLog(file)) return 'log_damaged';
  return suspicionOf(file);
}
