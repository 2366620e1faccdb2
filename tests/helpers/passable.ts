import { chmodSync } from 'node:fs';

/**
 * Lets others pass through a temporary folder. Below a closed one the account of Postgres reaches
 * nothing: a central there puts its data elsewhere, where nobody removes them.
 */
export function makePassable(folder: string): void {
  chmodSync(folder, 0o711);
}
