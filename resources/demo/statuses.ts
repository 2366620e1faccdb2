import type { NewRow } from '#db/schema/table.ts';
import type { statuses } from '#db/domains/organizations/status-tables.ts';

type Status = NewRow<typeof statuses>;

/** A status as far as it is the same in every organization; `labels` are English and Portuguese. */
interface StatusWords {
  readonly code: string;
  readonly kind: Status['kind'];
  readonly labels: readonly [en: string, pt: string];
  readonly next: readonly string[];
  readonly color: string;
}

const TICKET: readonly StatusWords[] = [
  words('new', 'new', 'New', 'Novo', 'blue', ['open', 'pending_customer', 'solved', 'merged']),
  words('open', 'open', 'Open', 'Aberto', 'blue', []),
  words(
    'pending_customer',
    'pending_customer',
    'Waiting for the customer',
    'Aguarda o cliente',
    'amber',
    [],
  ),
  words(
    'pending_internal',
    'pending_internal',
    'Waiting for somebody else',
    'Aguarda terceiros',
    'amber',
    [],
  ),
  words('on_hold', 'on_hold', 'On hold', 'Em espera', 'gray', []),
  words('solved', 'solved', 'Solved', 'Resolvido', 'green', ['open', 'closed']),
  words('closed', 'closed', 'Closed', 'Fechado', 'gray', ['open']),
  words('merged', 'merged', 'Merged', 'Unido a outro', 'gray', ['open']),
];

const RECORD: readonly StatusWords[] = [
  words('draft', 'draft', 'Draft', 'Rascunho', 'gray', ['active', 'archived']),
  words('active', 'active', 'Active', 'Ativo', 'green', ['inactive', 'archived']),
  words('inactive', 'inactive', 'Inactive', 'Inativo', 'amber', ['active', 'archived']),
  words('archived', 'archived', 'Archived', 'Arquivado', 'gray', ['active']),
];

/** Tables of the integrations that carry a status, as S2 has it. */
const RECORD_TYPES = [
  'third_party_integration',
  'integration_configuration',
  'integration_permission',
  'integration_node',
  'integration_field_mapping',
  'integration_request',
  'integration_verification_result',
] as const;

/** Every status an organization begins with, labelled in its language. */
export function statusRows(language: 'en' | 'pt'): readonly Status[] {
  const rows = (entity_type: Status['entity_type'], list: readonly StatusWords[], first: string) =>
    list.map(({ code, kind, labels: [en, pt], next, color }, position) => ({
      entity_type,
      code,
      kind,
      label: language === 'pt' ? pt : en,
      labels: JSON.stringify({ en, pt }),
      is_final: FINAL.has(kind) ? (1 as const) : (0 as const),
      is_default: code === first ? (1 as const) : (0 as const),
      is_system: 1 as const,
      next_codes: JSON.stringify(next),
      position,
      color,
    }));
  return [
    ...rows('ticket', TICKET, 'new'),
    ...RECORD_TYPES.flatMap((type) => rows(type, RECORD, 'active')),
  ];
}

const FINAL: ReadonlySet<string> = new Set(['closed', 'merged', 'archived']);

function words(
  code: string,
  kind: Status['kind'],
  en: string,
  pt: string,
  color: string,
  next: readonly string[],
): StatusWords {
  return { code, kind, labels: [en, pt], next, color };
}
