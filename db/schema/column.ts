/** How two concurrent changes of one column (or `together` group) are settled; decisions 1, 8 and 17. */
export type MergePolicy =
  | 'ask' // keep central's, open a conflict with base, mine and theirs
  | 'last' // arrival order at central decides
  | 'central' // only central writes it; a device's change is dropped
  | 'max'
  | 'min'
  | 'sum' // the difference is applied, never the total
  | 'union' // of a JSON array: members added and removed
  | 'text' // line by line; hunks that touch each other are asked about
  | 'refuse'; // a change made on stale data refuses the whole op

/** Drives masking, export, erasure and log redaction. `none` is safe in logs. */
export type Privacy = 'none' | 'business' | 'personal' | 'sensitive';

export type ColumnKind =
  | 'id'
  | 'text'
  | 'integer'
  | 'money'
  | 'decimal'
  | 'instant'
  | 'day'
  | 'clock'
  | 'wall'
  | 'boolean'
  | 'json'
  | 'enum';

/** What may stand in a cell: the canonical form, the same in SQLite, on the wire and in exports. */
export type Cell = string | number | null;

export interface ColumnShape {
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  readonly defaultValue: Cell | undefined;
  readonly merge: MergePolicy;
  /** Columns of one group merge as one value: start and end of a booking. */
  readonly group: string | undefined;
  readonly reference: { readonly table: string; readonly enforced: boolean } | undefined;
  readonly values: readonly string[] | undefined;
  /** Characters, for text; undefined elsewhere. */
  readonly maxLength: number | undefined;
  /** Digits in all and after the point, for decimals; undefined elsewhere. */
  readonly digits: { readonly precision: number; readonly scale: number } | undefined;
  readonly privacy: Privacy;
}

/** `Value` is what rows hold; `Optional` says whether inserts may leave the column out. */
export interface Column<Value = unknown, Optional extends boolean = boolean> {
  readonly shape: ColumnShape;
  readonly value?: Value;
  readonly optional?: Optional;
  orNull(): Column<Value | null, true>;
  default(value: Value & Cell): Column<Value, true>;
  merge(policy: MergePolicy): Column<Value, Optional>;
  together(group: string): Column<Value, Optional>;
  privacy(privacy: Privacy): Column<Value, Optional>;
  /** Longest text in characters. */
  max(characters: number): Column<Value, Optional>;
}

function column<Value, Optional extends boolean = false>(
  shape: ColumnShape,
): Column<Value, Optional> {
  return {
    shape,
    orNull: () => column<Value | null, true>({ ...shape, nullable: true }),
    default: (value) => column<Value, true>({ ...shape, defaultValue: value }),
    merge: (merge) => column<Value, Optional>({ ...shape, merge }),
    together: (group) => column<Value, Optional>({ ...shape, group }),
    privacy: (privacy) => column<Value, Optional>({ ...shape, privacy }),
    max: (maxLength) => column<Value, Optional>({ ...shape, maxLength }),
  };
}

function shape(kind: ColumnKind, more: Partial<ColumnShape> = {}): ColumnShape {
  return {
    kind,
    nullable: false,
    defaultValue: undefined,
    merge: 'ask',
    group: undefined,
    reference: undefined,
    values: undefined,
    maxLength: undefined,
    digits: undefined,
    privacy: 'business',
    ...more,
  };
}

export function text(): Column<string> {
  return column(shape('text', { maxLength: 200 }));
}

export function integer(): Column<number> {
  return column(shape('integer'));
}

/** Minor units of the currency that stands beside it. */
export function money(): Column<number> {
  return column(shape('money'));
}

/** A decimal number as text with exactly `scale` digits after the point: `12.50`. */
export function decimal(precision: number, scale: number): Column<string> {
  return column(shape('decimal', { digits: { precision, scale } }));
}

/** A point in time, UTC, millisecond precision. */
export function instant(): Column<string> {
  return column(shape('instant'));
}

/** A day of the calendar, wherever it is: `2026-03-01`. */
export function day(): Column<string> {
  return column(shape('day'));
}

/** Time of day on the wall, `HH:MM`; its zone stands beside it. */
export function clock(): Column<string> {
  return column(shape('clock'));
}

/** Day and time on the wall, `2026-03-01T09:00`; its zone stands beside it. */
export function wall(): Column<string> {
  return column(shape('wall'));
}

/** Name of an IANA zone. */
export function zone(): Column<string> {
  return column(shape('text', { maxLength: 60, privacy: 'none' }));
}

/** 0 or 1: the canonical form has no true and false. */
export function boolean(): Column<0 | 1> {
  return column(shape('boolean'));
}

/** JSON text. Its reader parses it with a schema of its own. */
export function json(): Column<string> {
  return column(shape('json'));
}

export function oneOf<const V extends readonly string[]>(...values: V): Column<V[number]> {
  return column(shape('enum', { values }));
}

/** Reference to a row of the same organization; both databases refuse a missing one. */
export function ref(target: string): Column<string> {
  return column(shape('id', { reference: { table: target, enforced: true } }));
}

/** Reference that may outlive its target: history, authorship. */
export function formerRef(target: string): Column<string> {
  return column(shape('id', { reference: { table: target, enforced: false } }));
}
