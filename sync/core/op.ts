import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';

/** `[before, after]` of one column. `before` is the value the person saw. */
export type ColumnChange = readonly [before: Cell, after: Cell];

/**
 * What one command did to one row. An insert has `null` as every `before` and leaves out what stands
 * at its default; a delete has `null` as every `after` and names all own columns, so that nothing is
 * lost with the row.
 */
export interface Change {
  readonly table: string;
  readonly row_id: Id;
  readonly kind: 'insert' | 'update' | 'delete';
  /** Of an update: version of the row the person saw, as central had confirmed it. */
  readonly version?: number;
  readonly values: Readonly<Record<string, ColumnChange>>;
}

/** One command's whole effect on rows: one local transaction, atomic at central. */
export interface Op {
  /** Random, never a counter: it is what makes sending again harmless. */
  readonly op_id: Id;
  readonly device_id: Id;
  /** One life of one replica file. */
  readonly incarnation: Id;
  /** Dense within the incarnation, starting at 1. */
  readonly op_no: number;
  readonly actor_id: Id;
  /** HMAC of the op with the actor's signing key; null until people sign in. */
  readonly proof: string | null;
  /** Contract name, `bookings.move`. */
  readonly command: string;
  readonly schema_version: number;
  /** Device time: shown to people, never trusted. */
  readonly at: Instant;
  readonly changes: readonly Change[];
  /**
   * On its way only, and then without its changes: central could not judge it for long, and refuses it so
   * that others go on. The SQLSTATE that it met, or `with` for what was built on such an op.
   */
  readonly parked?: string;
}

/** Central's image of a row; null where it has none. */
export interface RowImage {
  readonly table: string;
  readonly row_id: Id;
  readonly row: CanonicalRow | null;
}

/**
 * A row that is at central what the device makes of it by itself: its image `was` and the op's change.
 * Only what central stamped travels.
 */
export interface RowStamp {
  readonly table: string;
  readonly row_id: Id;
  /** Version of the image the change was made on; null where there was no row. */
  readonly was: number | null;
  /** The columns that central stamps, but for those that never change. */
  readonly stamps: CanonicalRow;
}

/** Why central refused an op. */
export type RejectionCode =
  | 'unknown_table'
  | 'unknown_column'
  | 'bad_value'
  | 'missing_reference'
  | 'duplicate_value'
  | 'duplicate_row'
  | 'rule_broken'
  | 'row_missing'
  | 'stale'
  /** Bookings that are not over stand in the way of using the resource like that. */
  | 'resource_in_use'
  | 'not_allowed'
  | 'schema_too_new'
  /** Central tried for long and could not judge it; sent again it may get in. */
  | 'parked'
  /** It was built on such an op, and never tried. */
  | 'parked_with';

/** What central made of an op, stored there for ever and repeated when the op is sent again. */
export interface Verdict {
  readonly op_id: Id;
  readonly outcome: 'applied' | 'merged' | 'conflicted' | 'rejected';
  /** Set when `rejected`. */
  readonly code: RejectionCode | null;
  /** For people: names the row, column or constraint. Never a value. */
  readonly detail: string | null;
  /** Columns whose value was set aside or combined, as `table.row_id.column`. */
  readonly merged: readonly string[];
  /** Conflicts opened: when `conflicted`, and when `rejected` if somebody has to decide. */
  readonly conflicts: readonly Id[];
  /** Every row the op touched, as central has it now, but for those in `stamps`. */
  readonly images: readonly RowImage[];
  /** Left out where there are none. */
  readonly stamps?: readonly RowStamp[];
}
