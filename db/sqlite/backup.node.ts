import type { Connection } from './connection.node.ts';

/**
 * Writes a whole, compact copy beside a working replica, encrypted with the same key. The driver's
 * own backup cannot read encrypted files. Throws when `target` exists.
 */
export function backup(connection: Connection, target: string): void {
  connection.prepare('VACUUM INTO ?').run(target);
}
