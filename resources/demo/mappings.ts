import { must } from '#db/kernel/must.ts';
import { integration_field_mappings, mapping_tests } from '#db/domains/mappings/tables.ts';
import type { House } from './house.ts';
import { NODES_2_7 } from './nodes.ts';
import { rowsOf } from './scene.ts';
import type { DemoRows, Scene } from './scene.ts';

// Node → table, column, rules.
const TARGETS: Readonly<Record<string, readonly [table: string, column: string, rules: object]>> = {
  'First Name': ['drivers', 'first_name', [{ rule: 'trim' }, { rule: 'collapse_space' }]],
  'Last Name': ['drivers', 'last_name', [{ rule: 'trim' }, { rule: 'collapse_space' }]],
  'Date of Birth': ['drivers', 'date_of_birth', [{ rule: 'date_parse', format: 'yyyy-MM-dd' }]],
  'License Number': ['licenses', 'license_number', [{ rule: 'uppercase' }, { rule: 'trim' }]],
  'License State': ['licenses', 'state_code', { uppercase: true, trim: true }],
  'License Status': ['licenses', 'external_license_status', [{ rule: 'uppercase' }]],
  'Address Street 1': ['addresses', 'street_1', [{ rule: 'collapse_space' }]],
  'Address City': ['addresses', 'city', [{ rule: 'title_case', locale: 'en' }]],
  'Address State': ['addresses', 'state', [{ rule: 'uppercase' }]],
  'Address ZIP': ['addresses', 'zip_code', [{ rule: 'trim' }]],
  'Verification Status': [
    'drivers',
    'external_verification_status',
    [{ rule: 'map_values', values: { VERIFIED: 'verified', PARTIAL: 'partial' } }],
  ],
  'Confidence Score': ['drivers', 'verification_confidence', [{ rule: 'round', digits: 2 }]],
};

/** Mappings of the twelve nodes: the version before, the one in use and the next of one of them; an override. */
export function mappingRows(scene: Scene, house: House): readonly DemoRows[] {
  const { id, admin, ago } = scene;
  const shared = {
    integration_id: id('integration', 'DCS_HOUSEHOLD_DRIVERS'),
    api_version: '2.7',
    status_id: id('status', 'integration_field_mapping', 'active'),
    created_by: admin,
  };
  const active = {
    ...shared,
    state: 'active' as const,
    is_active_version: 1 as const,
    submitted_at: ago(24 * 41),
    submitted_by: admin,
    activated_at: ago(24 * 40),
    activated_by: admin,
  };
  const firstName = NODES_2_7.find(({ name }) => name === 'First Name');
  const ofFirstName = {
    source_node_id: id('node', '2.7', firstName?.path ?? ''),
    target_table: 'drivers',
    target_column: 'first_name',
  };
  const program_id = id('program', house.programs[0]?.code ?? '');
  return [
    rowsOf(integration_field_mappings, [
      {
        ...shared,
        ...ofFirstName,
        id: id('mapping', 'First Name', '1'),
        transformation_rules: JSON.stringify({ uppercase: true, trim: true, default: 'N/A' }),
        validation_rules: JSON.stringify({ required: true, max_length: 50 }),
        state: 'retired',
        activated_at: ago(24 * 80),
        activated_by: admin,
        retired_at: ago(24 * 40),
        note: 'First version.',
        status_id: id('status', 'integration_field_mapping', 'archived'),
      },
      ...NODES_2_7.map(({ name, path }, position) => {
        const [target_table, target_column, rules] = must(TARGETS[name], `a target for ${name}`);
        const again = name === 'First Name';
        return {
          ...active,
          id: id('mapping', name, again ? '2' : '1'),
          source_node_id: id('node', '2.7', path),
          target_table,
          target_column,
          transformation_rules: JSON.stringify(rules),
          validation_rules: JSON.stringify([{ rule: 'required', on_fail: 'reject' }]),
          version_number: again ? 2 : 1,
          replaced_mapping_id: again ? id('mapping', 'First Name', '1') : null,
          note: again ? 'Names are no longer in capitals.' : '',
          position,
        };
      }),
      {
        ...shared,
        ...ofFirstName,
        id: id('mapping', 'First Name', '3'),
        transformation_rules: JSON.stringify([
          { rule: 'trim' },
          { rule: 'title_case', locale: 'pt' },
        ]),
        version_number: 3,
        replaced_mapping_id: id('mapping', 'First Name', '2'),
        note: 'Names in capitals look like shouting.',
        status_id: id('status', 'integration_field_mapping', 'draft'),
      },
      {
        ...active,
        ...ofFirstName,
        id: id('mapping', 'First Name', 'program'),
        mapping_scope: 'program',
        program_id,
        transformation_rules: JSON.stringify([{ rule: 'trim' }, { rule: 'strip_accents' }]),
        note: 'The partner prints names without accents.',
      },
    ]),
    rowsOf(mapping_tests, [
      {
        id: id('mapping test', 'spaces'),
        mapping_id: id('mapping', 'First Name', '2'),
        name: 'Spaces around and within',
        sample_payload: JSON.stringify(payload('  Ana   Rita ')),
        expected_value: JSON.stringify('Ana Rita'),
        last_outcome: 'passed',
        last_value: JSON.stringify('Ana Rita'),
        last_run_at: ago(24 * 40),
      },
      {
        id: id('mapping test', 'empty'),
        mapping_id: id('mapping', 'First Name', '2'),
        name: 'No name at all',
        sample_payload: JSON.stringify(payload('')),
        expected_outcome: 'rejected',
        position: 1,
        last_outcome: 'passed',
        last_run_at: ago(24 * 40),
      },
    ]),
  ];
}

function payload(first_name: string): object {
  return { driver_data: { personal_info: { first_name } } };
}
