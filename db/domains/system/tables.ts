import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import { files } from './file-tables.ts';
import { secrets } from './secret-tables.ts';

/** A setting with its type; the nearest scope that sets it holds (S3). */
export const system_settings = table(
  'system_settings',
  {
    name: text().max(120).privacy('none'),
    scope_level: oneOf('organization', 'department', 'user')
      .default('organization')
      .together('scope')
      .privacy('none'),
    department_id: ref('departments').orNull().together('scope').privacy('none'),
    user_id: ref('users').orNull().together('scope').privacy('none'),
    value_type: oneOf('string', 'integer', 'decimal', 'boolean', 'instant', 'json')
      .default('string')
      .merge('last')
      .together('setting')
      .privacy('none'),
    setting_value: json().merge('last').together('setting'),
    category: text().max(60).default('').privacy('none'),
    description: text().max(2000).default('').merge('last'),
    /** Shown to everybody, not to admins only. */
    is_public: boolean().default(0).privacy('none'),
    /** Narrower scopes may not set it. */
    is_locked: boolean().default(0).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['scope_key', 'name']],
    indexes: [['category', 'name']],
    generated: {
      scope_key: `case scope_level when 'department' then 'department:' || cast(department_id as text) when 'user' then 'user:' || cast(user_id as text) else 'organization' end`,
    },
    checks: [
      'length(name) > 0',
      `(scope_level = 'department') = (department_id is not null)`,
      `(scope_level = 'user') = (user_id is not null)`,
    ],
  },
);

/** Computed results that may be thrown away at any time (S3). Of this device alone. */
export const cache = table(
  'cache',
  {
    /** What kind of result: `availability`, `report`. */
    namespace: text().max(60).privacy('none'),
    cache_key: text().max(500).privacy('personal'),
    cached_value: json().privacy('personal'),
    computed_at: instant().privacy('none'),
    expires_at: instant().privacy('none'),
    /** How long computing took: what a hit saves. */
    cost_ms: integer().default(0).privacy('none'),
  },
  {
    sync: 'local',
    retention: 'passing',
    unique: [['namespace', 'cache_key']],
    indexes: [['expires_at']],
    checks: ['expires_at >= computed_at', 'cost_ms >= 0'],
  },
);

/** A rule of the former kind: one trigger, conditions, actions (S3). Workflows take its place. */
export const automations = table(
  'automations',
  {
    name: text(),
    description: text().max(2000).default('').merge('last'),
    entity_type: oneOf('ticket', 'booking', 'request', 'lead').default('ticket').privacy('none'),
    trigger_event: oneOf('created', 'updated', 'status_changed', 'assigned', 'due', 'scheduled')
      .default('created')
      .privacy('none'),
    conditions: json().default('[]'),
    actions: json().default('[]'),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    run_count: integer().default(0).merge('sum').privacy('none'),
    last_run_at: instant().orNull().merge('max').privacy('none'),
    /** The workflow that does its work now; it no longer runs itself. */
    workflow_id: formerRef('workflows').orNull().together('migration').privacy('none'),
    migrated_at: instant().orNull().together('migration').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['name']],
    indexes: [['entity_type', 'trigger_event', 'position']],
    checks: [
      'run_count >= 0',
      '(workflow_id is null) = (migrated_at is null)',
      'workflow_id is null or not is_active',
    ],
  },
);

/** How long rows of a table are kept and what becomes of them then (S1–S4). */
export const retention_policies = table(
  'retention_policies',
  {
    name: text(),
    description: text().max(2000).default('').merge('last'),
    table_name: text().max(60).privacy('none'),
    /** The instant the days are counted from, a column of that table. */
    clock_column: text().max(60).default('created_at').privacy('none'),
    /** Rule on the row; null: every row. */
    condition: json().orNull(),
    keep_days: integer().privacy('none'),
    action: oneOf('delete', 'anonymise', 'archive').default('delete').privacy('none'),
    law: oneOf('lgpd', 'gdpr', 'contract', 'house').default('house').privacy('none'),
    legal_basis: text().max(500).default('').merge('last'),
    state: oneOf('draft', 'approved', 'active', 'retired')
      .default('draft')
      .merge('refuse')
      .together('decision')
      .privacy('none'),
    approved_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    approved_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    /** What the last run found and did, dry or not: `{examined, kept, held, done}`. */
    last_run_at: instant().orNull().merge('central').together('run').privacy('none'),
    last_run_counts: json().orNull().merge('central').together('run').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['name']],
    indexes: [['table_name', 'state']],
    checks: [
      'keep_days >= 0',
      '(approved_by is null) = (approved_at is null)',
      `state not in ('approved', 'active') or approved_at is not null`,
    ],
  },
);

export const VIEW_SCREENS = [
  'bookings',
  'tickets',
  'requests',
  'conflicts',
  'leads',
  'campaigns',
  'articles',
  'integration_requests',
  'mappings',
  'audit',
  'people',
  'surveys',
] as const;

/** A filter, its columns and their order, under a name. */
export const saved_views = table(
  'saved_views',
  {
    owner_id: ref('users').privacy('none'),
    screen: oneOf(...VIEW_SCREENS).privacy('none'),
    name: text().max(100).privacy('personal'),
    filters: json().default('{}').merge('last').privacy('personal'),
    /** Shown columns with their widths, in order. */
    shown_columns: json().default('[]').merge('last').privacy('none'),
    sorting: json().default('[]').merge('last').privacy('none'),
    grouping: text().max(60).default('').merge('last').privacy('none'),
    density: oneOf('compact', 'normal', 'roomy').default('normal').merge('last').privacy('none'),
    /** Who sees it besides its owner. */
    shared_with: oneOf('nobody', 'group', 'everybody')
      .default('nobody')
      .together('sharing')
      .privacy('none'),
    group_id: ref('groups').orNull().together('sharing').privacy('none'),
    is_default: boolean().default(0).merge('last').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    unique: [
      ['owner_id', 'screen', 'name'],
      { columns: ['owner_id', 'screen'], while: { column: 'is_default', values: [1] } },
    ],
    indexes: [['screen', 'shared_with', 'position']],
    checks: [`(shared_with = 'group') = (group_id is not null)`],
  },
);

/** In reference order. */
export const systemTables = [
  system_settings,
  cache,
  automations,
  retention_policies,
  saved_views,
  files,
  secrets,
] as const;

export interface SystemRows {
  system_settings: Row<typeof system_settings>;
  cache: Row<typeof cache>;
  automations: Row<typeof automations>;
  retention_policies: Row<typeof retention_policies>;
  saved_views: Row<typeof saved_views>;
  files: Row<typeof files>;
}
