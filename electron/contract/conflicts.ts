import { z } from 'zod';
import type { Row } from '#db/schema/table.ts';
import type { conflict_actions, conflict_logs } from '#db/domains/conflicts/tables.ts';
import { command, id, instant, page, query } from './define.ts';
import type { Done, Page } from './define.ts';
import type { Alternative, BookingDetail } from './bookings.ts';

export type ConflictLog = Row<typeof conflict_logs>;

/** What a line of the inbox needs to say its sentence. */
export interface ConflictLine {
  readonly id: string;
  readonly conflict_type: ConflictLog['conflict_type'];
  readonly severity: ConflictLog['severity'];
  readonly status: ConflictLog['status'];
  readonly created_at: string;
  readonly resource_name: string | null;
  readonly timezone: string;
  readonly start_time: string | null;
  readonly end_time: string | null;
  /** Title of the booking that lost its slot, or whose change was set aside. */
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
}

export interface ConflictDetail extends ConflictLine {
  readonly row_id: string;
  readonly other_row_id: string | null;
  readonly table_name: string;
  /** The one that lost its slot. */
  readonly booking: BookingDetail | null;
  /** The one that holds it. */
  readonly other: BookingDetail | null;
  readonly fields: readonly FieldClash[];
  readonly alternatives: readonly Alternative[];
  readonly steps: readonly ConflictStep[];
}

const refusals = ['not_found', 'conflict_settled', 'booking_overlap', 'resource_closed'] as const;

export const conflictsContract = {
  'conflicts.inbox': query<Page<ConflictLine>>()(
    z.strictObject({ tab: z.enum(['open', 'settled']), ...page }),
  ),
  'conflicts.get': query<ConflictDetail | null>()(z.strictObject({ id })),
  /**
   * `keep`: the loser takes the slot after all, the holder moves to `to` or is cancelled when null.
   * `move`: the loser moves to `to`. `cancel`: the loser is cancelled. For edits: `mine` applies the
   * change that was set aside, `theirs` leaves things as they are.
   */
  'conflicts.settle': command<Done>()(
    z.discriminatedUnion('action', [
      z.strictObject({
        action: z.literal('keep'),
        id,
        to: z.strictObject({ resource_id: id, start_time: instant, end_time: instant }).nullable(),
        note: z.string().max(2000).default(''),
      }),
      z.strictObject({
        action: z.literal('move'),
        id,
        to: z.strictObject({ resource_id: id, start_time: instant, end_time: instant }),
        note: z.string().max(2000).default(''),
      }),
      z.strictObject({
        action: z.literal('cancel'),
        id,
        note: z.string().max(2000).default(''),
      }),
      z.strictObject({ action: z.literal('mine'), id, note: z.string().max(2000).default('') }),
      z.strictObject({ action: z.literal('theirs'), id, note: z.string().max(2000).default('') }),
    ]),
    refusals,
    'supervisor',
  ),
  'conflicts.ignore': command<Done>()(
    z.strictObject({ id, note: z.string().trim().min(1).max(2000) }),
    ['not_found', 'conflict_settled'],
    'supervisor',
  ),
  /** Takes the settlement back: both bookings and the conflict are as they were. */
  'conflicts.reopen': command<Done>()(
    z.strictObject({ id }),
    ['not_found', 'undo_stale', 'booking_overlap'],
    'supervisor',
  ),
};
