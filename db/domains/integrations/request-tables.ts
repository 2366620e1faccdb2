import {
  boolean,
  day,
  decimal,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const INTEGRATION_REQUEST_STATUSES = [
  'pending',
  'sent',
  'completed',
  'failed',
  'timeout',
] as const;

/** Kinds of failure that people count and rules act on. */
export const FAILURE_KINDS = [
  'network',
  'timeout',
  'authentication',
  'rate_limit',
  'client_error',
  'server_error',
  'invalid_response',
  'configuration',
  'other',
] as const;

/** One question put to a third party and its answer, masked before it is stored (S2). */
export const integration_requests = table(
  'integration_requests',
  {
    integration_id: ref('third_party_integrations').privacy('none'),
    configuration_id: ref('integration_configurations').privacy('none'),
    environment: oneOf('sandbox', 'production').default('sandbox').privacy('none'),
    // Not enforced: the log outlives the quote and the erased person.
    quote_id: formerRef('quotes').orNull().privacy('none'),
    driver_id: formerRef('drivers').orNull().privacy('none'),
    user_id: formerRef('users').privacy('none'),
    endpoint: text().max(255),
    http_method: text().max(10).default('POST').privacy('none'),
    /** Without Authorization, Cookie and whatever else the deny list names. */
    request_headers: json().orNull().merge('last').together('exchange'),
    request_body: json().orNull().merge('last').together('exchange').privacy('personal'),
    response_status_code: integer().orNull().merge('last').together('exchange').privacy('none'),
    response_headers: json().orNull().merge('last').together('exchange'),
    response_body: json().orNull().merge('last').together('exchange').privacy('personal'),
    response_time_ms: integer().orNull().merge('last').together('exchange').privacy('none'),
    request_status: oneOf(...INTEGRATION_REQUEST_STATUSES)
      .default('pending')
      .merge('last')
      .together('exchange')
      .privacy('none'),
    error_message: text().max(4000).orNull().merge('last').together('exchange').privacy('personal'),
    error_kind: oneOf(...FAILURE_KINDS)
      .orNull()
      .merge('last')
      .together('exchange')
      .privacy('none'),
    retry_count: integer().default(0).merge('max').privacy('none'),
    external_transaction_id: text().max(100).orNull().privacy('none'),
    /** Traces one matter across services. */
    correlation_id: text().max(100).privacy('none'),
    contains_pii: boolean().default(1).merge('last').together('exchange').privacy('none'),
    /** That the content went through the mask; nothing else is stored. */
    pii_masked: boolean().default(1).merge('last').together('exchange').privacy('none'),
    /** The unmasked exchange, encrypted, short-lived; for those who may view raw responses. */
    raw_secret_id: formerRef('secrets').orNull().merge('last').together('raw').privacy('none'),
    raw_expires_at: instant().orNull().merge('last').together('raw').privacy('none'),
    retention_until: day().orNull().merge('max').privacy('none'),
    /** When the content was removed, and by which policy. */
    pruned_at: instant().orNull().merge('last').together('pruning').privacy('none'),
    pruned_by_policy: text().default('').merge('last').together('pruning').privacy('none'),
    replay_of_id: formerRef('integration_requests').orNull().privacy('none'),
    requested_at: instant().privacy('none'),
    sent_at: instant().orNull().merge('last').together('exchange').privacy('none'),
    completed_at: instant().orNull().merge('last').together('exchange').privacy('none'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [
      ['requested_at'],
      ['request_status', 'requested_at'],
      ['integration_id', 'requested_at'],
      ['quote_id'],
      ['driver_id'],
      ['user_id', 'requested_at'],
      ['correlation_id'],
      ['external_transaction_id'],
      ['retention_until'],
    ],
    checks: [
      'pii_masked or (request_headers is null and request_body is null and response_headers is null and response_body is null)',
      'response_time_ms >= 0',
      'retry_count >= 0',
      'response_status_code between 100 and 599',
      'completed_at >= sent_at',
      'raw_secret_id is null or raw_expires_at is not null',
    ],
  },
);

/** One try at a request; the request keeps the last one's outcome. */
export const integration_request_attempts = table(
  'integration_request_attempts',
  {
    request_id: ref('integration_requests').privacy('none'),
    attempt_number: integer().privacy('none'),
    outcome: oneOf(...INTEGRATION_REQUEST_STATUSES)
      .default('pending')
      .merge('last')
      .together('outcome')
      .privacy('none'),
    response_status_code: integer().orNull().merge('last').together('outcome').privacy('none'),
    response_headers: json().orNull().merge('last').together('outcome'),
    response_body: json().orNull().merge('last').together('outcome').privacy('personal'),
    response_time_ms: integer().orNull().merge('last').together('outcome').privacy('none'),
    error_kind: oneOf(...FAILURE_KINDS)
      .orNull()
      .merge('last')
      .together('outcome')
      .privacy('none'),
    error_message: text().max(4000).orNull().merge('last').together('outcome').privacy('personal'),
    pii_masked: boolean().default(1).merge('last').together('outcome').privacy('none'),
    started_at: instant().privacy('none'),
    finished_at: instant().orNull().merge('last').together('outcome').privacy('none'),
    /** When the next try was due, as decided after this one. */
    next_retry_at: instant().orNull().merge('last').together('outcome').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    unique: [['request_id', 'attempt_number']],
    indexes: [['outcome', 'started_at']],
    checks: [
      'pii_masked or (response_headers is null and response_body is null)',
      'attempt_number >= 1',
      'response_time_ms >= 0',
      'response_status_code between 100 and 599',
      'finished_at >= started_at',
    ],
  },
);

export const VERIFICATION_TYPES = [
  'license',
  'address',
  'identity',
  'vehicle',
  'household',
] as const;
export const VERIFICATION_STATUSES = [
  'verified',
  'partial',
  'failed',
  'not_found',
  'error',
] as const;

/** What an answer says about a driver, a vehicle or an address (S2). */
export const integration_verification_results = table(
  'integration_verification_results',
  {
    request_id: ref('integration_requests').privacy('none'),
    verification_type: oneOf(...VERIFICATION_TYPES).privacy('none'),
    target_entity_type: oneOf('driver', 'vehicle', 'address').together('target').privacy('none'),
    target_entity_id: formerRef('').together('target').privacy('none'),
    verification_status: oneOf(...VERIFICATION_STATUSES)
      .together('result')
      .privacy('none'),
    /** 0.00 to 100.00. */
    confidence_score: decimal(5, 2).orNull().together('result').privacy('none'),
    verified_data: json().orNull().together('result').privacy('sensitive'),
    /** What did not match: `[{field, given, found}]`. */
    discrepancies: json().orNull().together('result').privacy('sensitive'),
    verified_at: instant().together('result').privacy('none'),
    cache_expires_at: instant().orNull().privacy('none'),
    is_cached_result: boolean().default(0).privacy('none'),
    /** The earlier result that was used again. */
    reused_result_id: formerRef('integration_verification_results').orNull().privacy('none'),
    external_verification_id: text().max(100).orNull().privacy('none'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'supervisor', delete: 'admin' },
    indexes: [
      ['target_entity_type', 'target_entity_id', 'verified_at'],
      ['verification_status', 'verified_at'],
      ['verification_type', 'verified_at'],
      ['cache_expires_at'],
      ['external_verification_id'],
    ],
    checks: [
      'cast(confidence_score as numeric) between 0 and 100',
      'cache_expires_at >= verified_at',
    ],
    links: [
      {
        type: 'target_entity_type',
        id: 'target_entity_id',
        tables: { driver: 'drivers', vehicle: 'vehicles', address: 'addresses' },
      },
    ],
  },
);

/** What an integration did that was no HTTP request: a sync run, a token renewed, a publication (S3). */
export const integration_logs = table(
  'integration_logs',
  {
    integration_id: ref('third_party_integrations').privacy('none'),
    configuration_id: formerRef('integration_configurations').orNull().privacy('none'),
    /** What was done, a code such as `calendar.sync` or `token.renew`. */
    operation: text().max(60).privacy('none'),
    severity: oneOf('debug', 'info', 'warning', 'error').default('info').privacy('none'),
    outcome: oneOf('running', 'succeeded', 'partial', 'failed', 'skipped')
      .merge('last')
      .together('outcome')
      .privacy('none'),
    started_at: instant().privacy('none'),
    finished_at: instant().orNull().merge('last').together('outcome').privacy('none'),
    duration_ms: integer().orNull().merge('last').together('outcome').privacy('none'),
    records_read: integer().default(0).merge('last').together('outcome').privacy('none'),
    records_written: integer().default(0).merge('last').together('outcome').privacy('none'),
    records_failed: integer().default(0).merge('last').together('outcome').privacy('none'),
    error_kind: oneOf(...FAILURE_KINDS)
      .orNull()
      .merge('last')
      .together('outcome')
      .privacy('none'),
    error_message: text().max(4000).orNull().merge('last').together('outcome').privacy('personal'),
    correlation_id: text().max(100).orNull().privacy('none'),
    request_id: formerRef('integration_requests').orNull().privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    details: json().orNull().merge('last').together('outcome').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [
      ['started_at'],
      ['integration_id', 'started_at'],
      ['outcome', 'started_at'],
      ['operation', 'started_at'],
      ['correlation_id'],
    ],
    checks: [
      'duration_ms >= 0',
      'finished_at >= started_at',
      'records_read >= 0 and records_written >= 0 and records_failed >= 0',
    ],
  },
);
