import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { isId } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import type { ReplicaIdentity } from './create.node.ts';
import { openDriver } from './driver.node.ts';
import type { Driver } from './driver.node.ts';
import { commitsBehindDamage, writeMendedLog, writeSoundLog } from './log.node.ts';

/** A row of one of the replica's own tables. */
export type SalvagedRow = Readonly<Record<string, Cell>>;

export type SalvagedOp = SalvagedRow & { readonly op_no: number; readonly op_id: string };

/** What could be read of a damaged replica that is nowhere else. */
export interface Salvage {
  /** Null where the file cannot tell any more. */
  readonly identity: ReplicaIdentity | null;
  readonly acting_user_id: string | null;
  /** Number of the last op that was made; null where the file cannot tell any more. */
  readonly last_op_no: number | null;
  /** No op up to this one waits. */
  readonly acked_op_no: number | null;
  /** Ops central has not confirmed, in order, each whole. */
  readonly waiting: readonly SalvagedOp[];
  /** Numbers of ops that stood there and cannot be read, as far as that can be told. */
  readonly lost: readonly number[];
  readonly sent: readonly SalvagedOp[];
  readonly rejected: readonly SalvagedOp[];
  readonly incidents: readonly SalvagedRow[];
}

/** Of a file that gives nothing any more. */
export const NOTHING: Salvage = {
  identity: null,
  acting_user_id: null,
  last_op_no: null,
  acked_op_no: null,
  waiting: [],
  lost: [],
  sent: [],
  rejected: [],
  incidents: [],
};

const OP = ['op_no', 'op_id', 'actor_id', 'command', 'at', 'schema_version', 'changes'];
/** Columns of `outbox_sent`. */
export const SENT = [...OP, 'incarnation', 'outcome', 'settled_at'];
const REJECTED = [
  ...OP.filter((name) => name !== 'schema_version'),
  'code',
  'detail',
  'rejected_at',
  'state',
];
const INCIDENT = ['at', 'kind', 'detail'];
/** Op numbers that are asked for one by one, at most. */
const ASKED = 1_000_000;

/**
 * Reads what waits in a closed replica, op by op, and whatever else central cannot give back. Changes
 * nothing in it. Of a log that is damaged in the middle the rest is read too; `behind` is that where it
 * was read before.
 */
export function salvage(file: string, key?: Uint8Array, behind: Salvage | null = null): Salvage {
  const found = read(file, key);
  const rest = behind ?? (hasDamagedLog(file) ? readBehind(file, key) : null);
  return rest === null ? found : merged(found, rest);
}

/** True where SQLite would drop commits that stand in the log of a closed replica. */
export function hasDamagedLog(file: string): boolean {
  const log = `${file}-wal`;
  return existsSync(log) && commitsBehindDamage(log) > 0;
}

/**
 * What stands behind the damage of a log too, which SQLite drops. Changes nothing. Only what a checksum
 * of the log or the cipher answers for: no op is another than was written.
 */
export function readBehind(file: string, key?: Uint8Array): Salvage {
  const sound = readCopy(file, key, writeSoundLog);
  // A damaged frame spoils the whole of its page, but may be the only way to sound ones.
  const all = key === undefined ? NOTHING : readCopy(file, key, writeMendedLog);
  const sent = [...sound.sent, ...without(all.sent, idsOf(sound.sent))];
  // Of the sound frames some hold older images.
  const rejected = [...without(sound.rejected, idsOf(all.rejected)), ...all.rejected];
  const settled = idsOf([...sent, ...rejected]);
  const waiting = without(
    [...sound.waiting, ...without(all.waiting, idsOf(sound.waiting))],
    settled,
  ).sort((x, y) => x.op_no - y.op_no);
  const life = sound.identity?.incarnation;
  const numbers = numbersOf([...waiting, ...sent.filter((op) => op['incarnation'] === life)]);
  return {
    ...sound,
    identity: sound.identity ?? all.identity,
    waiting,
    lost: between(sound.acked_op_no ?? 0, sound.last_op_no ?? 0).filter((n) => !numbers.has(n)),
    sent,
    rejected,
    incidents: [...sound.incidents, ...all.incidents],
  };
}

const numbersOf = (ops: readonly SalvagedOp[]) => new Set(ops.map(({ op_no }) => op_no));

/** Ops are numbered one by one, and settled in that order. */
function between(acked: number, last: number): readonly number[] {
  const first = Math.max(acked, last - ASKED);
  return Array.from({ length: last - first }, (_, at) => first + 1 + at);
}

function readCopy(
  file: string,
  key: Uint8Array | undefined,
  writeLog: (log: string, target: string) => ReadonlySet<number>,
): Salvage {
  const copy = `${file}.mended`;
  const clear = () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  };
  clear();
  try {
    copyFileSync(file, copy);
    return read(copy, key, writeLog(`${file}-wal`, `${copy}-wal`));
  } finally {
    clear();
  }
}

/** An op is where the later of the two has it. */
function merged(earlier: Salvage, later: Salvage): Salvage {
  const settled = idsOf([...later.sent, ...later.rejected]);
  const known = idsOf(later.waiting);
  const waiting = [
    ...earlier.waiting.filter(({ op_id }) => !settled.has(op_id) && !known.has(op_id)),
    ...later.waiting,
  ].sort((x, y) => x.op_no - y.op_no);
  const identity = earlier.identity ?? later.identity;
  const life = (later.identity ?? identity)?.incarnation;
  const numbers = numbersOf([...waiting, ...later.sent.filter((op) => op['incarnation'] === life)]);
  return {
    ...earlier,
    identity,
    acting_user_id: later.acting_user_id ?? earlier.acting_user_id,
    waiting,
    lost: [...new Set([...earlier.lost, ...later.lost])].filter((number) => !numbers.has(number)),
    sent: [...without(earlier.sent, idsOf([...later.waiting, ...later.sent])), ...later.sent],
    rejected: [...without(earlier.rejected, idsOf(later.rejected)), ...later.rejected],
    incidents: [...earlier.incidents, ...later.incidents],
  };
}

const idsOf = (ops: readonly SalvagedOp[]) => new Set(ops.map(({ op_id }) => op_id));

const without = (ops: readonly SalvagedOp[], ids: ReadonlySet<string>) =>
  ops.filter(({ op_id }) => !ids.has(op_id));

/** Who a closed replica is; null where it cannot tell. Changes nothing in it. */
export function whoIs(file: string, key?: Uint8Array): Head | null {
  return reading(file, key, (driver) => headOf(driver)) ?? null;
}

/** `stale` are pages of which only an older image is there. */
function read(file: string, key?: Uint8Array, stale?: ReadonlySet<number>): Salvage {
  return reading(file, key, (driver) => readFrom(driver, stale ?? new Set())) ?? NOTHING;
}

function reading<T>(
  file: string,
  key: Uint8Array | undefined,
  run: (driver: Driver) => T,
): T | undefined {
  let driver: Driver;
  try {
    driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 5000, key });
  } catch {
    return undefined;
  }
  try {
    return run(driver);
  } catch {
    return undefined;
  } finally {
    driver.close();
  }
}

interface Head extends ReplicaIdentity {
  readonly acting_user_id: string | null;
  readonly last: number;
  readonly acked: number;
}

function headOf(driver: Driver): Head | undefined {
  return driver
    .prepare<Head>(
      `SELECT device_id, device_name, organization_id, central, login_role, login_password, token,
         incarnation, acting_user_id, last_op_no AS last, acked_op_no AS acked FROM replica`,
    )
    .get();
}

function readFrom(driver: Driver, stale: ReadonlySet<number>): Salvage {
  const who = attempt(() => {
    const at = driver
      .prepare<{ page: number }>(
        `SELECT rootpage AS page FROM sqlite_schema WHERE name = 'replica'`,
      )
      .get();
    // Its only page: what an older image of it tells is no more.
    if (at !== undefined && stale.has(at.page)) throw new Error('an older image');
    return headOf(driver);
  });
  const waiting = new Map<number, SalvagedOp>();
  const take = (row: SalvagedRow) => {
    if (isWhole(row)) waiting.set(row.op_no, row);
  };
  const whole = eachRow(driver, 'outbox', OP, take);
  const lost = whole && !who.failed ? unwhole(driver, waiting) : oneByOne(driver, who.value, take);
  // A file of version 1 does not have it.
  const told = attempt(() => driver.prepare('SELECT conflict_id FROM rejected_ops LIMIT 0'));
  const refusal = told.failed ? REJECTED : [...REJECTED, 'conflict_id'];
  const rows = (table: string, columns: readonly string[]) => {
    const all: SalvagedRow[] = [];
    eachRow(driver, table, columns, (row) => all.push(row));
    return all;
  };
  return {
    identity: who.value ?? null,
    acting_user_id: who.value?.acting_user_id ?? null,
    last_op_no: who.value?.last ?? null,
    acked_op_no: who.value?.acked ?? null,
    waiting: [...waiting.values()].sort((a, b) => a.op_no - b.op_no),
    lost: lost.filter((number) => !waiting.has(number)),
    sent: rows('outbox_sent', SENT).filter(isWhole),
    rejected: rows('rejected_ops', refusal).filter(isWhole),
    incidents: rows('incidents', INCIDENT),
  };
}

// Rows that came, but are not what was written.
function unwhole(driver: Driver, waiting: ReadonlyMap<number, unknown>): number[] {
  const numbers = attempt(() =>
    driver.prepare<{ n: number }>('SELECT op_no AS n FROM outbox').all(),
  );
  return (numbers.value ?? []).map(({ n }) => n).filter((n) => !waiting.has(n));
}

/** Asks for every number that may stand there; answers those that do and cannot be read. */
function oneByOne(
  driver: Driver,
  who: { readonly last: number; readonly acked: number } | undefined,
  take: (row: SalvagedRow) => void,
): number[] {
  const numbers = new Set<number>();
  for (const sql of [
    'SELECT op_no AS n FROM outbox INDEXED BY sqlite_autoindex_outbox_1 ORDER BY op_id',
    'SELECT DISTINCT op_no AS n FROM pending_rows',
  ]) {
    attempt(() => {
      for (const { n } of driver.prepare<{ n: number }>(sql).iterate()) numbers.add(n);
    });
  }
  if (who !== undefined) {
    const first = Math.max(who.acked + 1, who.last - ASKED);
    for (let n = first; n <= who.last; n++) numbers.add(n);
  }
  const lost: number[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const row = attempt(() =>
      driver
        .prepare<SalvagedRow>(`SELECT ${OP.join(', ')} FROM outbox WHERE op_no = ?`)
        .get(number),
    );
    if (row.value !== undefined) take(row.value);
    if (row.failed || row.value !== undefined) lost.push(number);
  }
  return lost;
}

/** From both ends as far as it goes; true when that was everything. */
function eachRow(
  driver: Driver,
  table: string,
  columns: readonly string[],
  take: (row: SalvagedRow) => void,
): boolean {
  const select = `SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`;
  const scan = (sql: string) =>
    !attempt(() => {
      for (const row of driver.prepare<SalvagedRow>(sql).iterate()) take(row);
    }).failed;
  return scan(select) || (scan(`${select} DESC`), false);
}

/** A damaged page may still give a row; what was written reads as JSON and ids. */
function isWhole(row: SalvagedRow): row is SalvagedOp {
  if (typeof row['op_no'] !== 'number') return false;
  if (typeof row['op_id'] !== 'string' || !isId(row['op_id'])) return false;
  if (typeof row['actor_id'] !== 'string' || !isId(row['actor_id'])) return false;
  const { value } = attempt((): unknown => JSON.parse(String(row['changes'])));
  return Array.isArray(value);
}

function attempt<T>(run: () => T): { readonly value: T | undefined; readonly failed: boolean } {
  try {
    return { value: run(), failed: false };
  } catch {
    return { value: undefined, failed: true };
  }
}
