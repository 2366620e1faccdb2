import { boolean, day, formerRef, instant, integer, json, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { LEGAL_BASES, PRIVACY_LAWS } from './privacy-tables.ts';

/** How a column, or a place in its JSON, is to be treated where the definitions are too coarse (S4). */
export const data_classifications = table(
  'data_classifications',
  {
    table_name: text().max(60).privacy('none'),
    column_name: text().max(60).privacy('none'),
    /** Empty for the whole column. */
    json_path: text().default('').privacy('none'),
    classification: oneOf('none', 'business', 'personal', 'sensitive').privacy('none'),
    mask_rule: oneOf('none', 'full', 'first', 'last_four', 'initials', 'hash', 'domain_only')
      .default('full')
      .privacy('none'),
    is_encrypted: boolean().default(0).privacy('none'),
    /** Days after which the value is removed; null when its row decides. */
    retention_days: integer().orNull().privacy('none'),
    legal_basis: oneOf(...LEGAL_BASES)
      .orNull()
      .privacy('none'),
    purpose: text().max(500).default('').privacy('none'),
    /** Found by search rather than declared by a person. */
    is_detected: boolean().default(0).privacy('none'),
    reviewed_at: instant().orNull().privacy('none'),
    reviewed_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'down',
    retention: 'lasting',
    unique: [['table_name', 'column_name', 'json_path']],
    indexes: [['classification']],
    checks: ['retention_days >= 0'],
  },
);

/** Which keys there are and what they protect (S4); the keys themselves are nowhere in it. */
export const data_encryption = table(
  'data_encryption',
  {
    purpose: oneOf('column', 'blind_index', 'file', 'subject', 'backup', 'transfer').privacy(
      'none',
    ),
    key_name: text().max(60).privacy('none'),
    key_version: integer().privacy('none'),
    algorithm: text().max(60).privacy('none'),
    /** First characters of the hash of the key, to tell keys apart. */
    fingerprint: text().max(64).default('').privacy('none'),
    /** Name of the key it is wrapped with; empty for one that is not. */
    wrapped_by: text().max(60).default('').privacy('none'),
    /** What it protects, `table.column` each: a JSON array. */
    covers: json().default('[]').privacy('none'),
    status: oneOf('active', 'retiring', 'retired', 'destroyed').default('active').privacy('none'),
    activated_at: instant().privacy('none'),
    rotate_due_at: instant().orNull().privacy('none'),
    retired_at: instant().orNull().privacy('none'),
    destroyed_at: instant().orNull().privacy('none'),
    use_count: integer().default(0).privacy('none'),
  },
  {
    sync: 'down',
    retention: 'lasting',
    unique: [
      ['key_name', 'key_version'],
      { columns: ['key_name'], while: { column: 'status', values: ['active'] } },
    ],
    indexes: [['status', 'rotate_due_at']],
    checks: [
      'key_version >= 1',
      'use_count >= 0',
      'retired_at >= activated_at',
      `status <> 'destroyed' or destroyed_at is not null`,
    ],
  },
);

/** Rows that no policy and no erasure may remove for now, because a dispute needs them. */
export const legal_holds = table(
  'legal_holds',
  {
    /** Of a dispute, which names people. */
    name: text().privacy('personal'),
    /** File number of the court, the authority or the lawyer. */
    matter: text().max(100).default(''),
    reason: text().max(4000).privacy('personal'),
    /** Empty for every table that names the person. */
    table_name: text().max(60).default('').together('scope').privacy('none'),
    /** Null for every row of the table that the filter meets. */
    row_id: formerRef('').orNull().together('scope').privacy('none'),
    row_filter: json().default('{}').together('scope').privacy('personal'),
    subject_user_id: formerRef('users').orNull().together('scope').privacy('none'),
    placed_at: instant().privacy('none'),
    placed_by: formerRef('users').orNull().privacy('none'),
    review_on: day().orNull().privacy('none'),
    status: oneOf('active', 'released')
      .default('active')
      .merge('refuse')
      .together('release')
      .privacy('none'),
    released_at: instant().orNull().merge('refuse').together('release').privacy('none'),
    released_by: formerRef('users').orNull().merge('refuse').together('release').privacy('none'),
    release_reason: text()
      .max(2000)
      .default('')
      .merge('refuse')
      .together('release')
      .privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    indexes: [['status', 'table_name', 'row_id'], ['status', 'review_on'], ['subject_user_id']],
    checks: [`status <> 'released' or released_at is not null`],
  },
);

/** Whom was erased, as a keyed hash only: applied anew after every restore, and to late edits. */
export const erasure_index = table(
  'erasure_index',
  {
    /** HMAC of the subject's id, hexadecimal. */
    subject_hash: text().max(64).privacy('none'),
    key_version: integer().privacy('none'),
    law: oneOf(...PRIVACY_LAWS).privacy('none'),
    request_id: formerRef('gdpr_requests').orNull().privacy('none'),
    erased_at: instant().privacy('none'),
    /** Rows removed or emptied by table: an object. */
    row_counts: json().default('{}').privacy('none'),
    certificate_hash: text().max(64).default('').privacy('none'),
    /** When it was last applied after a restore. */
    reapplied_at: instant().orNull().privacy('none'),
  },
  {
    sync: 'down',
    retention: 'lasting',
    unique: [['subject_hash']],
    indexes: [['erased_at']],
    checks: ['key_version >= 1', 'length(subject_hash) = 64'],
  },
);
