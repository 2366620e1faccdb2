import {
  boolean,
  clock,
  day,
  formerRef,
  instant,
  integer,
  json,
  money,
  oneOf,
  ref,
  text,
  wall,
  zone,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
] as const;
export const CAMPAIGN_CHANNELS = ['call', 'email', 'sms', 'whatsapp', 'event', 'mixed'] as const;

/** A planned effort to reach people, with budget and goal (S4). */
export const campaigns = table(
  'campaigns',
  {
    name: text(),
    description: text().max(4000).default('').merge('text'),
    channel: oneOf(...CAMPAIGN_CHANNELS).privacy('none'),
    status: oneOf(...CAMPAIGN_STATUSES)
      .default('draft')
      .privacy('none'),
    owner_id: formerRef('users').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    starts_on: day().together('span').privacy('none'),
    ends_on: day().orNull().together('span').privacy('none'),
    timezone: zone().together('span'),
    budget_amount: money().default(0).together('budget'),
    /** ISO 4217, of all amounts of the campaign. */
    currency: text().max(3).together('budget').privacy('none'),
    spent_amount: money().default(0).merge('sum'),
    revenue_amount: money().default(0).merge('sum'),
    goal: oneOf('contacts', 'responses', 'leads', 'conversions', 'revenue')
      .default('leads')
      .together('goal')
      .privacy('none'),
    goal_target: integer().default(0).together('goal').privacy('none'),
    /** Filter that says who takes part. */
    audience: json().default('{}').privacy('personal'),
    template_id: formerRef('notification_templates').orNull().privacy('none'),
    channel_id: formerRef('communication_channels').orNull().privacy('none'),
    script: text().max(8000).default('').merge('text'),
    max_attempts: integer().default(3).privacy('none'),
    retry_delay_minutes: integer().default(240).privacy('none'),
    /** Times of day in which people may be reached, on their own wall. */
    window_start: clock().default('09:00').together('window').privacy('none'),
    window_end: clock().default('18:00').together('window').privacy('none'),
    /** What each outcome of a call means: done, callable again and when. */
    disposition_rules: json().default('[]'),
    tags: json().default('[]').merge('union'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['name']],
    indexes: [
      ['status', 'starts_on'],
      ['owner_id', 'status'],
    ],
    checks: [
      'ends_on >= starts_on',
      'window_end > window_start',
      'budget_amount >= 0',
      'goal_target >= 0',
      'max_attempts >= 1',
      'retry_delay_minutes >= 0',
      'length(currency) = 3',
    ],
  },
);

/** When a campaign runs: once or again and again, on the wall of its zone (S4). */
export const campaign_schedules = table(
  'campaign_schedules',
  {
    campaign_id: ref('campaigns').privacy('none'),
    name: text().max(100).default(''),
    starts_at: wall().together('schedule').privacy('none'),
    timezone: zone().together('schedule'),
    /** RFC 5545; empty for once. */
    recurrence_rule: text().max(500).default('').together('schedule').privacy('none'),
    ends_on: day().orNull().together('schedule').privacy('none'),
    /** People reached per run at most; null for all. */
    batch_size: integer().orNull().privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    next_run_at: instant().orNull().merge('last').together('run').privacy('none'),
    last_run_at: instant().orNull().merge('last').together('run').privacy('none'),
    last_outcome: oneOf('none', 'succeeded', 'partial', 'failed', 'skipped')
      .default('none')
      .merge('last')
      .together('run')
      .privacy('none'),
    run_count: integer().default(0).merge('sum').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    indexes: [['is_active', 'next_run_at']],
    checks: ['batch_size >= 1', 'run_count >= 0'],
  },
);

export const CAMPAIGN_MEMBER_STATUSES = [
  'pending',
  'queued',
  'contacted',
  'responded',
  'converted',
  'opted_out',
  'failed',
  'excluded',
] as const;

/** A lead that takes part in a campaign (S4). */
export const campaign_members = table(
  'campaign_members',
  {
    campaign_id: ref('campaigns').privacy('none'),
    lead_id: ref('leads').privacy('none'),
    status: oneOf(...CAMPAIGN_MEMBER_STATUSES)
      .default('pending')
      .privacy('none'),
    /** Why left out: do not call, no consent, no number. */
    excluded_reason: text().default('').merge('last').privacy('none'),
    assigned_to: formerRef('users').orNull().privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    added_at: instant().privacy('none'),
    attempt_count: integer().default(0).merge('sum').privacy('none'),
    last_attempt_at: instant().orNull().merge('last').together('attempt').privacy('none'),
    last_disposition: text().max(60).default('').merge('last').together('attempt').privacy('none'),
    next_attempt_at: instant().orNull().merge('last').together('attempt').privacy('none'),
    responded_at: instant().orNull().merge('min').privacy('none'),
    converted_at: instant().orNull().merge('min').privacy('none'),
    opted_out_at: instant().orNull().merge('min').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'manager' },
    unique: [['campaign_id', 'lead_id']],
    indexes: [
      ['campaign_id', 'status', 'next_attempt_at'],
      ['assigned_to', 'status'],
    ],
    checks: ['attempt_count >= 0'],
  },
);

/** What a campaign did and cost on one day and channel (S4). */
export const campaign_performance = table(
  'campaign_performance',
  {
    campaign_id: ref('campaigns').privacy('none'),
    metric_day: day().privacy('none'),
    channel: oneOf(...CAMPAIGN_CHANNELS).privacy('none'),
    sent_count: integer().default(0).merge('last').together('counts').privacy('none'),
    delivered_count: integer().default(0).merge('last').together('counts').privacy('none'),
    opened_count: integer().default(0).merge('last').together('counts').privacy('none'),
    clicked_count: integer().default(0).merge('last').together('counts').privacy('none'),
    responded_count: integer().default(0).merge('last').together('counts').privacy('none'),
    opted_out_count: integer().default(0).merge('last').together('counts').privacy('none'),
    failed_count: integer().default(0).merge('last').together('counts').privacy('none'),
    call_count: integer().default(0).merge('last').together('counts').privacy('none'),
    answered_count: integer().default(0).merge('last').together('counts').privacy('none'),
    talk_seconds: integer().default(0).merge('last').together('counts').privacy('none'),
    lead_count: integer().default(0).merge('last').together('counts').privacy('none'),
    qualified_count: integer().default(0).merge('last').together('counts').privacy('none'),
    converted_count: integer().default(0).merge('last').together('counts').privacy('none'),
    computed_at: instant().orNull().merge('last').together('counts').privacy('none'),
    /** Typed by people or taken from bills, in the campaign's currency. */
    cost_amount: money().default(0).together('money'),
    revenue_amount: money().default(0).together('money'),
    currency: text().max(3).together('money').privacy('none'),
    note: text().max(1000).default('').merge('last'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['campaign_id', 'metric_day', 'channel']],
    indexes: [['metric_day']],
    checks: [
      'sent_count >= 0 and delivered_count >= 0 and opened_count >= 0 and clicked_count >= 0',
      'responded_count >= 0 and opted_out_count >= 0 and failed_count >= 0',
      'call_count >= 0 and answered_count >= 0 and talk_seconds >= 0',
      'lead_count >= 0 and qualified_count >= 0 and converted_count >= 0',
      'cost_amount >= 0 and revenue_amount >= 0',
      'length(currency) = 3',
    ],
  },
);
