import { formerRef, instant, integer, json, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const AUDIT_CATEGORIES = ['data', 'auth', 'security', 'approval', 'access'] as const;

/** S4's six, and what they cannot say: an export, a masked value shown, a decision, a purge. */
export const AUDIT_ACTIONS = [
  'CREATE',
  'READ',
  'UPDATE',
  'DELETE',
  'LOGIN',
  'LOGOUT',
  'EXPORT',
  'REVEAL',
  'APPROVE',
  'REJECT',
  'PURGE',
] as const;

/**
 * Who did what to which row, chained per device so that a missing or changed entry shows (S3, S4).
 * The hash covers `details_hash`, not the values: these can be erased and the chain still holds.
 */
export const audit_logs = table(
  'audit_logs',
  {
    category: oneOf(...AUDIT_CATEGORIES).privacy('none'),
    action: oneOf(...AUDIT_ACTIONS).privacy('none'),
    /** Null for what the system does by itself. */
    actor_id: formerRef('users').orNull().privacy('none'),
    /** Table of the row; empty when it is about none. */
    entity_type: text().max(60).default('').privacy('none'),
    entity_id: formerRef('').orNull().privacy('none'),
    /** The command, `bookings.move`. */
    command: text().max(100).default('').privacy('none'),
    op_id: formerRef('').orNull().privacy('none'),
    outcome: oneOf('success', 'failure', 'denied').default('success').privacy('none'),
    /** Code of the failure or refusal. */
    outcome_code: text().max(60).default('').privacy('none'),
    before_values: json().orNull().privacy('sensitive'),
    after_values: json().orNull().privacy('sensitive'),
    /** Why, where a reason was asked for: showing a masked value, an export. */
    reason: text().max(1000).default('').privacy('personal'),
    occurred_at: instant().privacy('none'),
    session_id: formerRef('user_sessions').orNull().privacy('none'),
    ip_address: text().max(45).default('').privacy('sensitive'),
    user_agent: text().max(500).default('').privacy('personal'),
    /** The device whose chain this is; the organization's id for central's own. */
    chain_id: formerRef('').privacy('none'),
    incarnation: formerRef('').privacy('none'),
    sequence: integer().privacy('none'),
    /** SHA-256, hexadecimal, of reason, values, address and agent. */
    details_hash: text().max(64).privacy('none'),
    /** Hash of the entry before; 64 zeros on the first. */
    previous_hash: text().max(64).privacy('none'),
    hash: text().max(64).privacy('none'),
  },
  {
    sync: 'up',
    retention: 'record',
    // Who runs devices leaves a trace as well.
    rights: { insert: 'it', update: 'admin', delete: 'admin' },
    unique: [['chain_id', 'incarnation', 'sequence']],
    indexes: [
      ['occurred_at'],
      ['category', 'occurred_at'],
      ['action', 'occurred_at'],
      ['entity_type', 'entity_id', 'occurred_at'],
      ['actor_id', 'occurred_at'],
      ['op_id'],
    ],
    checks: ['sequence >= 1'],
  },
);

export const SECURITY_EVENT_KINDS = [
  'failed_sign_in',
  'lockout',
  'unusual_time',
  'mass_read',
  'mass_export',
  'mass_delete',
  'rights_change',
  'denied_action',
  'clock_change',
  'file_restored',
  'chain_broken',
  'device_revoked',
  'unknown_device',
  'secret_shown',
  'webhook_forged',
  'other',
] as const;

/** Something suspicious that a device or central noticed (S4). */
export const security_events = table(
  'security_events',
  {
    kind: oneOf(...SECURITY_EVENT_KINDS).privacy('none'),
    severity: oneOf('low', 'medium', 'high', 'critical').default('medium').privacy('none'),
    /** The rule that noticed it, a code. */
    detected_by: text().max(60).privacy('none'),
    description: text().max(2000).default('').privacy('personal'),
    actor_id: formerRef('users').orNull().privacy('none'),
    /** The account it is about, where that is not the actor's. */
    subject_user_id: formerRef('users').orNull().privacy('none'),
    device_id: formerRef('devices').orNull().privacy('none'),
    session_id: formerRef('user_sessions').orNull().privacy('none'),
    ip_address: text().max(45).default('').privacy('sensitive'),
    user_agent: text().max(500).default('').privacy('personal'),
    occurred_at: instant().privacy('none'),
    event_count: integer().default(1).privacy('none'),
    /** What was done at once: signed out, locked, nothing. */
    response: oneOf('none', 'warned', 'blocked', 'locked', 'signed_out', 'wiped')
      .default('none')
      .privacy('none'),
    audit_log_id: formerRef('audit_logs').orNull().privacy('none'),
    details: json().default('{}').privacy('sensitive'),
  },
  {
    sync: 'up',
    retention: 'record',
    // Who runs devices leaves a trace as well.
    rights: { insert: 'it', update: 'admin', delete: 'admin' },
    indexes: [
      ['occurred_at'],
      ['severity', 'occurred_at'],
      ['kind', 'occurred_at'],
      ['actor_id', 'occurred_at'],
      ['device_id', 'occurred_at'],
    ],
    checks: ['event_count >= 1'],
  },
);
