import type pg from 'pg';
import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import { must } from '#db/kernel/must.ts';
import { clash } from '#db/domains/bookings/rules/overlap.ts';
import { OCCUPYING } from '#db/domains/bookings/rules/status.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Change } from '#sync/core/op.ts';
import { centralRows, tableOf } from './central.ts';
import type { Rows } from './central.ts';
import { HOME } from './places.ts';
import { hold, Violation } from './violation.ts';

/** An op as central keeps it. */
export interface LoggedOp {
  readonly op_id: string;
  readonly incarnation: string;
  readonly op_no: number;
  readonly actor_id: string;
  readonly changes: readonly Change[];
  readonly outcome: 'applied' | 'merged' | 'conflicted' | 'rejected';
  readonly code: string | null;
  readonly merged: readonly string[];
  readonly conflicts: readonly string[];
}

/**
 * Central's history, followed from commit to commit: every difference between two states must be
 * what the verdicts of the ops in between say, or the work of a direct write.
 */
export interface History {
  readonly ops: readonly LoggedOp[];
  /** Central's rows since the last commit that changed any. */
  readonly rows: ReadonlyMap<string, Rows>;
  /**
   * Ops that a central refused before it was put back: their desk does not send them again, but a copy
   * of its file, put back later, may still have them waiting.
   */
  readonly refused: ReadonlySet<string>;
  /** Whether central has that op. */
  knows(op_id: string): boolean;
  /** Central was put back from a copy: its history is what the copy holds. */
  restart(): Promise<void>;
  /**
   * After each commit, also of a push that brought nothing new; `touched` are rows that somebody wrote directly. `late` says that others may
   * have committed between the work and its commit.
   */
  committed(touched: readonly string[], late: boolean): Promise<readonly LoggedOp[]>;
}

type Cells = Record<string, Cell>;
type State = Map<string, Cells>;

const WATCHED = [
  'users',
  'resources',
  'resource_closures',
  'bookings',
  'conflict_logs',
  'conflict_actions',
];

export async function createHistory(admin: pg.Client): Promise<History> {
  const ops: LoggedOp[] = [];
  const known = new Set<string>();
  const lastNo = new Map<string, number>();
  let rows = await centralRows(admin, REPLICATED);
  let expected = stateOf(rows);
  // Every row that ever was.
  let been = new Set(expected.keys());
  let wentBack = false;
  const refused = new Set<string>();

  async function newOps(): Promise<readonly LoggedOp[]> {
    const { rows } = await admin.query<LoggedOp & { op_no: string }>({
      name: 'new-ops',
      text: `select op_id, incarnation, op_no, op ->> 'actor_id' as actor_id, op -> 'changes' as changes, outcome, code, merged, conflicts
       from sync.op_log where organization_id = $1 and not op_id = any ($2)
       order by received_at, incarnation, op_no`,
      values: [HOME.id, [...known]],
    });
    return rows.map((row) => ({ ...row, op_no: Number(row.op_no) }));
  }

  return {
    ops,
    refused,
    get rows() {
      return rows;
    },
    knows: (op_id) => known.has(op_id),
    restart: async () => {
      wentBack = true;
      for (const { op_id, outcome } of ops) if (outcome === 'rejected') refused.add(op_id);
      ops.length = 0;
      known.clear();
      lastNo.clear();
      for (const op of await newOps()) {
        ops.push(op);
        known.add(op.op_id);
        lastNo.set(op.incarnation, op.op_no);
      }
      rows = await centralRows(admin, REPLICATED);
      expected = stateOf(rows);
      been = new Set(expected.keys());
    },
    committed: async (touched, late) => {
      const fresh = await newOps();
      rows = await centralRows(admin, REPLICATED);
      const now = stateOf(rows);
      noOverlap(now);
      const free = new Set<string>();
      for (const op of fresh) {
        hold('I6 exactly once', !known.has(op.op_id), () => `op ${op.op_id} is there twice`);
        known.add(op.op_id);
        ops.push(op);
        const before = lastNo.get(op.incarnation) ?? 0;
        hold('I5 causality', op.op_no > before, () => `op ${op.op_no} came after ${before}`);
        lastNo.set(op.incarnation, op.op_no);
        if (!late) permitted(expected, op);
        deletionIsTold(expected, been, op, wentBack);
        expect(expected, op, now, free, changedAfter(fresh, op));
      }
      compare(expected, now, free, new Set(touched));
      expected = now;
      for (const key of now.keys()) been.add(key);
      return fresh;
    },
  };
}

function stateOf(all: ReadonlyMap<string, Rows>): State {
  const state: State = new Map();
  for (const table of WATCHED) {
    const own = Object.keys(tableOf(table).own);
    for (const [id, row] of all.get(table) ?? []) {
      state.set(`${table}.${id}`, Object.fromEntries(own.map((name) => [name, row[name] ?? null])));
    }
  }
  return state;
}

/** Whoever acts is somebody who may, as things are now and not as they were on the desk. */
function permitted(state: State, { op_id, actor_id, outcome }: LoggedOp): void {
  const active = state.get(`users.${actor_id}`)?.['is_active'] === 1;
  hold(
    'rights',
    active || outcome === 'rejected',
    () => `op ${op_id} was ${outcome}, its person may not act any more`,
  );
}

/**
 * Who edits a row that somebody deleted is asked by a conflict: it was there, and they saw it. Of a
 * central that was put back an op may want a row that never was there, a conflict that is no more:
 * that is refused.
 */
function deletionIsTold(
  state: State,
  been: ReadonlySet<string>,
  op: LoggedOp,
  wentBack: boolean,
): void {
  if (op.code !== 'row_missing') return;
  const missing = op.changes
    .filter(({ kind }) => kind !== 'insert')
    .map(({ table, row_id }) => `${table}.${row_id}`)
    .filter((key) => !state.has(key));
  hold(
    'I3 no silent reversal',
    !missing.some((key) => been.has(key)) || (wentBack && missing.some((key) => !been.has(key))),
    () => `op ${op.op_id} on ${missing.join(', ')} was refused, and nobody was asked`,
  );
}

/** What the op's verdict says the rows are now; cells it leaves to central become `free`. */
function expect(
  state: State,
  op: LoggedOp,
  now: State,
  free: Set<string>,
  later: ReadonlySet<string>,
): void {
  for (const id of op.conflicts) {
    const key = `conflict_logs.${id}`;
    const row = now.get(key);
    hold('I4 no overbooking', row !== undefined, () => `conflict ${id} of an op is not there`);
    // What was confirmed before central went back comes again in one batch, its settlement with it.
    if (row !== undefined) state.set(key, later.has(key) ? { ...row, ...UNSETTLED } : { ...row });
  }
  if (op.outcome === 'rejected') return;
  // What central merged by itself it tells as a conflict that is settled.
  for (const [key, row] of op.merged.length > 0 ? now : []) {
    const told = row['op_id'] === op.op_id && row['resolution'] === 'merged';
    if (told && !state.has(key)) state.set(key, { ...row });
  }
  const merged = new Set(op.merged);
  for (const { key, booking, lost } of decidedBy(state, op, now)) {
    for (const column of SETTLEMENT) free.add(`${key}.${column}`);
    // As its author saw it: it has the status it wanted, or loses once more (decision 11).
    if (lost) free.add(`${booking}.status`);
  }
  for (const { table, row_id, kind, values } of op.changes) {
    const key = `${table}.${row_id}`;
    if (kind === 'delete') {
      // A conflict kept the row; central's own word on it is in its image.
      if (op.outcome === 'applied') state.delete(key);
      else if (now.has(key)) continue;
      else state.delete(key);
      continue;
    }
    const row = state.get(key);
    if (row === undefined && kind === 'update') {
      hold('I3 no silent reversal', op.outcome === 'conflicted', () => `${key} is gone`);
      continue;
    }
    const next: Cells = { ...(row ?? defaultsOf(table)) };
    for (const [column, [before, after]] of Object.entries(values)) {
      const cell = `${key}.${column}`;
      const [saw, left] = [asStored(table, column, before), asStored(table, column, after)];
      const was = asStored(table, column, row?.[column] ?? null);
      // Its person did not know yet that the slot was lost, and was asked by a conflict: before this
      // batch, or by an op of it.
      const unaware =
        table === 'bookings' &&
        column === 'status' &&
        (was === 'conflicted' || (free.has(cell) && wantsSlot(left) && isLost(now.get(key))));
      hold(
        'I3 no silent reversal',
        kind === 'insert' ||
          [saw, left].includes(was) ||
          merged.has(cell) ||
          free.has(cell) ||
          unaware,
        () => `op ${op.op_id} wrote over ${cell}, which it saw as ${saw} and which was ${was}`,
      );
      if (unaware) free.add(cell);
      else free.delete(cell);
      next[column] = left;
      if (merged.has(cell)) free.add(cell);
    }
    for (const [time, wall] of WALLS) {
      // Nobody said of the new time what the wall shows there: central leaves it only if it is right.
      const [was, is] = values[time] ?? [null, null];
      const [saw, left] = values[wall] ?? [null, null];
      if (was === is || saw !== left) continue;
      // Of what a later op of the batch left of it, this one says nothing.
      if (later.has(key)) free.add(`${key}.${wall}`);
      else if (now.get(key)?.[wall] === null) next[wall] = null;
    }
    // It lost its slot; or it had lost it already and was made once more (undo of an undo).
    const told = op.conflicts.some((id) => now.get(`conflict_logs.${id}`)?.['row_id'] === row_id);
    const again = kind === 'insert' && row !== undefined;
    if ((told || again) && isLost(now.get(key))) free.add(`${key}.status`);
    state.set(key, next);
  }
}

function isLost(row: Cells | undefined): boolean {
  return row?.['status'] === 'conflicted';
}

function wantsSlot(status: Cell): boolean {
  return OCCUPYING.some((occupying) => occupying === status);
}

/** Rows that ops of the same batch behind this one change. */
function changedAfter(batch: readonly LoggedOp[], op: LoggedOp): ReadonlySet<string> {
  const behind = batch.slice(batch.indexOf(op) + 1);
  return new Set(
    behind.flatMap(({ changes }) => changes.map(({ table, row_id }) => `${table}.${row_id}`)),
  );
}

/** What an op that makes a row leaves out. */
function defaultsOf(table: string): Cells {
  const own = Object.entries(tableOf(table).own);
  return Object.fromEntries(
    own.map(([name, { shape }]) => [name, asStored(table, name, shape.defaultValue ?? null)]),
  );
}

const SETTLEMENT = ['status', 'resolution', 'resolved_at', 'resolved_by'];

const UNSETTLED = {
  status: 'open',
  resolution: '',
  resolved_at: null,
  resolved_by: null,
  resolution_notes: '',
};

/** Times of a booking, and what the person who booked saw on the wall. */
const WALLS = [
  ['start_time', 'start_wall'],
  ['end_time', 'end_wall'],
] as const;

const LOST = ['double_booking', 'capacity_exceeded'];
const MISPLACED = ['resource_unavailable', 'timezone_mismatch'];

// Central closes the conflict of a lost slot when a later op shows that its person decided otherwise,
// and that of a booking in a closure when it leaves.
function decidedBy(state: State, op: LoggedOp, now: State) {
  const touched = new Set(op.changes.map(({ row_id }) => row_id));
  return [...state].flatMap(([key, row]) => {
    const id = String(row['row_id']);
    const type = String(row['conflict_type']);
    const decided =
      key.startsWith('conflict_logs.') &&
      [...LOST, ...MISPLACED].includes(type) &&
      touched.has(id) &&
      ['move', 'cancel'].includes(String(now.get(key)?.['resolution']));
    return decided ? [{ key, booking: `bookings.${id}`, lost: LOST.includes(type) }] : [];
  });
}

// jsonb has a text of its own for the same value.
function asStored(table: string, column: string, cell: Cell): Cell {
  const json = tableOf(table).own[column]?.shape.kind === 'json';
  return json && typeof cell === 'string' ? normal(cell) : cell;
}

function normal(json: string): string {
  const value: Json = JSON.parse(json);
  return canonicalJson(value);
}

function compare(
  expected: State,
  now: State,
  free: ReadonlySet<string>,
  touched: ReadonlySet<string>,
): void {
  for (const key of new Set([...expected.keys(), ...now.keys()])) {
    if (touched.has(key)) continue;
    const [wanted, is] = [expected.get(key), now.get(key)];
    hold('I3 no silent reversal', is !== undefined, () => `${key} vanished`);
    hold('I3 no silent reversal', wanted !== undefined, () => `${key} came from nowhere`);
    const table = must(key.split('.')[0], 'a key names its table');
    for (const [column, value] of Object.entries(is ?? {})) {
      if (value === (wanted?.[column] ?? null)) continue;
      const cell = `${key}.${column}`;
      if (free.has(cell)) continue;
      const stored = asStored(table, column, value);
      const want = asStored(table, column, wanted?.[column] ?? null);
      if (stored !== want) {
        throw new Violation('I3 no silent reversal', `${cell} is ${value}, not ${want}`);
      }
    }
  }
}

/** Independent of the constraint: pairs by the rule in TypeScript. */
function noOverlap(state: State): void {
  const rows = [...state].filter(([key]) => key.startsWith('bookings.'));
  const standing = rows.map(([key, row]) => ({ key, ...occupancyOf(row) }));
  for (const [at, one] of standing.entries()) {
    for (const other of standing.slice(at + 1)) {
      hold('I4 no overbooking', !clash(one, other), () => `${one.key} and ${other.key} overlap`);
    }
  }
}

type Occupancy = Parameters<typeof clash>[0];

/** As much of a booking's canonical row as decides who is in whose way. */
export function occupancyOf(row: CanonicalRow): Occupancy {
  return {
    resource_id: row['resource_id'] === null ? null : String(row['resource_id']),
    start_time: String(row['start_time']),
    end_time: String(row['end_time']),
    // Both sides check that it is one of the list.
    status: String(row['status']) as Occupancy['status'],
  };
}

/** Columns of every replicated table, by name. */
export const REPLICATED = bookingRegistry.tables;
