import { user_identities } from '#db/domains/identity/tables.ts';
import {
  devices,
  password_policies,
  user_credentials,
  user_sessions,
} from '#db/domains/identity/sign-in-tables.ts';
import { files } from '#db/domains/system/file-tables.ts';
import { secrets } from '#db/domains/system/secret-tables.ts';
import {
  automations,
  retention_policies,
  saved_views,
  system_settings,
} from '#db/domains/system/tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';

/** Files the examples speak of; their bytes are nowhere, only what is known of them. */
const FILES = [
  ['planta', 'disposicao-da-sala.pdf', 'application/pdf', 48_213],
  ['fechadura', 'fechadura-103.jpg', 'image/jpeg', 204_880],
  ['proposta', 'proposta-retiro.pdf', 'application/pdf', 131_072],
  ['comando', 'comando-ar.png', 'image/png', 66_120],
  ['gravacao', 'voicemail-0412.wav', 'audio/wav', 311_040],
  ['modelo', 'categorias-v2.json', 'application/json', 90_112],
  ['foto', 'porta-do-quarto.jpg', 'image/jpeg', 182_004],
  ['resposta', 'dados-pessoais.zip', 'application/zip', 20_480],
] as const;

/** Settings, views, files, a desk of the house; how people sign in. */
export function systemRows(scene: Scene): readonly DemoRows[] {
  const { id, admin, supervisor, agents, ago, sha256 } = scene;
  return [
    rowsOf(system_settings, [
      {
        id: id('setting', 'week'),
        name: 'board.first_weekday',
        value_type: 'integer',
        setting_value: '1',
        category: 'board',
        description: 'Com que dia começa a semana.',
        is_public: 1,
      },
      {
        id: id('setting', 'reception'),
        name: 'board.opens_with',
        scope_level: 'department',
        department_id: id('department', 'RECECAO'),
        setting_value: '"today"',
        category: 'board',
      },
    ]),
    rowsOf(saved_views, [
      {
        id: id('view', 'mine'),
        owner_id: agents[0],
        screen: 'tickets',
        name: 'Os meus, por prazo',
        filters: JSON.stringify({ assignee: 'me', kinds: ['new', 'open'] }),
        sorting: JSON.stringify([['next_due_at', 'ascending']]),
        is_default: 1,
      },
      {
        id: id('view', 'pipeline'),
        owner_id: supervisor,
        screen: 'leads',
        name: 'Grupos acima de 1 000 €',
        filters: JSON.stringify({ least_value: 100_000 }),
        shared_with: 'everybody',
      },
    ]),
    rowsOf(automations, [
      {
        id: id('automation', 'vip'),
        name: 'Hóspede habitual: prioridade alta',
        conditions: JSON.stringify([{ column: 'tags', is: 'contains', value: 'habitual' }]),
        actions: JSON.stringify([{ set: 'priority_id', value: id('priority', 'high') }]),
        run_count: 12,
        last_run_at: ago(30),
      },
    ]),
    rowsOf(retention_policies, [
      {
        id: id('retention', 'requests'),
        name: 'Pedidos: dois anos',
        table_name: 'external_requests',
        clock_column: 'received_at',
        keep_days: 730,
        action: 'anonymise',
        law: 'gdpr',
        legal_basis: 'Interesse legítimo',
        state: 'active',
        approved_by: admin,
        approved_at: ago(24 * 60),
      },
    ]),
    rowsOf(
      files,
      FILES.map(([name, original_name, type, size_bytes]) => ({
        id: id('file', name),
        sha256: sha256(`demo/${name}`),
        size_bytes,
        original_name,
        declared_type: type,
        sniffed_type: type,
        scan_state: 'clean',
        scanned_at: ago(1),
        uploaded_at: ago(2),
        uploaded_by: agents[0],
      })),
    ),
    rowsOf(secrets, [
      {
        id: id('secret', 'calendar'),
        name: 'Agenda das salas',
        kind: 'access_token',
        table_name: 'calendar_integrations',
        row_id: id('outside calendar', 'salas'),
        column_name: 'access_token_secret_id',
        encryption_key_id: id('encryption key', 'column'),
        nonce: 'DEMO-NOT-A-NONCE',
        ciphertext: 'DEMO-NOT-A-TOKEN',
      },
    ]),
    ...signInRows(scene),
  ];
}

function signInRows({ id, admin, agents, ago }: Scene): readonly DemoRows[] {
  return [
    rowsOf(password_policies, [
      { id: id('password policy', 'house'), name: 'Regras da casa', is_default: 1 },
    ]),
    rowsOf(user_identities, [
      {
        id: id('identity', 'admin'),
        user_id: admin,
        provider: 'oidc',
        issuer: 'https://login.casadorio.example',
        subject: 'demo|leonor',
        email: 'leonor@casadorio.example',
        linked_at: ago(24 * 80),
        last_used_at: ago(24),
      },
    ]),
    rowsOf(user_credentials, [
      {
        id: id('credential', 'admin'),
        user_id: admin,
        kind: 'webauthn',
        label: 'Chave de segurança (perdida)',
        public_key: 'DEMO-NOT-A-KEY',
        state: 'revoked',
        valid_from: ago(24 * 80),
        revoked_at: ago(24 * 10),
      },
    ]),
    rowsOf(devices, [
      {
        id: id('device', 'balcao'),
        name: 'Balcão (computador antigo)',
        code: 'D0',
        platform: 'windows',
        app_version: '0.1.0',
        department_id: id('department', 'RECECAO'),
        state: 'retired',
        enrolled_at: ago(24 * 200),
        enrolled_by: admin,
        last_seen_at: ago(24 * 40),
      },
    ]),
    rowsOf(user_sessions, [
      {
        id: id('session event', 'in'),
        session_id: id('session', 'ines'),
        user_id: agents[0],
        device_id: id('device', 'balcao'),
        event: 'signed_in',
        method: 'password',
        occurred_at: ago(24 * 40 + 4),
        is_online: 1,
      },
      {
        id: id('session event', 'out'),
        session_id: id('session', 'ines'),
        user_id: agents[0],
        device_id: id('device', 'balcao'),
        event: 'signed_out',
        occurred_at: ago(24 * 40),
        is_online: 1,
      },
    ]),
  ];
}
