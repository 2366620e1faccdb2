import {
  integration_configurations,
  integration_permissions,
  third_party_integrations,
} from '#db/domains/integrations/tables.ts';
import { data_encryption } from '#db/domains/compliance/protection-tables.ts';
import { integration_nodes } from '#db/domains/mappings/tables.ts';
import { secrets } from '#db/domains/system/secret-tables.ts';
import type { House } from './house.ts';
import { NODES_2_7, NODES_2_8 } from './nodes.ts';
import { rowsOf } from './scene.ts';
import type { DemoRows, Scene } from './scene.ts';

// Every value as in S2.
const INTEGRATIONS = [
  [
    'DCS_HOUSEHOLD_DRIVERS',
    'DCS Household Drivers API',
    'Driver verification and household member lookup',
    '2.7',
  ],
  ['DCS_CRIMINAL', 'DCS Criminal API', 'Criminal background verification', '1.0'],
  [
    'DCS_HOUSEHOLD_VEHICLES',
    'DCS Household Vehicles API',
    'Vehicle information and verification',
    '2.3',
  ],
] as const;

/** The three integrations of S2 with nodes, settings at all three levels, rights, and a secret that is none. */
export function integrationRows(scene: Scene, house: House): readonly DemoRows[] {
  const { id, ago } = scene;
  return [
    rowsOf(
      third_party_integrations,
      INTEGRATIONS.map(([code, name, description, api_version], position) => ({
        id: id('integration', code),
        code,
        name,
        description,
        provider_name: 'Data Capture Solutions',
        api_version,
        base_url: 'https://api.dcs.example',
        documentation_url: 'https://docs.dcs.example',
        auth_type: 'oauth2',
        requires_sandbox: 1,
        position,
        status_id: id('status', 'third_party_integration', 'active'),
        created_by: scene.admin,
      })),
    ),
    nodeRows(scene),
    rowsOf(data_encryption, [
      {
        id: id('encryption key', 'column'),
        purpose: 'column',
        key_name: 'column',
        key_version: 1,
        algorithm: 'aes-256-gcm',
        fingerprint: 'demo',
        covers: JSON.stringify(['secrets.ciphertext']),
        activated_at: ago(24 * 90),
        rotate_due_at: ago(-24 * 275),
      },
    ]),
    rowsOf(secrets, [
      {
        id: id('secret', 'dcs'),
        name: 'DCS sandbox',
        kind: 'oauth_client',
        table_name: 'integration_configurations',
        row_id: id('configuration', 'system'),
        column_name: 'secret_id',
        encryption_key_id: id('encryption key', 'column'),
        nonce: 'DEMO-NOT-A-NONCE',
        ciphertext: 'DEMO-NOT-A-SECRET',
        rotated_at: ago(24 * 40),
        rotate_by: ago(-24 * 140),
      },
    ]),
    configurationRows(scene, house),
    permissionRows(scene, house),
  ];
}

function nodeRows({ id, admin }: Scene): DemoRows {
  const versions = [
    ['2.7', NODES_2_7],
    ['2.8', NODES_2_8],
  ] as const;
  return rowsOf(
    integration_nodes,
    versions.flatMap(([api_version, nodes]) =>
      nodes.map((node, position) => ({
        id: id('node', api_version, node.path),
        integration_id: id('integration', 'DCS_HOUSEHOLD_DRIVERS'),
        node_path: node.path,
        node_name: node.name,
        node_description: node.description,
        data_type: node.type,
        is_required: 1 as const,
        sample_value: node.shown,
        api_version,
        deprecated_in_version: node.deprecatedIn ?? null,
        replaced_by_path: node.replacedBy ?? '',
        privacy_class: node.about,
        position,
        status_id: id('status', 'integration_node', 'active'),
        created_by: admin,
      })),
    ),
  );
}

// What a level leaves null it inherits from the one above; `[]` is a list that is set to nothing.
function configurationRows(scene: Scene, house: House): DemoRows {
  const { id, admin, supervisor, ago } = scene;
  const [program] = house.programs;
  const [producer] = program?.producers ?? [];
  const active = id('status', 'integration_configuration', 'active');
  const integration_id = id('integration', 'DCS_HOUSEHOLD_DRIVERS');
  const program_id = id('program', program?.code ?? '');
  return rowsOf(integration_configurations, [
    {
      id: id('configuration', 'system'),
      integration_id,
      configuration_level: 'system',
      endpoint_url: 'https://sandbox.dcs.example/household-drivers/2.7',
      auth_config: JSON.stringify({
        token_url: 'https://sandbox.dcs.example/oauth/token',
        scopes: ['drivers.read'],
      }),
      secret_id: id('secret', 'dcs'),
      secret_hint: 'DEMO',
      secret_set_at: ago(24 * 40),
      secret_set_by: admin,
      secret_rotate_on: scene.day(140),
      is_enabled: 1,
      is_required: 0,
      timeout_seconds: 30,
      retry_attempts: 3,
      cache_ttl_hours: 24,
      verification_types: JSON.stringify(['license', 'identity']),
      alert_user_ids: JSON.stringify([supervisor]),
      health: 'healthy',
      health_checked_at: ago(1),
      last_success_at: ago(1),
      status_id: active,
    },
    {
      id: id('configuration', 'program'),
      integration_id,
      configuration_level: 'program',
      program_id,
      is_required: 1,
      enabled_reason: 'No key without a licence that was looked up.',
      timeout_seconds: 10,
      verification_types: JSON.stringify(['license', 'identity', 'address']),
      health: 'degraded',
      health_checked_at: ago(1),
      consecutive_failures: 1,
      last_failure_at: ago(3),
      status_id: active,
    },
    {
      id: id('configuration', 'producer'),
      integration_id,
      configuration_level: 'producer',
      program_id,
      producer_id: id('producer', producer?.code ?? ''),
      is_enabled: 0,
      enabled_reason: 'Looks licences up by itself.',
      alert_user_ids: '[]',
      status_id: active,
    },
    {
      id: id('configuration', 'production'),
      integration_id,
      configuration_level: 'system',
      environment: 'production',
      endpoint_url: 'https://api.dcs.example/household-drivers/2.7',
      is_enabled: 0,
      timeout_seconds: 30,
      retry_attempts: 3,
      cache_ttl_hours: 24,
      status_id: id('status', 'integration_configuration', 'draft'),
    },
    {
      id: id('configuration', 'vehicles'),
      integration_id: id('integration', 'DCS_HOUSEHOLD_VEHICLES'),
      configuration_level: 'system',
      endpoint_url: 'https://sandbox.dcs.example/household-vehicles/2.3',
      is_enabled: 0,
      timeout_seconds: 30,
      retry_attempts: 3,
      cache_ttl_hours: 24,
      status_id: active,
    },
  ]);
}

function permissionRows({ id, supervisor, ago }: Scene, house: House): DemoRows {
  const active = id('status', 'integration_permission', 'active');
  const integration_id = id('integration', 'DCS_HOUSEHOLD_DRIVERS');
  const [group] = house.groups;
  const program_id = id('program', house.programs[0]?.code ?? '');
  return rowsOf(integration_permissions, [
    {
      id: id('integration permission', 'admin'),
      integration_id,
      permission_type: 'role',
      permission_target_id: id('role', 'admin'),
      can_configure: 1,
      can_view_raw_responses: 1,
      can_manage_mappings: 1,
      can_enable_disable: 1,
      can_reveal_pii: 1,
      scope_level: 'system',
      status_id: active,
    },
    {
      id: id('integration permission', 'supervisor'),
      integration_id,
      permission_type: 'user',
      permission_target_id: supervisor,
      can_view_raw_responses: 1,
      can_enable_disable: 1,
      scope_level: 'program',
      program_id,
      valid_from: ago(24 * 30),
      status_id: active,
    },
    {
      id: id('integration permission', 'desk'),
      integration_id,
      permission_type: 'group',
      permission_target_id: id('group', group?.code ?? ''),
      scope_level: 'producer',
      program_id,
      producer_id: id('producer', house.programs[0]?.producers[0]?.code ?? ''),
      status_id: active,
    },
  ]);
}
