import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { ROLES, table } from '#db/schema/table.ts';

const ADMIN = { insert: 'admin', update: 'admin', delete: 'admin' } as const;

/** A named set of permissions; roles build on roles (S3, S4). */
export const roles = table(
  'roles',
  {
    code: text().max(60).privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    /** Came with the product: it can be copied, not changed. */
    is_system: boolean().default(0).privacy('none'),
    /** Whose permissions it has as well. */
    parent_role_id: formerRef('roles').orNull().privacy('none'),
    /** Step of the ladder that rights of whole tables go by. */
    least_role: oneOf(...ROLES)
      .default('agent')
      .privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: ADMIN,
    unique: [['code']],
    indexes: [['parent_role_id', 'position']],
    checks: ['parent_role_id is null or parent_role_id <> id', 'length(code) > 0'],
  },
);

/** One action on one kind of thing (S3, S4). */
export const permissions = table(
  'permissions',
  {
    resource: text().max(60).privacy('none'),
    action: text().max(60).privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    category: text().max(60).default('').privacy('none'),
    /** Rule on the row that must hold wherever it is granted; null: none. */
    condition: json().orNull(),
    is_system: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: ADMIN,
    unique: [['resource', 'action']],
    indexes: [['category', 'position']],
    checks: ['length(resource) > 0', 'length(action) > 0'],
  },
);

/** That a role has a permission, for how long and who gave it (S3, S4). */
export const role_permissions = table(
  'role_permissions',
  {
    role_id: ref('roles').privacy('none'),
    permission_id: ref('permissions').privacy('none'),
    /** A denial beats every grant. */
    effect: oneOf('allow', 'deny').default('allow').privacy('none'),
    /** Rule on the row, beyond the permission's own. */
    condition: json().orNull(),
    valid_from: instant().orNull().together('period').privacy('none'),
    valid_to: instant().orNull().together('period').privacy('none'),
    granted_by: formerRef('users').orNull().together('grant').privacy('none'),
    granted_at: instant().together('grant').privacy('none'),
    reason: text().max(500).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: ADMIN,
    unique: [['role_id', 'permission_id']],
    indexes: [['permission_id'], ['valid_to']],
    checks: ['valid_from is null or valid_to is null or valid_to > valid_from'],
  },
);

/** That a person has a role: where, from when to when, and from whom if only lent (S3, S4). */
export const user_roles = table(
  'user_roles',
  {
    user_id: ref('users').privacy('none'),
    role_id: ref('roles').privacy('none'),
    scope_level: oneOf('organization', 'department', 'program', 'producer')
      .default('organization')
      .together('scope')
      .privacy('none'),
    department_id: ref('departments').orNull().together('scope').privacy('none'),
    program_id: ref('programs').orNull().together('scope').privacy('none'),
    producer_id: ref('producers').orNull().together('scope').privacy('none'),
    condition: json().orNull(),
    valid_from: instant().orNull().together('period').privacy('none'),
    valid_to: instant().orNull().together('period').privacy('none'),
    /** Who lent their own role; a loan always ends. */
    delegated_by: formerRef('users').orNull().privacy('none'),
    granted_by: formerRef('users').orNull().together('grant').privacy('none'),
    granted_at: instant().together('grant').privacy('none'),
    reason: text().max(500).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: ADMIN,
    unique: [['user_id', 'role_id', 'scope_key', 'lender_key']],
    indexes: [['role_id'], ['valid_to'], ['delegated_by']],
    generated: {
      scope_key: `case scope_level when 'department' then 'department:' || cast(department_id as text) when 'program' then 'program:' || cast(program_id as text) when 'producer' then 'producer:' || cast(producer_id as text) else 'organization' end`,
      lender_key: `coalesce(cast(delegated_by as text), '')`,
    },
    checks: [
      'valid_from is null or valid_to is null or valid_to > valid_from',
      'delegated_by is null or valid_to is not null',
      'delegated_by is null or delegated_by <> user_id',
      `(scope_level = 'department') = (department_id is not null)`,
      // A producer belongs to a program, so its scope names both.
      `(scope_level in ('program', 'producer')) = (program_id is not null)`,
      `(scope_level = 'producer') = (producer_id is not null)`,
    ],
  },
);

/** People who take work or hold permissions together (S2 permission group, S3). */
export const groups = table(
  'groups',
  {
    code: text().max(60).privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    kind: oneOf('assignment', 'permission', 'both').default('assignment').privacy('none'),
    department_id: ref('departments').orNull().privacy('none'),
    lead_id: formerRef('users').orNull().privacy('none'),
    email: text().max(254).default(''),
    /** How its work finds a person. */
    assignment_mode: oneOf('manual', 'round_robin', 'least_loaded')
      .default('manual')
      .privacy('none'),
    escalation_group_id: formerRef('groups').orNull().privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code']],
    indexes: [['is_active', 'position'], ['department_id']],
    checks: ['escalation_group_id is null or escalation_group_id <> id', 'length(code) > 0'],
  },
);

/** That a person belongs to a group, and since when (S2, S3). */
export const group_members = table(
  'group_members',
  {
    group_id: ref('groups').privacy('none'),
    user_id: ref('users').privacy('none'),
    membership: oneOf('member', 'lead').default('member').privacy('none'),
    /** Gets no new work while 0, and stays a member. */
    takes_work: boolean().default(1).merge('last').privacy('none'),
    valid_from: instant().orNull().together('period').privacy('none'),
    valid_to: instant().orNull().together('period').privacy('none'),
    added_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['group_id', 'user_id']],
    indexes: [['user_id']],
    checks: ['valid_from is null or valid_to is null or valid_to > valid_from'],
  },
);
