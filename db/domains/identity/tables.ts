import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { ROLES, table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import {
  group_members,
  groups,
  permissions,
  role_permissions,
  roles,
  user_roles,
} from './access-tables.ts';
import {
  devices,
  password_history,
  password_policies,
  refresh_tokens,
  user_credentials,
  user_sessions,
} from './sign-in-tables.ts';

/** A person who acts, or a service that acts by itself (S2, S3). */
export const users = table(
  'users',
  {
    email: text().max(254).privacy('personal'),
    display_name: text().privacy('personal'),
    role: oneOf(...ROLES).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    /** A service is named `system:<job>` and never signs in. */
    kind: oneOf('person', 'service').default('person').privacy('none'),
    given_name: text().max(100).default('').privacy('personal'),
    family_name: text().max(100).default('').privacy('personal'),
    phone: text().max(40).default('').privacy('personal'),
    job_title: text().default('').merge('last').privacy('personal'),
    employee_number: text().max(60).default('').privacy('personal'),
    /** Empty: as the organization has it. */
    locale: text().max(20).default('').merge('last').privacy('none'),
    timezone: text().max(60).default('').merge('last').privacy('none'),
    avatar_file_id: formerRef('files').orNull().merge('last').privacy('none'),
    /** Density, theme, first screen: what the person set for themselves. */
    preferences: json().default('{}').merge('last').privacy('none'),
    password_policy_id: formerRef('password_policies').orNull().privacy('none'),
    password_changed_at: instant().orNull().merge('max').privacy('none'),
    must_change_password: boolean().default(0).privacy('none'),
    two_factor_required: boolean().default(0).privacy('none'),
    two_factor_enabled: boolean().default(0).together('two_factor').privacy('none'),
    two_factor_method: oneOf('none', 'totp', 'webauthn')
      .default('none')
      .together('two_factor')
      .privacy('none'),
    /** Signs in through a `user_identities` row only; its password, if any, is not accepted. */
    sso_required: boolean().default(0).privacy('none'),
    failed_sign_ins: integer().default(0).merge('last').together('lockout').privacy('none'),
    locked_until: instant().orNull().merge('last').together('lockout').privacy('none'),
    last_sign_in_at: instant().orNull().merge('max').privacy('none'),
    /** Access ends then, whatever else holds; null: until further notice. */
    access_expires_at: instant().orNull().privacy('none'),
    deactivated_at: instant().orNull().merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['email']],
    indexes: [
      ['is_active', 'display_name'],
      ['role', 'is_active'],
    ],
    checks: [
      'failed_sign_ins >= 0',
      `two_factor_enabled or two_factor_method = 'none'`,
      `not two_factor_enabled or two_factor_method <> 'none'`,
    ],
    search: ['display_name', 'email', 'phone', 'employee_number'],
  },
);

/** Who a person is elsewhere: the subject of an outside directory (S1 `clerk_user_id`, S3 SSO). */
export const user_identities = table(
  'user_identities',
  {
    user_id: ref('users').privacy('none'),
    provider: oneOf('clerk', 'saml', 'oauth2', 'oidc', 'ldap', 'govbr').privacy('none'),
    /** The directory: issuer URL or entity id. Empty where a provider has one only. */
    issuer: text().max(500).default('').privacy('none'),
    subject: text().max(255).privacy('personal'),
    email: text().max(254).default('').merge('last').privacy('personal'),
    /** What the directory said last, as far as it is needed. */
    claims: json().default('{}').merge('last').privacy('sensitive'),
    linked_at: instant().privacy('none'),
    last_used_at: instant().orNull().merge('max').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['provider', 'issuer', 'subject']],
    indexes: [['user_id', 'is_active']],
  },
);

/** That a person belongs to this organization (S1): without an active one they see nothing of it. */
export const org_memberships = table(
  'org_memberships',
  {
    user_id: ref('users').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    invited_at: instant().orNull().privacy('none'),
    invited_by: formerRef('users').orNull().privacy('none'),
    joined_at: instant().orNull().together('period').privacy('none'),
    left_at: instant().orNull().together('period').privacy('none'),
    /** Why it ended. */
    reason: text().max(500).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['user_id']],
    indexes: [['is_active']],
    checks: ['joined_at is null or left_at is null or left_at >= joined_at'],
  },
);

/** In reference order. */
export const identityTables = [
  users,
  user_identities,
  password_policies,
  devices,
  user_credentials,
  roles,
  permissions,
  role_permissions,
  user_roles,
  groups,
  group_members,
  org_memberships,
  password_history,
  refresh_tokens,
  user_sessions,
] as const;

export interface IdentityRows {
  users: Row<typeof users>;
  user_identities: Row<typeof user_identities>;
  password_policies: Row<typeof password_policies>;
  devices: Row<typeof devices>;
  user_credentials: Row<typeof user_credentials>;
  roles: Row<typeof roles>;
  permissions: Row<typeof permissions>;
  role_permissions: Row<typeof role_permissions>;
  user_roles: Row<typeof user_roles>;
  groups: Row<typeof groups>;
  group_members: Row<typeof group_members>;
  org_memberships: Row<typeof org_memberships>;
  user_sessions: Row<typeof user_sessions>;
}
