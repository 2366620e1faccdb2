import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from '#db/kernel/clock.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { syncFolder } from '#db/sqlite/folder.node.ts';
import { syncedCopy } from '#db/sqlite/renew.node.ts';
import { hasDamagedLog, readBehind, SENT, whoIs } from '#db/sqlite/salvage.node.ts';
import type { Salvage, SalvagedOp } from '#db/sqlite/salvage.node.ts';
import { recordFinding } from './evidence.node.ts';
import { createRedo } from './redo.node.ts';

// None of a rebuild's names: a file that is missing is never made of these.
const MENDING = '.mending-';
const KEPT = '.log-damaged-';

/** A file with its damaged log, copied before SQLite writes over either. */
interface Copy {
  /** Path while the file is being mended. */
  readonly mending: string;
  /** Path from then on. */
  readonly kept: string;
}

interface MendOptions {
  readonly clock: Clock;
  readonly key?: Uint8Array;
}

/**
 * Keeps the files of a desk without a central, still closed, where its log is damaged: nobody else has
 * what stands in it. Null where it is not. One that was cut off before goes on. Throws `ReplicaError`.
 */
export function beginMending(file: string, { clock, key }: MendOptions): Copy | null {
  const cutOff = cutOffMending(file);
  if (cutOff !== undefined) {
    const copy = copyOf(file, cutOff);
    if (!isReplaced(whoIs(file, key), headOfCopy(copy, key))) return copy;
    endMending(copy);
  }
  if (!hasDamagedLog(file)) return null;
  const copy = copyOf(file, instantOf(clock.now()).replaceAll(':', '-'));
  // The file last: it is there only when its log is.
  for (const suffix of ['-wal', '']) syncedCopy(file + suffix, copy.mending + suffix);
  syncFolder(dirname(file));
  return copy;
}

/** The stamp of a mending that did not come to its end; undefined where there is none. */
export function cutOffMending(file: string): string | undefined {
  const begin = `${basename(file)}${MENDING}`;
  return readdirSync(dirname(file))
    .flatMap((name) => (name.startsWith(begin) ? [name.slice(begin.length)] : []))
    .find((stamp) => /^[\dTZ.-]+$/.test(stamp));
}

function copyOf(file: string, stamp: string): Copy {
  return { mending: `${file}${MENDING}${stamp}`, kept: `${file}${KEPT}${stamp}` };
}

/** Does the ops that SQLite dropped once more, and tells which it could not. */
export function finishMending(
  connection: Connection,
  copy: Copy,
  { clock, key }: MendOptions,
): void {
  const { mending, kept } = copy;
  const head = headOf(connection);
  const was = headOfCopy(copy, key);
  // Otherwise it is done already, or another file was put in this one's place.
  const same = was?.incarnation === head.incarnation && was.last === head.last;
  if (same) {
    const found = readBehind(mending, key);
    connection.transaction(() => {
      const { saved, lost } = redo(connection, head, found);
      recordFinding(connection, instantOf(clock.now()), {
        kind: 'log_damaged',
        cause: 'none',
        kept: basename(kept),
        saved,
        lost,
      });
    });
  }
  // What lies in the log behind these commits must not be taken for work once more.
  connection.pragma('wal_checkpoint(TRUNCATE)');
  endMending(copy);
}

/** From now on the copy is only kept. */
function endMending({ mending, kept }: Copy): void {
  for (const suffix of ['-wal', '']) {
    if (existsSync(mending + suffix)) renameSync(mending + suffix, kept + suffix);
  }
  syncFolder(dirname(kept));
}

/** Mending takes a file on, never back: an older one is a backup that somebody put there. */
function isReplaced(now: Head | null, was: Head | null): boolean {
  if (now === null || was === null) return false;
  return now.incarnation !== was.incarnation || now.last < was.last;
}

function headOfCopy({ mending }: Copy, key: Uint8Array | undefined): Head | null {
  const head = whoIs(mending, key);
  // Reading made it.
  rmSync(`${mending}-shm`, { force: true });
  return head;
}

interface Head {
  readonly incarnation: string;
  readonly last: number;
}

function headOf(connection: Connection): Head {
  const head = connection
    .prepare<Head>('SELECT incarnation, last_op_no AS last FROM replica')
    .get();
  return must(head, 'a replica knows who it is');
}

function redo(connection: Connection, head: Head, found: Salvage) {
  const ops = new Map(
    found.sent
      .filter((op) => op['incarnation'] === head.incarnation && op.op_no > head.last)
      .map((op) => [op.op_no, op]),
  );
  const redoOp = createRedo(connection);
  const keep = connection.prepare(
    `INSERT INTO outbox_sent (${SENT.join(', ')}) VALUES (${SENT.map(() => '?').join(', ')})`,
  );
  const saved: SalvagedOp[] = [];
  const lost: number[] = [];
  const last = Math.max(head.last, found.last_op_no ?? 0, ...ops.keys());
  for (let number = head.last + 1; number <= last; number++) {
    const op = ops.get(number);
    if (op !== undefined && redoOp(op)) {
      saved.push(op);
      keep.run(SENT.map((column) => op[column] ?? null));
    } else lost.push(number);
  }
  connection.prepare('UPDATE replica SET last_op_no = ?, acked_op_no = ?').run(last, last);
  // Where it had joined a central since, its numbers began again.
  const alone = found.identity?.login_role === '';
  return { saved, lost: alone ? lost : null };
}
