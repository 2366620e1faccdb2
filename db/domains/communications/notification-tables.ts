import {
  boolean,
  clock,
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
import {
  CHANNEL_KINDS,
  DELIVERY_STATES,
  MESSAGE_SUBJECTS,
  MESSAGE_SUBJECT_TABLES,
} from './choices.ts';

/** Something that people may want to hear of (S3), worked off in the background. */
export const notification_events = table(
  'notification_events',
  {
    /** `ticket.assigned`, `sla.breached`, … */
    kind: text().max(60).privacy('none'),
    entity_type: oneOf(...MESSAGE_SUBJECTS)
      .orNull()
      .together('entity')
      .privacy('none'),
    entity_id: formerRef('').orNull().together('entity').privacy('none'),
    payload: json().default('{}').privacy('personal'),
    occurred_at: instant().privacy('none'),
    caused_by: formerRef('users').orNull().privacy('none'),
    /** One event per cause, however many desks saw it. */
    idempotency_key: text().max(160).privacy('none'),
    state: oneOf('queued', 'processing', 'done', 'skipped', 'failed_retry', 'dead')
      .default('queued')
      .merge('last')
      .together('course')
      .privacy('none'),
    processed_at: instant().orNull().merge('last').together('course').privacy('none'),
    attempt_count: integer().default(0).merge('last').together('course').privacy('none'),
    next_attempt_at: instant().orNull().merge('last').together('course').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('course').privacy('none'),
    error_message: text()
      .max(1000)
      .default('')
      .merge('last')
      .together('course')
      .privacy('personal'),
    /** Found while catching up after a sync: joins one digest rather than ringing. */
    is_catch_up: boolean().default(0).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    unique: [['idempotency_key']],
    indexes: [
      ['state', 'occurred_at'],
      ['kind', 'occurred_at'],
      ['entity_id', 'occurred_at'],
    ],
    checks: ['(entity_type is null) = (entity_id is null)', 'attempt_count >= 0'],
    links: [{ type: 'entity_type', id: 'entity_id', tables: MESSAGE_SUBJECT_TABLES }],
  },
);

/** One notice to one person on one channel (S3), alone or in a batch. */
export const notifications = table(
  'notifications',
  {
    recipient_id: ref('users').privacy('none'),
    event_id: formerRef('notification_events').orNull().privacy('none'),
    kind: text().max(60).privacy('none'),
    channel_kind: oneOf(...CHANNEL_KINDS)
      .default('in_app')
      .privacy('none'),
    template_id: ref('notification_templates').orNull().privacy('none'),
    message_id: formerRef('communication_messages').orNull().privacy('none'),
    title: text().privacy('personal'),
    body: text().max(4000).default('').privacy('personal'),
    entity_type: oneOf(...MESSAGE_SUBJECTS)
      .orNull()
      .together('entity')
      .privacy('none'),
    entity_id: formerRef('').orNull().together('entity').privacy('none'),
    priority: oneOf('low', 'normal', 'high', 'urgent').default('normal').privacy('none'),
    raised_at: instant().privacy('none'),
    state: oneOf(...DELIVERY_STATES)
      .default('queued')
      .merge('last')
      .together('delivery')
      .privacy('none'),
    sent_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    attempt_count: integer().default(0).merge('last').together('delivery').privacy('none'),
    next_attempt_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('delivery').privacy('none'),
    /** Held back: quiet hours, batch, snooze. */
    deliver_after: instant().orNull().merge('last').privacy('none'),
    /** Notices that go out as one share it. */
    batch_key: text().max(120).default('').privacy('none'),
    read_at: instant().orNull().merge('min').privacy('none'),
    dismissed_at: instant().orNull().merge('min').privacy('none'),
    expires_at: instant().orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    indexes: [
      ['recipient_id', 'read_at', 'raised_at'],
      ['recipient_id', 'raised_at'],
      ['state', 'deliver_after'],
      ['batch_key'],
      ['event_id'],
      ['entity_id'],
      ['expires_at'],
    ],
    checks: ['(entity_type is null) = (entity_id is null)', 'attempt_count >= 0'],
    links: [{ type: 'entity_type', id: 'entity_id', tables: MESSAGE_SUBJECT_TABLES }],
  },
);

/** What a person wants to hear of, where and when (S3); kind `*` speaks for all that have no own row. */
export const notification_preferences = table(
  'notification_preferences',
  {
    user_id: ref('users').privacy('none'),
    kind: text().max(60).default('*').privacy('none'),
    channel_kind: oneOf(...CHANNEL_KINDS).privacy('none'),
    is_enabled: boolean().default(1).merge('last').privacy('none'),
    batching: oneOf('at_once', 'hourly', 'daily', 'weekly')
      .default('at_once')
      .merge('last')
      .privacy('none'),
    least_priority: oneOf('low', 'normal', 'high', 'urgent')
      .default('low')
      .merge('last')
      .privacy('none'),
    /** Quiet from and until, over midnight where until is the earlier. */
    quiet_from: clock().orNull().merge('last').together('quiet').privacy('none'),
    quiet_until: clock().orNull().merge('last').together('quiet').privacy('none'),
    timezone: zone().default('UTC').merge('last').together('quiet'),
    /** `[1..7]`, Monday first: days that are quiet throughout. */
    quiet_weekdays: json().default('[]').merge('union').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    unique: [['user_id', 'kind', 'channel_kind']],
    checks: ['(quiet_from is null) = (quiet_until is null)'],
  },
);
