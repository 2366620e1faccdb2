import {
  boolean,
  formerRef,
  instant,
  integer,
  json,
  money,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import {
  CHANNEL_KINDS,
  DELIVERY_STATES,
  MESSAGE_SUBJECTS,
  MESSAGE_SUBJECT_TABLES,
} from './choices.ts';

/** A way to reach people (S3, S4 provider credentials); among those of a kind the least priority goes first. */
export const communication_channels = table(
  'communication_channels',
  {
    code: text().max(60).privacy('none'),
    name: text(),
    kind: oneOf(...CHANNEL_KINDS).privacy('none'),
    direction: oneOf('in', 'out', 'both').default('both').privacy('none'),
    provider: text().max(60).default('').privacy('none'),
    integration_id: ref('third_party_integrations').orNull().privacy('none'),
    secret_id: formerRef('secrets').orNull().privacy('none'),
    settings: json().default('{}').merge('last'),
    /** What recipients see: a number, an address, a handle. */
    sender_address: text().max(254).default('').together('sender'),
    sender_name: text().default('').together('sender'),
    priority: integer().default(100).merge('last').privacy('none'),
    /** Takes over when this one fails. */
    failover_channel_id: formerRef('communication_channels').orNull().privacy('none'),
    is_default: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    rate_limit_per_minute: integer().orNull().merge('last').privacy('none'),
    unit_cost: money().orNull().together('cost'),
    currency: text().max(3).default('').together('cost').privacy('none'),
    health: oneOf('unknown', 'working', 'failing', 'down')
      .default('unknown')
      .merge('central')
      .privacy('none'),
    success_count: integer().default(0).merge('central').privacy('none'),
    failure_count: integer().default(0).merge('central').privacy('none'),
    last_success_at: instant().orNull().merge('central').privacy('none'),
    last_failure_at: instant().orNull().merge('central').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['code'], { columns: ['kind'], while: { column: 'is_default', values: [1] } }],
    indexes: [['kind', 'is_active', 'priority']],
    checks: [
      'not is_default or is_active',
      'unit_cost is null or unit_cost >= 0',
      `unit_cost is null or currency <> ''`,
      'rate_limit_per_minute is null or rate_limit_per_minute > 0',
      'failover_channel_id is null or failover_channel_id <> id',
    ],
  },
);

/** One version of a text for a channel and a language (S1, S4). */
export const notification_templates = table(
  'notification_templates',
  {
    code: text().max(60).privacy('none'),
    channel_kind: oneOf(...CHANNEL_KINDS).privacy('none'),
    locale: text().max(35).default('').privacy('none'),
    version_number: integer().default(1).privacy('none'),
    state: oneOf('draft', 'active', 'retired').default('draft').merge('refuse').privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    subject: text().max(500).default(''),
    body: text().max(20000).merge('text'),
    body_format: oneOf('plain', 'markdown', 'html').default('plain').privacy('none'),
    /** `[{name, sample, required}]`. */
    variables: json().default('[]'),
    category: oneOf('service', 'reminder', 'marketing', 'security')
      .default('service')
      .privacy('none'),
    /** Name and verdict at the provider, where it must agree first (WhatsApp). */
    provider_name: text().max(120).default('').together('provider').privacy('none'),
    provider_state: oneOf('not_needed', 'pending', 'approved', 'rejected', 'paused')
      .default('not_needed')
      .together('provider')
      .privacy('none'),
    replaced_template_id: formerRef('notification_templates').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
    unique: [
      ['code', 'channel_kind', 'locale', 'version_number'],
      {
        columns: ['code', 'channel_kind', 'locale'],
        while: { column: 'state', values: ['active'] },
      },
    ],
    indexes: [['channel_kind', 'state']],
    checks: ['version_number >= 1'],
  },
);

// Delivery is written by the one desk that runs the channel, or by central: the last word counts.
/** One message on a channel, in or out (S3, S4). */
export const communication_messages = table(
  'communication_messages',
  {
    channel_id: ref('communication_channels').privacy('none'),
    direction: oneOf('in', 'out').privacy('none'),
    entity_type: oneOf(...MESSAGE_SUBJECTS)
      .orNull()
      .together('entity')
      .privacy('none'),
    entity_id: formerRef('').orNull().together('entity').privacy('none'),
    /** Messages of one exchange share it. */
    thread_key: text().max(200).default('').privacy('personal'),
    reply_to_id: formerRef('communication_messages').orNull().privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    sender_address: text().max(254).default('').privacy('personal'),
    recipient_address: text().max(254).default('').privacy('personal'),
    recipient_name: text().default('').privacy('personal'),
    subject: text().max(500).default('').privacy('personal'),
    body: text().max(50000).default('').privacy('personal'),
    body_format: oneOf('plain', 'markdown', 'html').default('plain').privacy('none'),
    template_id: ref('notification_templates').orNull().privacy('none'),
    template_variables: json().default('{}').privacy('personal'),
    /** Ids of `files`. */
    file_ids: json().default('[]').merge('union').privacy('none'),
    state: oneOf(...DELIVERY_STATES)
      .default('queued')
      .merge('last')
      .together('delivery')
      .privacy('none'),
    sent_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    delivered_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    read_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    failed_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    next_attempt_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    attempt_count: integer().default(0).merge('last').together('delivery').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('delivery').privacy('none'),
    error_message: text()
      .max(1000)
      .default('')
      .merge('last')
      .together('delivery')
      .privacy('personal'),
    /** The provider's; WhatsApp's has the number in it. */
    external_message_id: text().default('').merge('last').together('delivery').privacy('personal'),
    queued_at: instant().privacy('none'),
    /** Not before: scheduled, quiet hours, undo. */
    send_after: instant().orNull().merge('last').privacy('none'),
    received_at: instant().orNull().privacy('none'),
    cost: money().orNull().merge('last').together('cost'),
    currency: text().max(3).default('').merge('last').together('cost').privacy('none'),
    /** One message per cause, however often it is tried. */
    idempotency_key: text().max(160).privacy('none'),
    consent_record_id: formerRef('consent_records').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    unique: [['idempotency_key']],
    indexes: [
      ['entity_id', 'queued_at'],
      ['thread_key', 'queued_at'],
      ['channel_id', 'queued_at'],
      ['state', 'queued_at'],
      {
        columns: ['next_attempt_at'],
        while: { column: 'state', values: ['queued', 'failed_retry'] },
      },
      ['external_message_id'],
      ['user_id', 'queued_at'],
    ],
    checks: [
      '(entity_type is null) = (entity_id is null)',
      'attempt_count >= 0',
      `cost is null or currency <> ''`,
      `direction = 'out' or state in ('received', 'read')`,
    ],
    links: [{ type: 'entity_type', id: 'entity_id', tables: MESSAGE_SUBJECT_TABLES }],
  },
);
