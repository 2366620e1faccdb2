import { appendFileSync, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Dice } from './dice.ts';

/** `PRAGMA synchronous`: from here on the log is synced with every commit. */
const FULL = 2;
const NO_LIMIT = 4_294_967_294;

/** The files of a replica as they are on the disk now, log and all. */
export function copyImage(from: string, to: string): void {
  copyFileSync(from, to);
  rmSync(`${to}-wal`, { force: true });
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

/**
 * What the disk holds when the power goes: of the log only what was synced, and something torn behind
 * it. SQLite syncs the log with each commit under FULL, and only before a checkpoint below it.
 */
export function afterPowerLoss(image: string, connection: Connection, dice: Dice): void {
  const log = `${image}-wal`;
  if (!existsSync(log)) return;
  if (Number(connection.pragma('synchronous')) < FULL) writeFileSync(log, '');
  appendFileSync(log, dice.bytes(new Uint8Array(dice.below(6000))));
}

/** From now on the file may not grow, as on a full disk; or it may again. */
export function fillDisk(connection: Connection, full: boolean): void {
  const limit = full ? Number(connection.pragma('page_count')) : NO_LIMIT;
  connection.pragma(`max_page_count = ${limit}`);
}
