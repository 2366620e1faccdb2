import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const AGENT_STATUSES = ['offline', 'online', 'on_call', 'wrap_up', 'break'] as const;

/** A person who takes calls and leads: state now and how much they can bear (S4). */
export const agents = table(
  'agents',
  {
    user_id: ref('users').privacy('none'),
    status: oneOf(...AGENT_STATUSES)
      .default('offline')
      .merge('last')
      .together('presence')
      .privacy('none'),
    status_since: instant().orNull().merge('last').together('presence').privacy('none'),
    status_note: text().merge('last').default('').together('presence').privacy('personal'),
    last_seen_at: instant().orNull().merge('max').privacy('none'),
    /** Open leads and tickets they can bear at once. */
    capacity: integer().default(10).privacy('none'),
    call_capacity: integer().default(1).privacy('none'),
    accepts_leads: boolean().default(1).privacy('none'),
    accepts_calls: boolean().default(1).privacy('none'),
    /** How often something was given to them; keeps the sharing fair. */
    assignment_count: integer().default(0).merge('sum').privacy('none'),
    last_assigned_at: instant().orNull().merge('max').privacy('none'),
    extension: text().max(20).default('').privacy('personal'),
    department_id: formerRef('departments').orNull().privacy('none'),
    skills: json().default('[]').merge('union'),
    languages: json().default('[]').merge('union').privacy('none'),
    /** Does not take part in points and leaderboards. */
    gamification_opt_out: boolean().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'agent', delete: 'admin' },
    unique: [['user_id']],
    indexes: [
      ['is_active', 'status', 'last_assigned_at'],
      ['department_id', 'status'],
    ],
    checks: ['capacity >= 0', 'call_capacity >= 0', 'assignment_count >= 0'],
  },
);

/** What an agent did or was: the log behind performance figures (S4). */
export const agent_activities = table(
  'agent_activities',
  {
    agent_id: ref('agents').privacy('none'),
    kind: oneOf(
      'sign_in',
      'sign_out',
      'status_change',
      'break',
      'call',
      'assignment',
      'lead_contact',
      'ticket_work',
      'conversion',
      'training',
    ).privacy('none'),
    status_before: oneOf(...AGENT_STATUSES)
      .orNull()
      .privacy('none'),
    status_after: oneOf(...AGENT_STATUSES)
      .orNull()
      .privacy('none'),
    started_at: instant().privacy('none'),
    ended_at: instant().orNull().merge('last').together('ending').privacy('none'),
    duration_seconds: integer().orNull().merge('last').together('ending').privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    call_id: formerRef('call_logs').orNull().privacy('none'),
    ticket_id: formerRef('tickets').orNull().privacy('none'),
    campaign_id: formerRef('campaigns').orNull().privacy('none'),
    reason: text().max(500).default('').merge('last').privacy('personal'),
    details: json().default('{}').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [['agent_id', 'started_at'], ['kind', 'started_at'], ['started_at']],
    checks: ['ended_at >= started_at', 'duration_seconds >= 0'],
  },
);
