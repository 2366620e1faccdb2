import type { Row } from '#db/schema/table.ts';
import type { Alternative, BookingDetail } from '#db/domains/bookings/views.ts';
import type { Situation } from './rules/situation.ts';
import type { conflict_actions, conflict_logs } from './tables.ts';

export type ConflictLog = Row<typeof conflict_logs>;

/** What a line of the inbox needs to say its sentence. */
export interface ConflictLine {
  readonly id: string;
  readonly conflict_type: ConflictLog['conflict_type'];
  readonly severity: ConflictLog['severity'];
  readonly status: ConflictLog['status'];
  /** What happened, where the type alone does not tell. */
  readonly situation: Situation | null;
  readonly table_name: string;
  readonly created_at: string;
  readonly resource_name: string | null;
  /** Where that resource is: names repeat from house to house. */
  readonly place: string | null;
  readonly timezone: string;
  readonly start_time: string | null;
  readonly end_time: string | null;
  /** What the row is called that lost its slot, or whose change was set aside. */
  readonly title: string | null;
  readonly other_title: string | null;
  /** Who made each side. */
  readonly actor_name: string | null;
  readonly other_actor_name: string | null;
  readonly device_name: string | null;
  readonly resolution: string;
  readonly resolved_at: string | null;
  readonly resolved_by_name: string | null;
}

export interface ConflictStep {
  readonly id: string;
  readonly action: Row<typeof conflict_actions>['action'];
  readonly note: string;
  readonly acted_at: string;
  readonly acted_by_name: string | null;
}

/** One column in which both sides differ, for a concurrent edit. */
export interface FieldClash {
  readonly column: string;
  readonly base: string | number | null;
  readonly mine: string | number | null;
  readonly theirs: string | number | null;
  /** What central made of both by itself; absent where it asks. */
  readonly merged?: string | number | null;
}

/** What the refused op wanted with the row, and what it takes to make it again. */
export interface RefusedOp {
  readonly kind: 'insert' | 'update' | 'delete';
  /** Columns of a key that somebody else holds, with what the op wanted. */
  readonly key: readonly {
    readonly column: string;
    readonly value: string;
    readonly max: number;
  }[];
  /** Name of the deleted row that it refers to; null when it refers to none, '' when it has no name. */
  readonly parent: string | null;
  /** Changes of the op: others than this row's are made again with it. */
  readonly changes: number;
}

export interface ConflictDetail extends ConflictLine {
  readonly row_id: string;
  readonly other_row_id: string | null;
  /** The one that lost its slot. */
  readonly booking: BookingDetail | null;
  /** The one that holds it. */
  readonly other: BookingDetail | null;
  readonly fields: readonly FieldClash[];
  /** Central refused the whole op; null when only this change was set aside. */
  readonly refused: RefusedOp | null;
  readonly alternatives: readonly Alternative[];
  readonly steps: readonly ConflictStep[];
}
