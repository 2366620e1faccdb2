import { formerRef, instant, json, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

export const CONFLICT_TYPES = [
  'double_booking',
  'concurrent_edit',
  'deleted_vs_edited',
  /** Times that were meant in another zone. */
  'timezone_mismatch',
  /** Booked into a closure, or outside the hours. */
  'resource_unavailable',
  'capacity_exceeded',
  /** Two desks made the same unique key. */
  'uniqueness',
  /** The device has another version than central, which cannot take what it changed. */
  'schema_mismatch',
  'external_calendar_overlap',
  'permission_revoked_offline',
] as const;
export type ConflictType = (typeof CONFLICT_TYPES)[number];

export const CONFLICT_STATUSES = ['open', 'investigating', 'resolved', 'ignored'] as const;

/**
 * What a person must settle (S1). Opened by central only; settled from any desk.
 * No reference is enforced: the history outlives resource and bookings.
 */
export const conflict_logs = table(
  'conflict_logs',
  {
    conflict_type: oneOf(...CONFLICT_TYPES)
      .merge('central')
      .privacy('none'),
    severity: oneOf('low', 'medium', 'high', 'critical')
      .default('medium')
      .merge('central')
      .privacy('none'),
    resource_id: formerRef('resources').orNull().merge('central').privacy('none'),
    /** Table and row whose change was set aside. */
    table_name: text().max(60).merge('central').privacy('none'),
    row_id: formerRef('').merge('central').privacy('none'),
    /** The booking that holds the slot, for a double booking. */
    other_row_id: formerRef('').orNull().merge('central').privacy('none'),
    /** The op that met the obstacle. */
    op_id: formerRef('').merge('central').privacy('none'),
    /** Who looks into it; empty while nobody does. */
    assigned_to: formerRef('users').orNull().merge('last').privacy('none'),
    /** `{base, mine, theirs, device, actor, …}`: both sides, readable for ever. */
    conflict_data: json().merge('central').privacy('personal'),
    status: oneOf(...CONFLICT_STATUSES)
      .default('open')
      .merge('refuse')
      .together('settlement')
      .privacy('none'),
    resolution: text().max(60).default('').merge('refuse').together('settlement').privacy('none'),
    resolved_at: instant().orNull().merge('refuse').together('settlement').privacy('none'),
    resolved_by: formerRef('users').orNull().merge('refuse').together('settlement').privacy('none'),
    resolution_notes: text().max(2000).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    madeByCentral: true,
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
    indexes: [
      ['status', 'severity', 'created_at'],
      ['status', 'resolved_at', 'created_at'],
      ['row_id', 'created_at'],
      ['other_row_id', 'created_at'],
      ['resource_id', 'status'],
      ['assigned_to', 'status', 'created_at'],
    ],
  },
);

/** One step in the history of a conflict; never changed, never deleted. */
export const conflict_actions = table(
  'conflict_actions',
  {
    conflict_id: formerRef('conflict_logs').privacy('none'),
    action: oneOf('keep', 'move', 'cancel', 'mine', 'theirs', 'ignore', 'reopen', 'note').privacy(
      'none',
    ),
    /** `{changes: [{table, row_id, values}]}`: what it did, so that it can be undone. */
    effect: json().privacy('personal'),
    note: text().max(2000).default('').privacy('personal'),
    acted_at: instant().privacy('none'),
    acted_by: formerRef('users').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'supervisor', update: 'admin', delete: 'admin' },
    indexes: [['conflict_id', 'acted_at']],
  },
);

/** In reference order. */
export const conflictsTables = [conflict_logs, conflict_actions] as const;

export interface ConflictsRows {
  conflict_logs: Row<typeof conflict_logs>;
  conflict_actions: Row<typeof conflict_actions>;
}
