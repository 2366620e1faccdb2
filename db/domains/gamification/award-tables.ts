import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** What points, badges and challenges count; one list, so that they count the same. */
export const GAME_METRICS = [
  'bookings_made',
  'tickets_solved',
  'tickets_solved_in_time',
  'first_responses_in_time',
  'articles_published',
  'calls_made',
  'calls_succeeded',
  'leads_contacted',
  'leads_converted',
  'satisfaction',
  'points',
] as const;

/** A distinction that can be given (S4). */
export const badges = table(
  'badges',
  {
    code: text().max(60).privacy('none'),
    name: text().max(100),
    description: text().max(1000).default('').merge('last'),
    icon: text().max(60).default('').merge('last').privacy('none'),
    color: text().max(20).default('').merge('last').privacy('none'),
    rarity: oneOf('common', 'rare', 'epic', 'legendary').default('common').privacy('none'),
    /** Conditions under which it is given by itself; null when people give it. */
    criteria: json().orNull(),
    points: integer().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code']],
    indexes: [['is_active', 'position']],
    checks: ['points >= 0'],
  },
);

/** A badge that somebody has (S4). */
export const user_badges = table(
  'user_badges',
  {
    user_id: ref('users').privacy('none'),
    badge_id: ref('badges').privacy('none'),
    awarded_at: instant().merge('min').privacy('none'),
    /** Null when the criteria gave it. */
    awarded_by: formerRef('users').orNull().privacy('none'),
    reason: text().max(500).default('').merge('last').privacy('personal'),
    is_pinned: boolean().default(0).merge('last').privacy('none'),
    seen_at: instant().orNull().merge('min').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'manager' },
    unique: [['user_id', 'badge_id']],
    indexes: [['user_id', 'awarded_at'], ['awarded_at']],
  },
);

export const ACHIEVEMENT_TIERS = ['bronze', 'silver', 'gold', 'platinum', 'diamond'] as const;

/** One tier of a goal that takes time (S4). */
export const achievements = table(
  'achievements',
  {
    /** Shared by the tiers of one goal. */
    code: text().max(60).privacy('none'),
    tier: oneOf(...ACHIEVEMENT_TIERS).privacy('none'),
    name: text().max(100),
    description: text().max(1000).default('').merge('last'),
    metric: oneOf(...GAME_METRICS)
      .together('threshold')
      .privacy('none'),
    threshold: integer().together('threshold').privacy('none'),
    points: integer().default(0).privacy('none'),
    badge_id: ref('badges').orNull().privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code', 'tier']],
    indexes: [['is_active', 'position'], ['metric']],
    checks: ['threshold > 0', 'points >= 0'],
  },
);

/** How far somebody is with an achievement (S4). */
export const user_achievements = table(
  'user_achievements',
  {
    user_id: ref('users').privacy('none'),
    achievement_id: ref('achievements').privacy('none'),
    progress: integer().default(0).merge('max').privacy('none'),
    progressed_at: instant().orNull().merge('max').privacy('none'),
    unlocked_at: instant().orNull().merge('min').privacy('none'),
    seen_at: instant().orNull().merge('min').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'manager' },
    unique: [['user_id', 'achievement_id']],
    indexes: [['user_id', 'unlocked_at']],
    checks: ['progress >= 0'],
  },
);
