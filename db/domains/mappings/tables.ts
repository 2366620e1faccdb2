import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import { SCOPE_KEY, SCOPE_LEVELS, scopeCheck } from '#db/domains/integrations/rules/scope.ts';

export const NODE_DATA_TYPES = [
  'string',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'array',
  'object',
] as const;

/** A field that one version of an integration's interface offers (S2). */
export const integration_nodes = table(
  'integration_nodes',
  {
    integration_id: ref('third_party_integrations').privacy('none'),
    /** `driver_data.personal_info.first_name`. */
    node_path: text().max(255).privacy('none'),
    node_name: text().max(100),
    node_description: text().max(4000).default('').merge('last'),
    data_type: oneOf(...NODE_DATA_TYPES).privacy('none'),
    is_required: boolean().default(0).privacy('none'),
    is_array: boolean().default(0).privacy('none'),
    /** A date format, a unit, a code list: what the type alone does not say. */
    format: text().max(100).default('').privacy('none'),
    /** The only values it takes: a JSON array; null for any. */
    allowed_values: json().orNull(),
    sample_value: text().max(4000).orNull().merge('last').privacy('personal'),
    api_version: text().max(20).privacy('none'),
    deprecated_in_version: text().max(20).orNull().together('deprecation').privacy('none'),
    /** The path that took its place. */
    replaced_by_path: text().max(255).default('').together('deprecation').privacy('none'),
    /** Whom its values are about; decides how they are masked everywhere. */
    privacy_class: oneOf('none', 'business', 'personal', 'sensitive')
      .default('none')
      .merge('refuse')
      .privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['integration_id', 'node_path', 'api_version']],
    indexes: [['integration_id', 'api_version', 'position'], ['node_path'], ['api_version']],
    checks: [`node_path <> ''`],
  },
);

/** Life of a mapping version; going back makes a new draft. */
export const MAPPING_STATES = ['draft', 'in_review', 'active', 'retired'] as const;

/** One version of how a node becomes a column, at one level (S2). A version that was active is not edited. */
export const integration_field_mappings = table(
  'integration_field_mappings',
  {
    integration_id: ref('third_party_integrations').privacy('none'),
    /** That of its source node: versions of an interface are mapped side by side. */
    api_version: text().max(20).privacy('none'),
    mapping_scope: oneOf(...SCOPE_LEVELS)
      .default('system')
      .together('scope')
      .privacy('none'),
    program_id: ref('programs').orNull().together('scope').privacy('none'),
    producer_id: ref('producers').orNull().together('scope').privacy('none'),
    source_node_id: ref('integration_nodes').privacy('none'),
    target_table: text().max(100).together('target').privacy('none'),
    target_column: text().max(100).together('target').privacy('none'),
    /** Rules in the order they apply, or S2's object of rules. */
    transformation_rules: json().orNull(),
    validation_rules: json().orNull(),
    version_number: integer().default(1).privacy('none'),
    state: oneOf(...MAPPING_STATES)
      .default('draft')
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    is_active_version: boolean().default(0).merge('refuse').together('publication').privacy('none'),
    submitted_at: instant().orNull().merge('refuse').together('publication').privacy('none'),
    submitted_by: formerRef('users')
      .orNull()
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    activated_at: instant().orNull().merge('refuse').together('publication').privacy('none'),
    activated_by: formerRef('users')
      .orNull()
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    retired_at: instant().orNull().merge('refuse').together('publication').privacy('none'),
    /** The version before it. */
    replaced_mapping_id: formerRef('integration_field_mappings').orNull().privacy('none'),
    /** What this version changes and why. */
    note: text().max(2000).default('').merge('last'),
    position: integer().default(0).merge('last').privacy('none'),
    status_id: ref('statuses').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    generated: { scope_key: SCOPE_KEY },
    unique: [
      {
        columns: ['integration_id', 'api_version', 'scope_key', 'target_table', 'target_column'],
        while: { column: 'is_active_version', values: [1] },
      },
    ],
    indexes: [
      ['integration_id', 'scope_key', 'target_table', 'target_column', 'version_number'],
      ['source_node_id', 'version_number'],
      ['target_table', 'target_column'],
      ['state', 'submitted_at'],
    ],
    checks: [
      scopeCheck('mapping_scope'),
      `(state = 'active' and is_active_version) or (state <> 'active' and not is_active_version)`,
      `state <> 'active' or activated_at is not null`,
      'version_number >= 1',
    ],
  },
);

/** An example kept with a mapping version: what goes in and what must come out. */
export const mapping_tests = table(
  'mapping_tests',
  {
    mapping_id: ref('integration_field_mappings').privacy('none'),
    name: text().max(100),
    description: text().max(2000).default('').merge('last'),
    sample_payload: json().together('expectation').privacy('personal'),
    expected_outcome: oneOf('value', 'rejected')
      .default('value')
      .together('expectation')
      .privacy('none'),
    expected_value: json().orNull().together('expectation').privacy('personal'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    last_outcome: oneOf('not_run', 'passed', 'failed', 'error')
      .default('not_run')
      .merge('last')
      .together('last_run')
      .privacy('none'),
    last_value: json().orNull().merge('last').together('last_run').privacy('personal'),
    /** Where and why it failed: rule and node. */
    last_problem: text()
      .max(2000)
      .default('')
      .merge('last')
      .together('last_run')
      .privacy('personal'),
    last_run_at: instant().orNull().merge('last').together('last_run').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['mapping_id', 'name']],
    indexes: [['mapping_id', 'position'], ['last_outcome']],
  },
);

export const mappingsTables = [
  integration_nodes,
  integration_field_mappings,
  mapping_tests,
] as const;

export interface MappingsRows {
  integration_nodes: Row<typeof integration_nodes>;
  integration_field_mappings: Row<typeof integration_field_mappings>;
  mapping_tests: Row<typeof mapping_tests>;
}
