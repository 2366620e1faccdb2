import { day, decimal, formerRef, instant, integer, json, oneOf, zone } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

// Means are kept as sum and count: they can then be added up and worked out anew.
/** How fresh a figure is: when, and how many of the devices had synced by then. */
const asOf = {
  computed_at: instant().privacy('none'),
  /** Central's `row_version` up to which rows were counted. */
  source_version: integer().default(0).privacy('none'),
  devices_expected: integer().default(0).privacy('none'),
  devices_synced: integer().default(0).privacy('none'),
};

/** A day of an organization or one of its departments (S3). */
export const analytics_daily_metrics = table(
  'analytics_daily_metrics',
  {
    metric_day: day().privacy('none'),
    timezone: zone(),
    /** Null for the whole organization. */
    department_id: formerRef('departments').orNull().privacy('none'),
    tickets_opened: integer().default(0).privacy('none'),
    tickets_resolved: integer().default(0).privacy('none'),
    tickets_closed: integer().default(0).privacy('none'),
    tickets_reopened: integer().default(0).privacy('none'),
    /** Open at the end of the day. */
    tickets_open: integer().default(0).privacy('none'),
    sla_met: integer().default(0).privacy('none'),
    sla_breached: integer().default(0).privacy('none'),
    first_response_minutes_sum: integer().default(0).privacy('none'),
    first_response_count: integer().default(0).privacy('none'),
    resolution_minutes_sum: integer().default(0).privacy('none'),
    resolution_count: integer().default(0).privacy('none'),
    bookings_made: integer().default(0).privacy('none'),
    bookings_cancelled: integer().default(0).privacy('none'),
    bookings_no_show: integer().default(0).privacy('none'),
    booked_minutes: integer().default(0).privacy('none'),
    bookable_minutes: integer().default(0).privacy('none'),
    conflicts_opened: integer().default(0).privacy('none'),
    conflicts_settled: integer().default(0).privacy('none'),
    requests_received: integer().default(0).privacy('none'),
    requests_processed: integer().default(0).privacy('none'),
    leads_created: integer().default(0).privacy('none'),
    leads_won: integer().default(0).privacy('none'),
    calls_handled: integer().default(0).privacy('none'),
    call_seconds_sum: integer().default(0).privacy('none'),
    messages_sent: integer().default(0).privacy('none'),
    messages_failed: integer().default(0).privacy('none'),
    satisfaction_sum: integer().default(0).privacy('none'),
    satisfaction_count: integer().default(0).privacy('none'),
    promoters: integer().default(0).privacy('none'),
    detractors: integer().default(0).privacy('none'),
    nps_count: integer().default(0).privacy('none'),
    ...asOf,
  },
  {
    sync: 'down',
    retention: 'record',
    generated: { department_key: `coalesce(cast(department_id as text), '')` },
    unique: [['metric_day', 'department_key']],
    indexes: [['department_id', 'metric_day']],
  },
);

/** A day of one person, or of a team (S3). */
export const analytics_agent_metrics = table(
  'analytics_agent_metrics',
  {
    metric_day: day().privacy('none'),
    timezone: zone(),
    user_id: formerRef('users').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    tickets_assigned: integer().default(0).privacy('none'),
    tickets_resolved: integer().default(0).privacy('none'),
    tickets_reopened: integer().default(0).privacy('none'),
    tickets_reassigned: integer().default(0).privacy('none'),
    replies_sent: integer().default(0).privacy('none'),
    sla_met: integer().default(0).privacy('none'),
    sla_breached: integer().default(0).privacy('none'),
    first_response_minutes_sum: integer().default(0).privacy('none'),
    first_response_count: integer().default(0).privacy('none'),
    resolution_minutes_sum: integer().default(0).privacy('none'),
    resolution_count: integer().default(0).privacy('none'),
    bookings_made: integer().default(0).privacy('none'),
    conflicts_settled: integer().default(0).privacy('none'),
    leads_contacted: integer().default(0).privacy('none'),
    leads_won: integer().default(0).privacy('none'),
    calls_handled: integer().default(0).privacy('none'),
    call_seconds_sum: integer().default(0).privacy('none'),
    online_minutes: integer().default(0).privacy('none'),
    satisfaction_sum: integer().default(0).privacy('none'),
    satisfaction_count: integer().default(0).privacy('none'),
    points_earned: integer().default(0).privacy('none'),
    ...asOf,
  },
  {
    sync: 'down',
    retention: 'record',
    generated: {
      agent_key: `case when user_id is not null then 'user:' || cast(user_id as text) else 'department:' || cast(department_id as text) end`,
    },
    unique: [['metric_day', 'agent_key']],
    indexes: [
      ['user_id', 'metric_day'],
      ['department_id', 'metric_day'],
    ],
    checks: ['user_id is not null or department_id is not null'],
  },
);

/** A day of one category of tickets (S3). */
export const analytics_category_metrics = table(
  'analytics_category_metrics',
  {
    metric_day: day().privacy('none'),
    timezone: zone(),
    category_id: formerRef('categories').privacy('none'),
    tickets_opened: integer().default(0).privacy('none'),
    tickets_resolved: integer().default(0).privacy('none'),
    tickets_reopened: integer().default(0).privacy('none'),
    tickets_open: integer().default(0).privacy('none'),
    tickets_reassigned: integer().default(0).privacy('none'),
    escalations: integer().default(0).privacy('none'),
    sla_met: integer().default(0).privacy('none'),
    sla_breached: integer().default(0).privacy('none'),
    first_response_minutes_sum: integer().default(0).privacy('none'),
    first_response_count: integer().default(0).privacy('none'),
    resolution_minutes_sum: integer().default(0).privacy('none'),
    resolution_count: integer().default(0).privacy('none'),
    /** Resolved by their first answer. */
    first_contact_resolved: integer().default(0).privacy('none'),
    /** `[{code, count}]`: how they were resolved. */
    resolution_codes: json().default('[]').privacy('none'),
    article_uses: integer().default(0).privacy('none'),
    satisfaction_sum: integer().default(0).privacy('none'),
    satisfaction_count: integer().default(0).privacy('none'),
    ...asOf,
  },
  {
    sync: 'down',
    retention: 'record',
    unique: [['metric_day', 'category_id']],
    indexes: [['category_id', 'metric_day']],
  },
);

/** A person's work over a period (S3), beside the period before and the team. */
export const analytics_agent_performance = table(
  'analytics_agent_performance',
  {
    user_id: formerRef('users').privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    period_kind: oneOf('week', 'month', 'quarter', 'year').privacy('none'),
    period_start: day().privacy('none'),
    period_end: day().privacy('none'),
    timezone: zone(),
    tickets_resolved: integer().default(0).privacy('none'),
    sla_met: integer().default(0).privacy('none'),
    sla_breached: integer().default(0).privacy('none'),
    first_response_minutes_sum: integer().default(0).privacy('none'),
    first_response_count: integer().default(0).privacy('none'),
    resolution_minutes_sum: integer().default(0).privacy('none'),
    resolution_count: integer().default(0).privacy('none'),
    reopened: integer().default(0).privacy('none'),
    calls_handled: integer().default(0).privacy('none'),
    leads_won: integer().default(0).privacy('none'),
    satisfaction_sum: integer().default(0).privacy('none'),
    satisfaction_count: integer().default(0).privacy('none'),
    points_earned: integer().default(0).privacy('none'),
    /** 0 to 100, after the weights in `weights`. */
    score: decimal(5, 2).orNull().privacy('personal'),
    previous_score: decimal(5, 2).orNull().privacy('personal'),
    team_score: decimal(5, 2).orNull().privacy('personal'),
    /** Place in the team, 1 first. */
    team_rank: integer().orNull().privacy('personal'),
    team_size: integer().orNull().privacy('none'),
    weights: json().default('{}').privacy('none'),
    ...asOf,
  },
  {
    sync: 'down',
    retention: 'record',
    unique: [['user_id', 'period_kind', 'period_start']],
    indexes: [['period_kind', 'period_start', 'team_rank']],
    checks: [
      'period_end >= period_start',
      'score is null or cast(score as numeric) between 0 and 100',
      'team_rank is null or team_rank >= 1',
    ],
  },
);
