import { existsSync, statSync } from 'node:fs';
import { hasForeignLog } from './foreign-log.node.ts';
import { readIdentity } from './identity.node.ts';
import { commitsBehindDamage } from './log.node.ts';
import { suspicionOf } from './suspicion.node.ts';

/** False where a closed replica is surely well, told without opening anything. */
export function mayAil(file: string): boolean {
  const log = `${file}-wal`;
  return (existsSync(log) && statSync(log).size > 0) || suspicionOf(file) !== null;
}

/**
 * What healing would find beside a closed replica before SQLite looks into it, null where there is
 * nothing: SQLite's code of what was met in it, or what is wrong with its log. Changes nothing. Throws
 * `ReplicaError`.
 */
export function ailmentOf(file: string, key?: Uint8Array): string | null {
  const log = `${file}-wal`;
  const kept = readIdentity(file, key);
  if (kept !== null && hasForeignLog(file, { device: kept.device_id, key })) return 'log_foreign';
  if (existsSync(log) && commitsBehindDamage(log) > 0) return 'log_damaged';
  return suspicionOf(file);
}
