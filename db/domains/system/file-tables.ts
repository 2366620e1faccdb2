import { formerRef, instant, integer, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/**
 * What is known of some bytes, which are kept once under their digest (S1, S3, S4). Not unique: two
 * desks may take in the same bytes while they cannot see each other.
 */
export const files = table(
  'files',
  {
    /** Of the bytes, hexadecimal. */
    sha256: text().max(64).together('content').privacy('none'),
    size_bytes: integer().together('content').privacy('none'),
    original_name: text().max(255).default('').merge('last').privacy('personal'),
    /** What the sender said it was. */
    declared_type: text().max(120).default('').privacy('none'),
    /** What its first bytes say it is. */
    sniffed_type: text().max(120).default('').privacy('none'),
    /** Of pictures, in pixels. */
    width: integer().orNull().privacy('none'),
    height: integer().orNull().privacy('none'),
    scan_state: oneOf('pending', 'clean', 'infected', 'failed', 'skipped')
      .default('pending')
      .merge('central')
      .together('scan')
      .privacy('none'),
    scanned_at: instant().orNull().merge('central').together('scan').privacy('none'),
    scan_result: text().max(500).default('').merge('central').together('scan').privacy('none'),
    encryption_key_id: formerRef('data_encryption').orNull().privacy('none'),
    uploaded_at: instant().privacy('none'),
    uploaded_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['sha256'], ['scan_state', 'uploaded_at']],
    checks: [
      'length(sha256) = 64',
      'size_bytes >= 0',
      'width is null or width > 0',
      'height is null or height > 0',
    ],
  },
);
