import { boolean, integer, json, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** What a status can belong to: tickets (S3), and every table of S2 that carries `status_id`. */
export const STATUS_ENTITY_TYPES = [
  'ticket',
  'third_party_integration',
  'integration_configuration',
  'integration_permission',
  'integration_node',
  'integration_field_mapping',
  'integration_request',
  'integration_verification_result',
] as const;

/** What clocks and rules of a ticket go by; labels are the organization's own words. */
export const TICKET_STATUS_KINDS = [
  'new',
  'open',
  'pending_customer',
  'pending_internal',
  'on_hold',
  'solved',
  'closed',
  'merged',
] as const;

/** Life of a row that is set up rather than worked on. */
export const RECORD_STATUS_KINDS = ['draft', 'active', 'inactive', 'archived'] as const;

const inWords = (kinds: readonly string[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

/** A state that work or a record can be in, as data (S2 status, S3 statuses). */
export const statuses = table(
  'statuses',
  {
    entity_type: oneOf(...STATUS_ENTITY_TYPES).privacy('none'),
    code: text().max(60).privacy('none'),
    label: text().max(100),
    /** `{locale: label}`. */
    labels: json().default('{}'),
    description: text().max(2000).default('').merge('last'),
    kind: oneOf(...TICKET_STATUS_KINDS, ...RECORD_STATUS_KINDS).privacy('none'),
    /** Nothing is expected to happen any more. */
    is_final: boolean().default(0).privacy('none'),
    /** What a new row gets. */
    is_default: boolean().default(0).privacy('none'),
    /** Came with the product: its code and kind stay. */
    is_system: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    /** Array of codes that may follow; empty means any. */
    next_codes: json().default('[]').merge('union').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    /** A name of the palette. */
    color: text().max(30).default('').merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [
      ['entity_type', 'code'],
      { columns: ['entity_type'], while: { column: 'is_default', values: [1] } },
    ],
    indexes: [['entity_type', 'position']],
    checks: [
      'length(code) > 0',
      'not is_default or is_active',
      'not is_default or not is_final',
      `entity_type <> 'ticket' or kind in (${inWords(TICKET_STATUS_KINDS)})`,
      `entity_type = 'ticket' or kind in (${inWords(RECORD_STATUS_KINDS)})`,
    ],
  },
);
