import {
  boolean,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
  zone,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { GAME_METRICS } from './award-tables.ts';

export const CHALLENGE_STATUSES = ['draft', 'scheduled', 'active', 'ended', 'cancelled'] as const;
const TIE_RULES = ['shared', 'earliest', 'most_recent_best', 'drawn'] as const;

/** A goal for a day, a week or a month that people take on (S4). */
export const challenges = table(
  'challenges',
  {
    name: text().max(100),
    description: text().max(2000).default('').merge('last'),
    period: oneOf('daily', 'weekly', 'monthly', 'custom').default('weekly').privacy('none'),
    metric: oneOf(...GAME_METRICS)
      .together('target')
      .privacy('none'),
    target_value: integer().together('target').privacy('none'),
    /** Filter on what counts: categories, channels, campaigns. */
    conditions: json().default('{}'),
    starts_at: instant().together('span').privacy('none'),
    ends_at: instant().together('span').privacy('none'),
    timezone: zone().together('span'),
    status: oneOf(...CHALLENGE_STATUSES)
      .default('draft')
      .privacy('none'),
    points: integer().default(0).privacy('none'),
    badge_id: ref('badges').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    /** Null for any number. */
    max_participants: integer().orNull().privacy('none'),
    tie_rule: oneOf(...TIE_RULES)
      .default('shared')
      .privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    indexes: [['status', 'ends_at'], ['starts_at']],
    checks: ['ends_at > starts_at', 'target_value > 0', 'points >= 0', 'max_participants >= 1'],
  },
);

/** Somebody in a challenge; when it ends, nobody is left `joined` (S4). */
export const challenge_participants = table(
  'challenge_participants',
  {
    challenge_id: ref('challenges').privacy('none'),
    user_id: ref('users').privacy('none'),
    status: oneOf('joined', 'completed', 'missed', 'withdrawn').default('joined').privacy('none'),
    joined_at: instant().merge('min').privacy('none'),
    progress: integer().default(0).merge('max').privacy('none'),
    progressed_at: instant().orNull().merge('max').privacy('none'),
    completed_at: instant().orNull().merge('min').privacy('none'),
    withdrawn_at: instant().orNull().merge('last').privacy('none'),
    /** Set when the challenge has ended; ties share it. */
    final_rank: integer().orNull().merge('last').together('result').privacy('none'),
    points_awarded: integer().default(0).merge('last').together('result').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'manager' },
    unique: [['challenge_id', 'user_id']],
    indexes: [
      ['challenge_id', 'progress'],
      ['user_id', 'status'],
    ],
    checks: ['progress >= 0', 'final_rank >= 1', 'points_awarded >= 0'],
  },
);

/** Teams against each other over some time (S4). */
export const team_competitions = table(
  'team_competitions',
  {
    name: text().max(100),
    description: text().max(2000).default('').merge('last'),
    metric: oneOf(...GAME_METRICS).privacy('none'),
    /** Whether large teams win by size: the sum, or the mean per member. */
    counting: oneOf('sum', 'mean').default('mean').privacy('none'),
    conditions: json().default('{}'),
    starts_at: instant().together('span').privacy('none'),
    ends_at: instant().together('span').privacy('none'),
    timezone: zone().together('span'),
    status: oneOf(...CHALLENGE_STATUSES)
      .default('draft')
      .privacy('none'),
    prize: text().max(500).default('').merge('last'),
    /** Points per member by final rank, best first: a JSON array. */
    points_by_rank: json().default('[]').privacy('none'),
    tie_rule: oneOf(...TIE_RULES)
      .default('shared')
      .privacy('none'),
    is_public: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    indexes: [['status', 'ends_at'], ['starts_at']],
    checks: ['ends_at > starts_at'],
  },
);

/** A team in a competition (S4). */
export const competition_teams = table(
  'competition_teams',
  {
    competition_id: ref('team_competitions').privacy('none'),
    /** The team as the organization knows it. */
    department_id: ref('departments').privacy('none'),
    name: text().max(100),
    captain_id: formerRef('users').orNull().privacy('none'),
    /** Members while it lasts, user ids: a JSON array. */
    member_ids: json().default('[]').merge('union').privacy('none'),
    score: integer().default(0).merge('last').together('score').privacy('none'),
    scored_at: instant().orNull().merge('last').together('score').privacy('none'),
    /** Set when the competition has ended; ties share it. */
    final_rank: integer().orNull().merge('last').together('score').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'supervisor', delete: 'manager' },
    unique: [['competition_id', 'department_id']],
    indexes: [['competition_id', 'score']],
    checks: ['final_rank >= 1'],
  },
);
