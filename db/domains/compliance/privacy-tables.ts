import { day, formerRef, instant, json, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const PRIVACY_LAWS = ['gdpr', 'lgpd'] as const;

/** Life of a request. */
export const PRIVACY_REQUEST_STATUSES = [
  'received',
  'identity_check',
  'in_progress',
  'awaiting_devices',
  'done',
  'refused',
] as const;

/** A person's request about their own data, under either law (S4 gdpr_requests, S3). */
export const gdpr_requests = table(
  'gdpr_requests',
  {
    /** Final, given by central; empty until then. */
    number: text().max(30).default('').merge('central').privacy('none'),
    /** What stood on paper before the final one: `D3-014`. */
    provisional_number: text().max(30).default('').privacy('none'),
    law: oneOf(...PRIVACY_LAWS)
      .together('term')
      .privacy('none'),
    kind: oneOf(
      'access',
      'rectification',
      'erasure',
      'portability',
      'objection',
      'restriction',
      'information',
    )
      .together('term')
      .privacy('none'),
    received_at: instant().together('term').privacy('none'),
    /** As the law wants it, from the day of receipt. */
    due_on: day().together('term').privacy('none'),
    extended_until: day().orNull().together('term').privacy('none'),
    extension_reason: text().max(1000).default('').together('term').privacy('personal'),
    received_by: oneOf('email', 'phone', 'in_person', 'letter', 'form', 'authority', 'other')
      .default('other')
      .privacy('none'),
    subject_name: text().privacy('personal'),
    subject_email: text().max(254).default('').privacy('personal'),
    subject_phone: text().max(40).default('').privacy('personal'),
    /** Who it is here, as far as they have a row. */
    user_id: formerRef('users').orNull().privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    driver_id: formerRef('drivers').orNull().privacy('none'),
    whatsapp_contact_id: formerRef('whatsapp_contacts').orNull().privacy('none'),
    /** Further rows found to be about them: `[{table, row_id}]`. */
    subject_rows: json().default('[]').merge('union').privacy('none'),
    description: text().max(4000).default('').merge('text').privacy('personal'),
    assigned_to: formerRef('users').orNull().privacy('none'),
    status: oneOf(...PRIVACY_REQUEST_STATUSES)
      .default('received')
      .merge('refuse')
      .together('decision')
      .privacy('none'),
    identity_method: text().default('').merge('refuse').together('identity').privacy('personal'),
    identity_verified_at: instant().orNull().merge('refuse').together('identity').privacy('none'),
    identity_verified_by: formerRef('users')
      .orNull()
      .merge('refuse')
      .together('identity')
      .privacy('none'),
    decided_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    decided_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    refusal_reason: text()
      .max(2000)
      .default('')
      .merge('refuse')
      .together('decision')
      .privacy('personal'),
    completed_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    /** Devices that have not yet confirmed an erasure, their ids: a JSON array. */
    waiting_for_devices: json().default('[]').merge('union').privacy('none'),
    answer_file_id: formerRef('files').orNull().privacy('none'),
    certificate_file_id: formerRef('files').orNull().privacy('none'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'manager', delete: 'admin' },
    generated: {
      number_key: `case when number <> '' then number else cast(id as text) end`,
    },
    unique: [['number_key']],
    indexes: [
      ['status', 'due_on'],
      ['assigned_to', 'status'],
      ['received_at'],
      ['user_id'],
      ['lead_id'],
      ['driver_id'],
      ['provisional_number'],
    ],
    checks: [
      'extended_until >= due_on',
      `status <> 'refused' or refusal_reason <> ''`,
      `status <> 'done' or completed_at is not null`,
    ],
  },
);

export const LEGAL_BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
  'credit_protection',
  'health_protection',
  'research',
  'legal_claims',
] as const;

export const CONSENT_STATUSES = ['given', 'withdrawn', 'expired'] as const;

/** What a person allowed, for one purpose and channel, and what they took back (S3 lgpd_consents, S4). */
export const consent_records = table(
  'consent_records',
  {
    law: oneOf(...PRIVACY_LAWS).privacy('none'),
    legal_basis: oneOf(...LEGAL_BASES)
      .default('consent')
      .privacy('none'),
    /** A code: `marketing`, `call_recording`, `verification`. */
    purpose: text().max(60).privacy('none'),
    channel: oneOf('any', 'email', 'sms', 'whatsapp', 'phone', 'push', 'letter')
      .default('any')
      .privacy('none'),
    subject_name: text().privacy('personal'),
    /** Address or number it holds for. */
    subject_contact: text().max(254).default('').privacy('personal'),
    user_id: formerRef('users').orNull().privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    driver_id: formerRef('drivers').orNull().privacy('none'),
    whatsapp_contact_id: formerRef('whatsapp_contacts').orNull().privacy('none'),
    given_at: instant().privacy('none'),
    status: oneOf(...CONSENT_STATUSES)
      .default('given')
      .merge('last')
      .together('status')
      .privacy('none'),
    withdrawal_reason: text()
      .max(1000)
      .default('')
      .merge('last')
      .together('status')
      .privacy('personal'),
    // On its own and by `min`: no merge may set a withdrawal aside. A renewed consent is a new row.
    withdrawn_at: instant().orNull().merge('min').privacy('none'),
    expires_at: instant().orNull().privacy('none'),
    obtained_by: oneOf('form', 'phone', 'in_person', 'email', 'whatsapp', 'import', 'other')
      .default('other')
      .privacy('none'),
    /** The words that were agreed to, and their version. */
    text_version: text().max(40).default('').together('text').privacy('none'),
    consent_text: text().max(8000).default('').together('text'),
    evidence_file_id: formerRef('files').orNull().privacy('none'),
    evidence: json().default('{}').privacy('personal'),
    ip_address: text().max(45).default('').privacy('sensitive'),
    user_agent: text().max(500).default('').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [
      ['subject_contact', 'purpose', 'channel'],
      ['user_id', 'purpose'],
      ['lead_id', 'purpose'],
      ['driver_id', 'purpose'],
      ['whatsapp_contact_id', 'purpose'],
      ['status', 'expires_at'],
      ['purpose', 'status', 'given_at'],
    ],
    checks: [
      'expires_at > given_at',
      `status <> 'withdrawn' or withdrawn_at is not null`,
      `status <> 'expired' or expires_at is not null`,
    ],
  },
);
