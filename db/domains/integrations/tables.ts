import {
  boolean,
  day,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import {
  integration_logs,
  integration_request_attempts,
  integration_requests,
  integration_verification_results,
} from './request-tables.ts';
import { SCOPE_KEY, SCOPE_LEVELS, scopeCheck } from './rules/scope.ts';
import { webhook_deliveries, webhooks } from './webhook-tables.ts';

export const AUTH_TYPES = ['api_key', 'oauth2', 'basic', 'bearer'] as const;
export const ENVIRONMENTS = ['sandbox', 'production'] as const;

/** A service the organization can talk to, whatever the scope: the catalogue (S2, S3 integrations). */
export const third_party_integrations = table(
  'third_party_integrations',
  {
    code: text().max(50).privacy('none'),
    name: text().max(100),
    description: text().max(4000).default('').merge('last'),
    kind: oneOf('data_api', 'calendar', 'messaging', 'webhook', 'intake')
      .default('data_api')
      .privacy('none'),
    provider_name: text().max(100),
    /** The version whose nodes and mappings are in use. */
    api_version: text().max(20).orNull().privacy('none'),
    base_url: text().max(255).orNull(),
    documentation_url: text().max(255).orNull().merge('last'),
    is_active: boolean().default(1).privacy('none'),
    auth_type: oneOf(...AUTH_TYPES).privacy('none'),
    requires_sandbox: boolean().default(0).privacy('none'),
    default_timeout_seconds: integer().default(30).privacy('none'),
    default_retry_attempts: integer().default(3).privacy('none'),
    default_cache_ttl_hours: integer().default(24).privacy('none'),
    /** Days a masked exchange is kept when no policy says otherwise. */
    default_retention_days: integer().default(90).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['code']],
    indexes: [
      ['is_active', 'position'],
      ['kind', 'position'],
    ],
    checks: [
      'default_timeout_seconds between 1 and 3600',
      'default_retry_attempts between 0 and 20',
      'default_cache_ttl_hours >= 0',
      'default_retention_days >= 0',
    ],
  },
);

/**
 * What holds for an integration at one level in one environment (S2). Null means inherited from the
 * level above, and from the catalogue at last; an empty list means none.
 */
export const integration_configurations = table(
  'integration_configurations',
  {
    integration_id: ref('third_party_integrations').privacy('none'),
    configuration_level: oneOf(...SCOPE_LEVELS)
      .together('scope')
      .privacy('none'),
    program_id: ref('programs').orNull().together('scope').privacy('none'),
    producer_id: ref('producers').orNull().together('scope').privacy('none'),
    environment: oneOf(...ENVIRONMENTS)
      .default('sandbox')
      .privacy('none'),
    endpoint_url: text().max(255).orNull(),
    /** How to sign in (token address, scopes, header names); what is secret lies in `secrets`. */
    auth_config: json().orNull().privacy('sensitive'),
    secret_id: formerRef('secrets').orNull().together('secret').privacy('none'),
    /** Last characters of the secret, for people to tell which one is set. */
    secret_hint: text().max(4).default('').together('secret').privacy('sensitive'),
    secret_set_at: instant().orNull().together('secret').privacy('none'),
    secret_set_by: formerRef('users').orNull().together('secret').privacy('none'),
    secret_rotate_on: day().orNull().together('secret').privacy('none'),
    is_enabled: boolean().orNull().privacy('none'),
    is_required: boolean().orNull().privacy('none'),
    /** Why it is on or off at this level. */
    enabled_reason: text().max(500).default('').merge('last'),
    timeout_seconds: integer().orNull().privacy('none'),
    retry_attempts: integer().orNull().privacy('none'),
    cache_ttl_hours: integer().orNull().privacy('none'),
    /** Kinds of verification that may be asked for: a JSON array. */
    verification_types: json().orNull().privacy('none'),
    /** Who hears of failures, user ids: a JSON array. */
    alert_user_ids: json().orNull().privacy('none'),
    /** Settings only this provider knows; a key that is absent is inherited. */
    provider_settings: json().orNull(),
    health: oneOf('unknown', 'healthy', 'degraded', 'failing', 'circuit_open')
      .default('unknown')
      .merge('last')
      .together('health')
      .privacy('none'),
    health_checked_at: instant().orNull().merge('last').together('health').privacy('none'),
    consecutive_failures: integer().default(0).merge('last').together('health').privacy('none'),
    /** No calls are made before this. */
    circuit_open_until: instant().orNull().merge('last').together('health').privacy('none'),
    last_success_at: instant().orNull().merge('max').privacy('none'),
    last_failure_at: instant().orNull().merge('max').privacy('none'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    generated: { scope_key: SCOPE_KEY },
    unique: [['integration_id', 'environment', 'scope_key']],
    indexes: [['configuration_level'], ['is_enabled'], ['health', 'health_checked_at']],
    checks: [
      scopeCheck('configuration_level'),
      'timeout_seconds between 1 and 3600',
      'retry_attempts between 0 and 20',
      'cache_ttl_hours >= 0',
      'consecutive_failures >= 0',
      'secret_id is null or secret_set_at is not null',
    ],
  },
);

/** What a user, a role or a group may do with an integration, and how far down (S2). */
export const integration_permissions = table(
  'integration_permissions',
  {
    integration_id: ref('third_party_integrations').privacy('none'),
    permission_type: oneOf('user', 'role', 'group').together('principal').privacy('none'),
    permission_target_id: formerRef('').together('principal').privacy('none'),
    can_configure: boolean().default(0).merge('refuse').privacy('none'),
    can_view_raw_responses: boolean().default(0).merge('refuse').privacy('none'),
    can_manage_mappings: boolean().default(0).merge('refuse').privacy('none'),
    can_enable_disable: boolean().default(0).merge('refuse').privacy('none'),
    /** Show masked values in clear, for a reason that is kept. */
    can_reveal_pii: boolean().default(0).merge('refuse').privacy('none'),
    scope_level: oneOf(...SCOPE_LEVELS)
      .default('producer')
      .together('scope')
      .privacy('none'),
    program_id: ref('programs').orNull().together('scope').privacy('none'),
    producer_id: ref('producers').orNull().together('scope').privacy('none'),
    valid_from: instant().orNull().merge('refuse').together('validity').privacy('none'),
    valid_to: instant().orNull().merge('refuse').together('validity').privacy('none'),
    reason: text().max(500).default('').merge('last'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    generated: { scope_key: SCOPE_KEY },
    unique: [['integration_id', 'permission_type', 'permission_target_id', 'scope_key']],
    indexes: [['permission_type', 'permission_target_id'], ['scope_level']],
    checks: [scopeCheck('scope_level'), 'valid_to > valid_from'],
    links: [
      {
        type: 'permission_type',
        id: 'permission_target_id',
        tables: { user: 'users', role: 'roles', group: 'groups' },
      },
    ],
  },
);

export const integrationsTables = [
  third_party_integrations,
  integration_configurations,
  integration_permissions,
  integration_requests,
  integration_request_attempts,
  integration_verification_results,
  integration_logs,
  webhooks,
  webhook_deliveries,
] as const;

export interface IntegrationsRows {
  third_party_integrations: Row<typeof third_party_integrations>;
  integration_configurations: Row<typeof integration_configurations>;
  integration_permissions: Row<typeof integration_permissions>;
  integration_requests: Row<typeof integration_requests>;
  integration_request_attempts: Row<typeof integration_request_attempts>;
  integration_verification_results: Row<typeof integration_verification_results>;
  integration_logs: Row<typeof integration_logs>;
  webhooks: Row<typeof webhooks>;
  webhook_deliveries: Row<typeof webhook_deliveries>;
}
