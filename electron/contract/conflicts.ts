import { z } from 'zod';
import type { ConflictDetail, ConflictLine } from '#db/domains/conflicts/views.ts';
import { command, id, instant, page, query } from './define.ts';
import type { Done, Page } from './define.ts';

export type * from '#db/domains/conflicts/views.ts';

const refusals = [
  'not_found',
  'conflict_settled',
  'booking_overlap',
  'capacity_exceeded',
  'resource_closed',
  'resource_inactive',
  'bad_times',
  'bad_status',
  'undo_stale',
  'rule_broken',
  'not_allowed',
  'update_needed',
] as const;

export const conflictsContract = {
  'conflicts.inbox': query<Page<ConflictLine>>()(
    z.strictObject({ tab: z.enum(['open', 'settled']), ...page }),
  ),
  'conflicts.get': query<ConflictDetail | null>()(z.strictObject({ id })),
  /**
   * `keep`: the loser takes the slot after all, the holder moves to `to` or is cancelled when null.
   * `move`: the loser moves to `to`. `cancel`: the loser is cancelled. For edits: `mine` applies the
   * change that was set aside, `theirs` leaves things as they are; where central had merged both by
   * itself, each takes that whole side. For a refused op `mine` makes it again, after the row it
   * refers to came back, and with other `values` for a key that somebody holds. The row changes need
   * the rights of whoever settles: `not_allowed`.
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
      z.strictObject({
        action: z.literal('mine'),
        id,
        values: z.record(z.string().max(60), z.string().max(4000)).optional(),
        note: z.string().max(2000).default(''),
      }),
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
  /**
   * Takes the settlement back: both bookings and the conflict are as they were, open or, if central had
   * merged by itself, merged.
   */
  'conflicts.reopen': command<Done>()(
    z.strictObject({ id }),
    [
      'not_found',
      'undo_stale',
      'booking_overlap',
      'capacity_exceeded',
      'resource_closed',
      'resource_inactive',
    ],
    'supervisor',
  ),
};
