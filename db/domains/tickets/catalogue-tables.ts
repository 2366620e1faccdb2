import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { TICKET_KINDS } from './ticket-choices.ts';

/** How urgent a ticket can be (S3); `maps_to` is the same in the words of requests (S1). */
export const priorities = table(
  'priorities',
  {
    code: text().max(30).privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    /** 1 is the most urgent. */
    level: integer().privacy('none'),
    maps_to: oneOf('low', 'normal', 'high', 'urgent').privacy('none'),
    /** `#rrggbb`. */
    color: text().max(7).default('').merge('last').privacy('none'),
    /** `[{impact, urgency}]`: pairs that lead here. */
    impact_urgency: json().default('[]').merge('last').privacy('none'),
    /** What it becomes when nobody answers in time. */
    escalates_to_id: formerRef('priorities').orNull().together('escalation').privacy('none'),
    escalates_after_minutes: integer().orNull().together('escalation').privacy('none'),
    is_default: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code'], { columns: ['is_default'], while: { column: 'is_default', values: [1] } }],
    indexes: [['is_active', 'level']],
    checks: [
      'level >= 1',
      'not is_default or is_active',
      '(escalates_to_id is null) = (escalates_after_minutes is null)',
      'escalates_after_minutes is null or escalates_after_minutes > 0',
    ],
  },
);

/** What a ticket is about, as a tree (S3); a subcategory is a child. */
export const categories = table(
  'categories',
  {
    parent_id: formerRef('categories').orNull().privacy('none'),
    name: text(),
    code: text().max(60).default('').privacy('none'),
    description: text().max(2000).default('').merge('last'),
    /** `#rrggbb`. */
    color: text().max(7).default('').merge('last').privacy('none'),
    icon: text().max(60).default('').merge('last').privacy('none'),
    /** `[{key, label, kind, required, choices}]`: fields that tickets of this category ask for. */
    custom_fields: json().default('[]').merge('last'),
    default_priority_id: ref('priorities').orNull().privacy('none'),
    default_group_id: formerRef('groups').orNull().privacy('none'),
    default_department_id: ref('departments').orNull().privacy('none'),
    sla_policy_id: formerRef('sla_policies').orNull().privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
    generated: { parent_key: `coalesce(cast(parent_id as text), '')` },
    unique: [['parent_key', 'name']],
    indexes: [['parent_id', 'position']],
    checks: ['parent_id is null or parent_id <> id'],
  },
);

/** A ticket that is filled in beforehand (S3). */
export const ticket_templates = table(
  'ticket_templates',
  {
    name: text(),
    description: text().max(2000).default('').merge('last'),
    category_id: ref('categories').orNull().privacy('none'),
    priority_id: ref('priorities').orNull().privacy('none'),
    kind: oneOf(...TICKET_KINDS)
      .default('incident')
      .privacy('none'),
    subject: text().default('').merge('last'),
    body: text().max(20000).default('').merge('text'),
    /** `[{key, label, kind, required, default, choices, shown_when}]`. */
    fields: json().default('[]').merge('last'),
    tags: json().default('[]').merge('union'),
    assignment_group_id: formerRef('groups').orNull().privacy('none'),
    locale: text().max(35).default('').privacy('none'),
    /** Counted by central: who uses a template may not change it. */
    usage_count: integer().default(0).merge('central').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'supervisor' },
    unique: [['name']],
    indexes: [['is_active', 'position']],
  },
);

/** Several changes in one stroke, or a canned reply; a person's own, a department's or everybody's. */
export const macros = table(
  'macros',
  {
    name: text(),
    description: text().max(2000).default('').merge('last'),
    visibility: oneOf('personal', 'department', 'shared')
      .default('shared')
      .together('owner')
      .privacy('none'),
    owner_id: formerRef('users').orNull().together('owner').privacy('none'),
    department_id: ref('departments').orNull().together('owner').privacy('none'),
    /** `[{column, value}]`, carried out in order. */
    actions: json().default('[]'),
    reply_kind: oneOf('none', 'public', 'internal').default('none').privacy('none'),
    reply_body: text().max(20000).default('').merge('text'),
    locale: text().max(35).default('').privacy('none'),
    /** What is typed after `;` to find it. */
    shortcut: text().max(30).default('').merge('last'),
    usage_count: integer().default(0).merge('sum').privacy('none'),
    last_used_at: instant().orNull().merge('max').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    // Everybody keeps replies of their own; the commands ask for a supervisor where they are shared.
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    generated: {
      owner_key: `case visibility when 'personal' then 'user:' || cast(owner_id as text) when 'department' then 'department:' || cast(department_id as text) else 'shared' end`,
    },
    unique: [['owner_key', 'name']],
    indexes: [['is_active', 'position']],
    checks: [
      `(visibility = 'personal') = (owner_id is not null)`,
      `(visibility = 'department') = (department_id is not null)`,
    ],
  },
);
