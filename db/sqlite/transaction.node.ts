import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import { cellProblem } from '#db/schema/cell.ts';
import type { Cell } from '#db/schema/column.ts';
import { isMadeByCentral } from '#db/schema/sync-class.ts';
import { roleFor, ROLES } from '#db/schema/table.ts';
import type { CanonicalRow, Role, Table } from '#db/schema/table.ts';
import type { TouchedRow } from './changed-rows.ts';
import { sqliteCode } from './failures.node.ts';
import type { StatementsOf } from './table-statements.node.ts';
import { WriteRefusal } from './write-refusal.ts';

export interface TransactionContext<DB> {
  readonly reads: Reads<DB>;
  readonly statements: StatementsOf;
  readonly organization_id: Id;
  readonly actor: { readonly id: Id; readonly role: Role };
  readonly at: Instant;
  newId(): Id;
}

/** A running transaction: changes rows at once and remembers how each was before. */
export interface Recording<DB> {
  readonly tx: Writes<DB>;
  /** In the order in which rows were first touched. */
  readonly touched: ReadonlyMap<string, TouchedRow>;
}

export function record<DB>(context: TransactionContext<DB>): Recording<DB> {
  const touched = new Map<string, TouchedRow>();
  const { at, actor } = context;

  const touch = (table: Table, id: Id, known?: null): TouchedRow => {
    const key = `${table.name} ${id}`;
    const found = touched.get(key);
    if (found !== undefined) return found;
    const before = known === null ? null : (context.statements(table).get(id) ?? null);
    const row: TouchedRow = { table, id, before, now: before };
    touched.set(key, row);
    return row;
  };

  return {
    touched,
    tx: {
      ...context.reads,
      insert: (table, values, given) => {
        allow(actor.role, table, 'insert');
        const id = given ?? context.newId();
        const row = touch(table, id, given === undefined ? null : undefined);
        if (row.now !== null) throw new WriteRefusal('duplicate_row', { table: table.name });
        const stamped = {
          id,
          organization_id: context.organization_id,
          ...ownCells(table, values),
          created_at: at,
          updated_at: at,
          created_by: actor.id,
          updated_by: actor.id,
          row_version: 0,
        };
        refusing(table, () => context.statements(table).insert(stamped));
        row.now = stamped;
        return id;
      },
      update: (table, id, patch) => {
        allow(actor.role, table, 'update');
        const row = touch(table, id);
        const { now } = row;
        if (now === null) throw new WriteRefusal('row_missing', { table: table.name });
        const changed = changedCells(table, patch, now);
        if (Object.keys(changed).length === 0) return;
        const stamped = { ...changed, updated_at: at, updated_by: actor.id };
        refusing(table, () => context.statements(table).update(id, stamped));
        row.now = { ...now, ...stamped };
      },
      delete: (table, id) => {
        allow(actor.role, table, 'delete');
        const row = touch(table, id);
        if (row.now === null) throw new WriteRefusal('row_missing', { table: table.name });
        context.statements(table).remove(id);
        row.now = null;
      },
    },
  };
}

function allow(role: Role, table: Table, kind: 'insert' | 'update' | 'delete'): void {
  const { sync } = table.options;
  // What only this device knows is nobody's to grant.
  if (sync === 'local') return;
  const closed =
    sync === 'down' ||
    sync === 'central' ||
    (sync === 'up' && kind !== 'insert') ||
    (kind !== 'update' && isMadeByCentral(table));
  if (closed) {
    throw new WriteRefusal('not_allowed', { table: table.name, kind, needs: 'central' });
  }
  const needs = roleFor(table, kind);
  if (ROLES.indexOf(role) < ROLES.indexOf(needs)) {
    throw new WriteRefusal('not_allowed', { table: table.name, kind, needs });
  }
}

/** Every own column, defaults filled in. */
function ownCells(table: Table, values: Readonly<Record<string, unknown>>): CanonicalRow {
  knownColumns(table, values);
  const cells: Record<string, Cell> = {};
  for (const [name, { shape }] of Object.entries(table.own)) {
    cells[name] = checked(table, name, values[name] ?? fallback(values[name], shape.defaultValue));
  }
  return cells;
}

// An explicit null is a value; only what was left out takes the default.
function fallback(given: unknown, defaultValue: Cell | undefined): Cell {
  return given === null ? null : (defaultValue ?? null);
}

function changedCells(
  table: Table,
  patch: Readonly<Record<string, unknown>>,
  now: CanonicalRow,
): CanonicalRow {
  knownColumns(table, patch);
  const cells: Record<string, Cell> = {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const cell = checked(table, name, value);
    if (cell !== now[name]) cells[name] = cell;
  }
  return cells;
}

function knownColumns(table: Table, values: Readonly<Record<string, unknown>>): void {
  for (const column of Object.keys(values)) {
    if (!Object.hasOwn(table.own, column)) {
      throw new WriteRefusal('unknown_column', { table: table.name, column });
    }
  }
}

function checked(table: Table, column: string, value: unknown): Cell {
  const shape = table.own[column]?.shape;
  const problem = shape === undefined ? 'unknown' : cellProblem(shape, value);
  if (problem !== undefined) {
    throw new WriteRefusal('bad_value', { table: table.name, column, problem });
  }
  return value as Cell;
}

function refusing(table: Table, run: () => void): void {
  try {
    run();
  } catch (error) {
    const code = sqliteCode(error);
    if (code === 'SQLITE_CONSTRAINT_CHECK') {
      throw new WriteRefusal('rule_broken', { table: table.name, check: checkName(error) });
    }
    throw error;
  }
}

function checkName(error: unknown): string {
  return error instanceof Error ? error.message.replace('CHECK constraint failed: ', '') : '';
}
