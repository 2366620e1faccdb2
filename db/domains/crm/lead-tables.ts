import {
  boolean,
  day,
  decimal,
  formerRef,
  instant,
  integer,
  json,
  money,
  oneOf,
  ref,
  text,
  zone,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** The pipeline in its order; `won`, `lost` and `disqualified` end it. */
export const LEAD_STATUSES = [
  'new',
  'contacted',
  'qualified',
  'proposal',
  'negotiation',
  'nurturing',
  'won',
  'lost',
  'disqualified',
] as const;

export const LEAD_SOURCES = [
  'website',
  'referral',
  'phone',
  'email',
  'walk_in',
  'campaign',
  'social',
  'partner',
  'event',
  'request',
  'import',
  'api',
  'other',
] as const;

/** Somebody who may become a customer (S4). */
export const leads = table(
  'leads',
  {
    name: text().privacy('personal'),
    company: text().default(''),
    job_title: text().max(100).default('').privacy('personal'),
    email: text().max(254).default('').privacy('personal'),
    /** As written; the form to dial stands beside it. */
    phone: text().max(40).default('').together('phone').privacy('personal'),
    phone_e164: text().max(20).default('').together('phone').privacy('personal'),
    city: text().max(100).default('').privacy('personal'),
    country_code: text().max(2).default('').privacy('none'),
    locale: text().max(35).default('').privacy('none'),
    timezone: zone().orNull(),
    source: oneOf(...LEAD_SOURCES).privacy('none'),
    source_detail: text().default(''),
    /** Where it came from in full: page, referrer, terms; an object. */
    attribution: json().default('{}').merge('last').privacy('personal'),
    campaign_id: ref('campaigns').orNull().privacy('none'),
    /** The request it was made from. */
    request_id: formerRef('external_requests').orNull().privacy('none'),
    status: oneOf(...LEAD_STATUSES)
      .default('new')
      .together('status')
      .privacy('none'),
    status_changed_at: instant().orNull().together('status').privacy('none'),
    lost_reason: text().max(500).default('').together('status').privacy('personal'),
    closed_at: instant().orNull().together('status').privacy('none'),
    priority: oneOf('low', 'normal', 'high', 'urgent').default('normal').privacy('none'),
    assigned_to: formerRef('users').orNull().together('assignment').privacy('none'),
    assigned_at: instant().orNull().together('assignment').privacy('none'),
    /** Why them: a person's word or the rule's. */
    assignment_reason: text().max(500).default('').together('assignment').privacy('personal'),
    department_id: formerRef('departments').orNull().privacy('none'),
    /** Sum of its `lead_scores` at `scored_at`. */
    score: integer().default(0).merge('last').together('score').privacy('none'),
    scored_at: instant().orNull().merge('last').together('score').privacy('none'),
    estimated_value: money().orNull().together('value'),
    /** ISO 4217; empty while no value is estimated. */
    currency: text().max(3).default('').together('value').privacy('none'),
    probability: integer().orNull().privacy('none'),
    expected_close_on: day().orNull().privacy('none'),
    received_at: instant().privacy('none'),
    first_contacted_at: instant().orNull().merge('min').privacy('none'),
    last_contacted_at: instant().orNull().merge('max').privacy('none'),
    next_action: text().max(500).default('').together('next_action').privacy('personal'),
    next_action_at: instant().orNull().together('next_action').privacy('none'),
    do_not_call: boolean().default(0).privacy('none'),
    do_not_message: boolean().default(0).privacy('none'),
    /** The lead this one was merged into. */
    merged_into_id: formerRef('leads').orNull().merge('refuse').privacy('none'),
    tags: json().default('[]').merge('union'),
    custom_fields: json().default('{}').privacy('personal'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    /** Key of the row it came from, unique per import; empty when made by hand. */
    external_ref: text().default('').privacy('none'),
    /** The import that made it; undoing an import takes these back. */
    import_id: formerRef('').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['status', 'received_at'],
      ['status', 'score'],
      ['status', 'next_action_at'],
      ['assigned_to', 'status', 'received_at'],
      ['assigned_to', 'status', 'score'],
      ['assigned_to', 'status', 'next_action_at'],
      ['source', 'received_at'],
      ['received_at'],
      ['next_action_at'],
      ['email'],
      ['phone_e164'],
      ['external_ref'],
      ['import_id'],
    ],
    checks: [
      'probability between 0 and 100',
      'estimated_value >= 0',
      `estimated_value is null or currency <> ''`,
      'merged_into_id is null or merged_into_id <> id',
    ],
    search: ['name', 'company', 'email', 'phone'],
  },
);

/** One thing that happened with a lead, or that is to be done (S4). */
export const lead_activities = table(
  'lead_activities',
  {
    lead_id: ref('leads').privacy('none'),
    kind: oneOf(
      'note',
      'call',
      'email',
      'sms',
      'whatsapp',
      'meeting',
      'task',
      'status_change',
      'assignment',
      'score_change',
      'document',
      'conversion',
    ).privacy('none'),
    subject: text().default('').privacy('personal'),
    body: text().max(8000).default('').merge('text').privacy('personal'),
    outcome: text().max(100).default(''),
    occurred_at: instant().privacy('none'),
    duration_seconds: integer().orNull().privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    campaign_id: formerRef('campaigns').orNull().privacy('none'),
    call_id: formerRef('call_logs').orNull().privacy('none'),
    message_id: formerRef('communication_messages').orNull().privacy('none'),
    /** `{column: [before, after]}` of what the lead itself changed in. */
    changes: json().orNull().privacy('personal'),
    /** Of tasks. */
    due_at: instant().orNull().privacy('none'),
    completed_at: instant().orNull().together('completion').privacy('none'),
    completed_by: formerRef('users').orNull().together('completion').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['lead_id', 'occurred_at'],
      ['user_id', 'occurred_at'],
      ['kind', 'occurred_at'],
      ['user_id', 'completed_at', 'due_at'],
      ['call_id'],
    ],
    checks: ['duration_seconds >= 0'],
  },
);

/** A file that belongs to a lead (S4). */
export const lead_documents = table(
  'lead_documents',
  {
    lead_id: ref('leads').privacy('none'),
    file_id: ref('files').privacy('none'),
    file_name: text().max(255).privacy('personal'),
    kind: oneOf('proposal', 'contract', 'identification', 'form', 'picture', 'other')
      .default('other')
      .privacy('none'),
    description: text().max(1000).default('').merge('last').privacy('personal'),
    uploaded_at: instant().privacy('none'),
    uploaded_by: formerRef('users').orNull().privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['lead_id', 'position']],
  },
);

/** One signed contribution to a lead's score, with its reason (S4). */
export const lead_scores = table(
  'lead_scores',
  {
    lead_id: ref('leads').privacy('none'),
    factor: oneOf(
      'source_quality',
      'status',
      'age',
      'assignment',
      'availability',
      'engagement',
      'manual',
    ).privacy('none'),
    points: integer().privacy('none'),
    /** The value that earned them, in words. */
    reason: text().max(500).default(''),
    /** Version of the scoring rules; changing them makes new rows. */
    rule_version: integer().default(1).privacy('none'),
    scored_at: instant().privacy('none'),
    /** Days until half of the points are gone; null when they stay. */
    half_life_days: decimal(7, 2).orNull().privacy('none'),
    /** Not replaced by a later calculation. */
    is_current: boolean().default(1).merge('last').privacy('none'),
    adjusted_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [['lead_id', 'is_current', 'scored_at'], ['scored_at']],
    checks: ['cast(half_life_days as numeric) > 0', 'rule_version >= 1'],
  },
);

/** Who gets what arrives: the first active rule whose conditions hold decides (S4). */
export const routing_rules = table(
  'routing_rules',
  {
    name: text().max(100),
    description: text().max(2000).default('').merge('last'),
    subject: oneOf('lead', 'ticket', 'call', 'request').default('lead').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    conditions: json().default('[]'),
    strategy: oneOf('least_loaded', 'round_robin', 'skills', 'user', 'group', 'department')
      .default('least_loaded')
      .together('target')
      .privacy('none'),
    target_user_id: formerRef('users').orNull().together('target').privacy('none'),
    target_group_id: formerRef('groups').orNull().together('target').privacy('none'),
    target_department_id: formerRef('departments').orNull().together('target').privacy('none'),
    required_skills: json().default('[]').merge('union'),
    /** Given to what it routes; null leaves the priority alone. */
    priority: oneOf('low', 'normal', 'high', 'urgent').orNull().privacy('none'),
    only_available_agents: boolean().default(1).privacy('none'),
    /** Where it goes when nobody can take it. */
    fallback_user_id: formerRef('users').orNull().privacy('none'),
    valid_from: instant().orNull().together('validity').privacy('none'),
    valid_to: instant().orNull().together('validity').privacy('none'),
    version_number: integer().default(1).merge('max').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['subject', 'name']],
    indexes: [['subject', 'is_active', 'position']],
    checks: [
      'valid_to > valid_from',
      `strategy <> 'user' or target_user_id is not null`,
      `strategy <> 'group' or target_group_id is not null`,
      `strategy <> 'department' or target_department_id is not null`,
    ],
  },
);
