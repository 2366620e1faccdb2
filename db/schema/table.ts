import type { Cell, Column } from './column.ts';
import { formerRef, instant, integer } from './column.ts';

/**
 * `both` ways; `down` central writes only; `up` a device adds rows, which other devices never get;
 * `local` never leaves the device; `central` never reaches one.
 */
export type SyncClass = 'both' | 'down' | 'up' | 'local' | 'central';

/**
 * How long rows are kept when no policy of the organization says otherwise: `lasting` until somebody
 * deletes them, `record` ten years, `log` one year, `short` ninety days, `passing` until they expire.
 */
export type Retention = 'lasting' | 'record' | 'log' | 'short' | 'passing';

/** Least role that may do it, checked on the device and again at central. `it` runs devices only. */
export type Role = 'it' | 'agent' | 'supervisor' | 'manager' | 'admin';
export const ROLES = [
  'it',
  'agent',
  'supervisor',
  'manager',
  'admin',
] as const satisfies readonly Role[];

export type Columns = Record<string, Column>;

/** Holds for rows whose `column` holds one of `values`. */
export interface While<Value extends Cell = Cell> {
  readonly column: string;
  readonly values: readonly Value[];
}

/** Columns of a key or an index; with `while`, only rows for which that holds take part. */
export type Key =
  | readonly string[]
  | { readonly columns: readonly string[]; readonly while: While };

/** Rows of one `by` may not overlap in `[from, to)` while `column` holds one of `values`. */
export interface NoOverlap {
  readonly by: string;
  readonly from: string;
  readonly to: string;
  readonly while: While<string>;
  /** What `while.column` becomes on the row that lost its slot at central. */
  readonly loser: string;
  /**
   * Central's own mark of rows that may overlap after all. It never travels, so no device can set it;
   * a trigger keeps it, and `sync.obstacle_of` tells what stands in such a row's way.
   */
  readonly unless?: string;
  /** How many a row counts for where it may overlap: a change of it asks for the slot again. */
  readonly size?: string;
  /** Column of a time → the column that says it as it was read on the wall. */
  readonly walls?: Readonly<Record<string, string>>;
}

/** A row of one of several tables: column `type` says which (`tables` by its values), `id` the row. */
export interface Link {
  readonly type: string;
  readonly id: string;
  readonly tables: Readonly<Record<string, string>>;
}

export interface TableOptions {
  readonly sync: SyncClass;
  readonly retention?: Retention;
  /** Of tables that devices write; rows of an `up` table are only ever inserted. */
  readonly rights?: { readonly insert: Role; readonly update: Role; readonly delete: Role };
  /** Devices change its rows; central alone makes and removes them. */
  readonly madeByCentral?: true;
  readonly noOverlap?: NoOverlap;
  /**
   * Central looks at every row that an op stored: `sync.judge_<table>` opens what a person must settle.
   * Names the column with the resource whose slots the row concerns.
   */
  readonly judged?: string;
  /** Central's own triggers: name → when, on what, and which function of `sync` they run. */
  readonly triggers?: Readonly<Record<string, readonly [when: string, run: string]>>;
  /** Unique within the organization. Columns must not be nullable; generated ones may take part. */
  readonly unique?: readonly Key[];
  /** Beyond those of references: `[columns]`, organization first is implied. */
  readonly indexes?: readonly Key[];
  /** SQL valid in both dialects; a boolean column is a condition as it stands. */
  readonly checks?: readonly string[];
  /** Text columns both databases compute: name → SQL valid in both. They never travel. */
  readonly generated?: Readonly<Record<string, string>>;
  /** References whose table is data. */
  readonly links?: readonly Link[];
  /** Columns in the full-text index of the replica. */
  readonly search?: readonly string[];
}

export interface Table<N extends string = string, C extends Columns = Columns> {
  readonly name: N;
  /** The table's own columns, without those every replicated row carries. */
  readonly own: C;
  /** All columns in storage order: `id`, `organization_id`, own, authorship, `row_version`. */
  readonly columns: Columns;
  readonly options: TableOptions;
}

const before = {
  id: formerRef('').merge('central').privacy('none'),
  organization_id: formerRef('organizations').merge('central').privacy('none'),
} satisfies Columns;

const after = {
  created_at: instant().merge('central').privacy('none'),
  updated_at: instant().merge('central').privacy('none'),
  created_by: formerRef('users').orNull().merge('central').privacy('none'),
  updated_by: formerRef('users').orNull().merge('central').privacy('none'),
  // Central's; 0 on a device until central has confirmed the row.
  row_version: integer().default(0).merge('central').privacy('none'),
} satisfies Columns;

/** Names of the columns that central stamps and no op may carry. */
export const STAMPED: readonly string[] = [...Object.keys(before), ...Object.keys(after)];

export function table<const N extends string, C extends Columns>(
  name: N,
  own: C,
  options: TableOptions,
): Table<N, C> {
  return { name, own, columns: { ...before, ...own, ...after }, options };
}

/** The columns of a key and the condition under which it holds, if any. */
export function keyParts(key: Key): {
  readonly columns: readonly string[];
  readonly while: While | undefined;
} {
  return 'columns' in key ? key : { columns: key, while: undefined };
}

/** Columns of a replica's or central's table that a statement may name: stored and generated. */
export function columnNames(on: Table): readonly string[] {
  return [...Object.keys(on.columns), ...Object.keys(on.options.generated ?? {})];
}

/** Least role for a kind of change; `admin` where a table does not say. */
export function roleFor(on: Table, kind: 'insert' | 'update' | 'delete'): Role {
  return on.options.rights?.[kind] ?? 'admin';
}

/** A row in canonical form. */
export type CanonicalRow = Readonly<Record<string, Cell>>;

type ValueOf<K> = K extends Column<infer Value> ? Value : never;

/** What every replicated row carries besides its own columns. */
export interface RowStamp {
  readonly id: string;
  readonly organization_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: string | null;
  readonly updated_by: string | null;
  readonly row_version: number;
}

/** A whole row of table `T`. */
export type Row<T> =
  T extends Table<string, infer C> ? { readonly [K in keyof C]: ValueOf<C[K]> } & RowStamp : never;

type RequiredKeys<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<unknown, true> ? never : K;
}[keyof C];

/** What a command gives to insert a row: columns with a default or null may be left out. */
export type NewRow<T> =
  T extends Table<string, infer C>
    ? { readonly [K in RequiredKeys<C>]: ValueOf<C[K]> } & {
        readonly [K in keyof C]?: ValueOf<C[K]>;
      }
    : never;

/** What a command gives to change a row. */
export type Patch<T> =
  T extends Table<string, infer C> ? { readonly [K in keyof C]?: ValueOf<C[K]> } : never;
