import { boolean, formerRef, instant, integer, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** Something that points can be exchanged for (S4). */
export const rewards = table(
  'rewards',
  {
    code: text().max(60).privacy('none'),
    name: text().max(100),
    description: text().max(2000).default('').merge('last'),
    kind: oneOf('voucher', 'time_off', 'item', 'experience', 'donation', 'other')
      .default('other')
      .privacy('none'),
    cost_points: integer().privacy('none'),
    is_limited: boolean().default(0).privacy('none'),
    /** What is left, where it is limited. */
    stock_quantity: integer().default(0).merge('sum').privacy('none'),
    /** How many one person may have; null for any number. */
    per_user_limit: integer().orNull().privacy('none'),
    needs_approval: boolean().default(1).privacy('none'),
    image_file_id: formerRef('files').orNull().privacy('none'),
    terms: text().max(2000).default('').merge('last'),
    available_from: instant().orNull().together('availability').privacy('none'),
    available_until: instant().orNull().together('availability').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code']],
    indexes: [
      ['is_active', 'position'],
      ['is_active', 'cost_points'],
    ],
    checks: [
      'cost_points > 0',
      'not is_limited or stock_quantity >= 0',
      'per_user_limit >= 1',
      'available_until > available_from',
    ],
  },
);

/** Life of a redemption; points are spent when it is asked for and come back when it is refused. */
export const REDEMPTION_STATUSES = [
  'requested',
  'approved',
  'fulfilled',
  'rejected',
  'cancelled',
] as const;

/** Somebody's exchange of points for a reward (S4). */
export const reward_redemptions = table(
  'reward_redemptions',
  {
    reward_id: ref('rewards').privacy('none'),
    user_id: ref('users').privacy('none'),
    quantity: integer().default(1).together('exchange').privacy('none'),
    points_spent: integer().together('exchange').privacy('none'),
    status: oneOf(...REDEMPTION_STATUSES)
      .default('requested')
      .merge('refuse')
      .together('decision')
      .privacy('none'),
    requested_at: instant().privacy('none'),
    decided_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    decided_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    decision_note: text()
      .max(1000)
      .default('')
      .merge('refuse')
      .together('decision')
      .privacy('personal'),
    fulfilled_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    fulfilled_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    /** Wishes of the person: size, place, day. */
    note: text().max(1000).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'supervisor', delete: 'admin' },
    indexes: [
      ['status', 'requested_at'],
      ['user_id', 'requested_at'],
    ],
    checks: [
      'quantity >= 1',
      'points_spent >= 0',
      `status not in ('approved', 'rejected') or (decided_at is not null and decided_by is not null)`,
      `status <> 'fulfilled' or fulfilled_at is not null`,
    ],
  },
);

/** One line of somebody's account of points; the balance is their sum (S4). Never changed, only reversed. */
export const point_transactions = table(
  'point_transactions',
  {
    user_id: ref('users').privacy('none'),
    kind: oneOf('award', 'bonus', 'redemption', 'reversal', 'adjustment').privacy('none'),
    /** Signed. */
    points: integer().privacy('none'),
    /** The rule that gave them, a code. */
    rule_code: text().max(60).default('').privacy('none'),
    /** Made of rule, person and cause: two desks that saw one event cannot both award it. */
    award_key: text().privacy('none'),
    reason: text().max(500).default('').privacy('personal'),
    /** Table and row that caused it. */
    source_table: text().max(60).default('').privacy('none'),
    source_row_id: formerRef('').orNull().privacy('none'),
    challenge_id: formerRef('challenges').orNull().privacy('none'),
    competition_id: formerRef('team_competitions').orNull().privacy('none'),
    redemption_id: formerRef('reward_redemptions').orNull().privacy('none'),
    reversed_transaction_id: formerRef('point_transactions').orNull().privacy('none'),
    occurred_at: instant().privacy('none'),
    granted_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'admin', delete: 'admin' },
    unique: [['award_key']],
    indexes: [['user_id', 'occurred_at'], ['occurred_at', 'user_id', 'points'], ['source_row_id']],
    checks: [`points <> 0`, `kind <> 'redemption' or points < 0`],
  },
);
