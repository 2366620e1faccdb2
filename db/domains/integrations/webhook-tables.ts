import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { FAILURE_KINDS } from './request-tables.ts';

/** An address that hears of events, or a door through which events come in (S3, S1). */
export const webhooks = table(
  'webhooks',
  {
    name: text().max(100),
    description: text().max(2000).default('').merge('last'),
    direction: oneOf('in', 'out').default('out').privacy('none'),
    integration_id: formerRef('third_party_integrations').orNull().privacy('none'),
    /** Where deliveries go; empty for one that receives. Some are as good as a password. */
    url: text().max(2000).privacy('sensitive'),
    /** Events it is about: a JSON array of codes. */
    event_types: json().default('[]').merge('union').privacy('none'),
    is_active: boolean().default(1).together('activity').privacy('none'),
    /** When and why it was switched off by itself after too many failures. */
    disabled_at: instant().orNull().together('activity').privacy('none'),
    disabled_reason: text().max(500).default('').together('activity'),
    consecutive_failures: integer().default(0).merge('last').privacy('none'),
    signature: oneOf('standard', 'hmac_sha256', 'none').default('standard').privacy('none'),
    secret_id: formerRef('secrets').orNull().together('secret').privacy('none'),
    /** Last characters of the secret, for people to tell which one is set. */
    secret_hint: text().max(4).default('').together('secret').privacy('sensitive'),
    secret_set_at: instant().orNull().together('secret').privacy('none'),
    /** Also good until it expires, while the other side changes over. */
    previous_secret_id: formerRef('secrets').orNull().together('secret').privacy('none'),
    previous_secret_expires_at: instant().orNull().together('secret').privacy('none'),
    /** How old a signed message may be when it arrives. */
    tolerance_seconds: integer().default(300).privacy('none'),
    timeout_seconds: integer().default(30).privacy('none'),
    max_attempts: integer().default(8).privacy('none'),
    first_retry_seconds: integer().default(30).privacy('none'),
    /** Failed deliveries in a row after which it is switched off; 0 for never. */
    disable_after_failures: integer().default(50).privacy('none'),
    /** Headers sent along, none of them secret. */
    custom_headers: json().default('{}').privacy('sensitive'),
    last_delivery_at: instant().orNull().merge('max').privacy('none'),
    last_success_at: instant().orNull().merge('max').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['name']],
    indexes: [['is_active', 'direction'], ['integration_id']],
    checks: [
      `direction = 'in' or url <> ''`,
      'tolerance_seconds between 0 and 86400',
      'timeout_seconds between 1 and 300',
      'max_attempts between 1 and 50',
      'first_retry_seconds >= 1',
      'disable_after_failures >= 0',
      'consecutive_failures >= 0',
      'previous_secret_id is null or previous_secret_expires_at is not null',
    ],
  },
);

export const WEBHOOK_DELIVERY_STATUSES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed_retry',
  'dead',
  'rejected',
] as const;

/** One event on its way through a webhook, masked; `rejected` is an incoming one that proved nothing (S3). */
export const webhook_deliveries = table(
  'webhook_deliveries',
  {
    webhook_id: ref('webhooks').privacy('none'),
    /** The same on every try and on replay at the other side; keeps an event from counting twice. */
    message_id: text().max(100).privacy('none'),
    event_type: text().max(100).privacy('none'),
    payload: json().orNull().privacy('personal'),
    pii_masked: boolean().default(1).privacy('none'),
    status: oneOf(...WEBHOOK_DELIVERY_STATUSES)
      .default('queued')
      .merge('last')
      .together('outcome')
      .privacy('none'),
    attempt_count: integer().default(0).merge('last').together('outcome').privacy('none'),
    queued_at: instant().privacy('none'),
    last_attempt_at: instant().orNull().merge('last').together('outcome').privacy('none'),
    next_attempt_at: instant().orNull().merge('last').together('outcome').privacy('none'),
    delivered_at: instant().orNull().merge('last').together('outcome').privacy('none'),
    response_status_code: integer().orNull().merge('last').together('outcome').privacy('none'),
    response_time_ms: integer().orNull().merge('last').together('outcome').privacy('none'),
    /** Beginning of the answer, masked. */
    response_excerpt: text()
      .max(2000)
      .default('')
      .merge('last')
      .together('outcome')
      .privacy('personal'),
    error_kind: oneOf(...FAILURE_KINDS)
      .orNull()
      .merge('last')
      .together('outcome')
      .privacy('none'),
    error_message: text()
      .max(2000)
      .default('')
      .merge('last')
      .together('outcome')
      .privacy('personal'),
    /** Of an incoming one: whether its signature held; null for outgoing ones. */
    signature_valid: boolean().orNull().privacy('none'),
    replay_of_id: formerRef('webhook_deliveries').orNull().privacy('none'),
    correlation_id: text().max(100).orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [
      ['webhook_id', 'queued_at'],
      ['webhook_id', 'message_id'],
      ['status', 'next_attempt_at'],
      ['event_type', 'queued_at'],
      ['queued_at'],
    ],
    checks: [
      'pii_masked or payload is null',
      'attempt_count >= 0',
      'response_time_ms >= 0',
      'response_status_code between 100 and 599',
    ],
  },
);
