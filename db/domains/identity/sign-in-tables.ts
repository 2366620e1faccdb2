import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { ROLES, table } from '#db/schema/table.ts';

/** What passwords, second factors and sessions must satisfy (S3). Central's to write. */
export const password_policies = table(
  'password_policies',
  {
    name: text(),
    description: text().max(2000).default(''),
    is_default: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    /** Whom it is for when no person names it; null: everybody. */
    for_role: oneOf(...ROLES)
      .orNull()
      .privacy('none'),
    min_length: integer().default(12).privacy('none'),
    min_length_with_second_factor: integer().default(8).privacy('none'),
    require_uppercase: boolean().default(0).privacy('none'),
    require_lowercase: boolean().default(0).privacy('none'),
    require_digit: boolean().default(0).privacy('none'),
    require_symbol: boolean().default(0).privacy('none'),
    forbid_breached: boolean().default(1).privacy('none'),
    /** How many former passwords may not come back. */
    history_depth: integer().default(5).privacy('none'),
    /** Null: a password never gets too old. */
    max_age_days: integer().orNull().privacy('none'),
    lockout_threshold: integer().default(5).privacy('none'),
    /** The first wait; it doubles up to the longest. */
    lockout_minutes: integer().default(1).privacy('none'),
    max_lockout_minutes: integer().default(60).privacy('none'),
    two_factor_required: boolean().default(0).privacy('none'),
    idle_lock_minutes: integer().default(10).privacy('none'),
    /** How long a device works without central before it asks to be connected. */
    max_offline_days: integer().default(14).privacy('none'),
  },
  {
    sync: 'down',
    retention: 'lasting',
    unique: [['name'], { columns: ['is_default'], while: { column: 'is_default', values: [1] } }],
    checks: [
      'not is_default or is_active',
      'min_length >= 8',
      'min_length_with_second_factor >= 8 and min_length_with_second_factor <= min_length',
      'history_depth >= 0',
      'max_age_days is null or max_age_days > 0',
      'lockout_threshold >= 1',
      'lockout_minutes >= 1 and max_lockout_minutes >= lockout_minutes',
      'idle_lock_minutes between 1 and 60',
      'max_offline_days between 1 and 14',
    ],
  },
);

/** An enrolled installation, as desks see it (S3 device tracking). Its token's hash is kept apart. */
export const devices = table(
  'devices',
  {
    name: text(),
    /** Short and unique, in provisional numbers: the `D3` of `D3-014`. */
    code: text().max(12).privacy('none'),
    platform: oneOf('windows', 'macos', 'linux', 'other').default('other').privacy('none'),
    os_version: text().max(100).default('').privacy('none'),
    app_version: text().max(40).default('').privacy('none'),
    schema_version: integer().default(0).privacy('none'),
    department_id: ref('departments').orNull().privacy('none'),
    state: oneOf('active', 'revoked', 'lost', 'retired').default('active').privacy('none'),
    enrolled_at: instant().privacy('none'),
    enrolled_by: formerRef('users').orNull().privacy('none'),
    last_seen_at: instant().orNull().merge('max').privacy('none'),
    /** When its checksums last agreed with central's. */
    last_verified_at: instant().orNull().merge('max').privacy('none'),
    /** Its clock against central's, when it was last seen. */
    clock_skew_ms: integer().orNull().privacy('none'),
    /** Ed25519, base64: heads of its audit chain are signed with the other half. */
    public_key: text().max(100).default('').privacy('business'),
    revoked_at: instant().orNull().privacy('none'),
    revoked_by: formerRef('users').orNull().privacy('none'),
    revoke_reason: text().max(500).default('').privacy('personal'),
  },
  {
    sync: 'down',
    retention: 'lasting',
    unique: [['code']],
    indexes: [['state', 'last_seen_at']],
    checks: [`(state = 'revoked') = (revoked_at is not null)`, 'length(code) > 0'],
  },
);

/**
 * What a person proves themselves with where no network is. Verifiers and wrapped keys only: nothing
 * here opens anything without the person's password.
 */
export const user_credentials = table(
  'user_credentials',
  {
    user_id: ref('users').privacy('none'),
    kind: oneOf('password', 'totp', 'recovery_code', 'webauthn', 'signing_key').privacy('none'),
    state: oneOf('active', 'used', 'revoked').default('active').privacy('none'),
    label: text().max(100).default('').privacy('personal'),
    /** Argon2id in PHC form; empty for kinds that are not compared. */
    verifier: text().max(500).default('').privacy('sensitive'),
    /** Base64, opened by the key that the password gives: signing key, TOTP secret. */
    wrapped_key: text().max(4000).default('').privacy('sensitive'),
    /** How `wrapped_key` is wrapped: algorithm, salt, costs. */
    wrapping: json().default('{}').privacy('sensitive'),
    /** Base64: half of the signing key or of a WebAuthn credential. */
    public_key: text().max(2000).default('').privacy('business'),
    /** Base64url id by which an authenticator knows itself. */
    authenticator_id: text().max(1400).default('').privacy('sensitive'),
    sign_count: integer().default(0).privacy('none'),
    valid_from: instant().privacy('none'),
    expires_at: instant().orNull().privacy('none'),
    used_at: instant().orNull().privacy('none'),
    revoked_at: instant().orNull().privacy('none'),
  },
  {
    sync: 'down',
    retention: 'lasting',
    unique: [{ columns: ['single_key'], while: { column: 'state', values: ['active'] } }],
    indexes: [['user_id', 'kind', 'state']],
    generated: {
      // One active password and one active signing key a person; any number of the others.
      single_key: `case when kind in ('password', 'signing_key') then kind || ':' || cast(user_id as text) else cast(id as text) end`,
    },
    checks: [
      'sign_count >= 0',
      'expires_at is null or expires_at > valid_from',
      `(state = 'revoked') = (revoked_at is not null)`,
      `state <> 'used' or used_at is not null`,
      `kind not in ('password', 'recovery_code') or length(verifier) > 0`,
      `kind not in ('totp', 'signing_key') or length(wrapped_key) > 0`,
    ],
  },
);

/** Former passwords, so that none comes back too soon (S3). Never leaves central. */
export const password_history = table(
  'password_history',
  {
    user_id: ref('users').privacy('none'),
    /** Argon2id in PHC form. */
    verifier: text().max(500).privacy('sensitive'),
    set_at: instant().privacy('none'),
    replaced_at: instant().orNull().privacy('none'),
  },
  {
    sync: 'central',
    retention: 'lasting',
    indexes: [['user_id', 'set_at']],
    checks: ['length(verifier) > 0', 'replaced_at is null or replaced_at >= set_at'],
  },
);

/** What renews a session with central; only its hash is kept (S3). Never leaves central. */
export const refresh_tokens = table(
  'refresh_tokens',
  {
    user_id: ref('users').privacy('none'),
    device_id: formerRef('devices').orNull().privacy('none'),
    /** SHA-256, hexadecimal. */
    token_hash: text().max(64).privacy('sensitive'),
    /** Tokens that came out of one sign-in: a used one that returns revokes them all. */
    family_id: formerRef('').privacy('none'),
    state: oneOf('active', 'used', 'revoked').default('active').privacy('none'),
    issued_at: instant().privacy('none'),
    expires_at: instant().privacy('none'),
    used_at: instant().orNull().privacy('none'),
    revoked_at: instant().orNull().privacy('none'),
    revoke_reason: text().max(200).default('').privacy('personal'),
    replaced_by_id: formerRef('refresh_tokens').orNull().privacy('none'),
    ip_address: text().max(45).default('').privacy('sensitive'),
    user_agent: text().max(500).default('').privacy('personal'),
  },
  {
    sync: 'central',
    retention: 'passing',
    unique: [['token_hash']],
    indexes: [['user_id', 'state'], ['family_id'], ['expires_at']],
    checks: [
      'length(token_hash) = 64',
      'expires_at > issued_at',
      `(state = 'revoked') = (revoked_at is not null)`,
      `state <> 'used' or used_at is not null`,
    ],
  },
);

export const SESSION_EVENTS = [
  'signed_in',
  'unlocked',
  'active',
  'away',
  'locked',
  'signed_out',
  'expired',
] as const;

/** A turn of a person's session at a device: presence is the latest of each (S3). Only ever added. */
export const user_sessions = table(
  'user_sessions',
  {
    /** Groups the turns of one session. */
    session_id: formerRef('').privacy('none'),
    user_id: formerRef('users').privacy('none'),
    device_id: formerRef('devices').privacy('none'),
    event: oneOf(...SESSION_EVENTS).privacy('none'),
    method: oneOf('password', 'quick_unlock', 'totp', 'webauthn', 'sso', 'none')
      .default('none')
      .privacy('none'),
    occurred_at: instant().privacy('none'),
    /** When the session ends by itself. */
    expires_at: instant().orNull().privacy('none'),
    /** Central could be reached. */
    is_online: boolean().default(0).privacy('none'),
    app_version: text().max(40).default('').privacy('none'),
    ip_address: text().max(45).default('').privacy('sensitive'),
    user_agent: text().max(500).default('').privacy('personal'),
  },
  {
    sync: 'up',
    retention: 'log',
    rights: { insert: 'it', update: 'admin', delete: 'admin' },
    indexes: [
      ['user_id', 'occurred_at'],
      ['session_id', 'occurred_at'],
      ['device_id', 'occurred_at'],
    ],
  },
);
