import { formerRef, instant, integer, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const SECRET_KINDS = [
  'api_key',
  'oauth_client',
  'access_token',
  'refresh_token',
  'basic',
  'bearer',
  'webhook_secret',
  'provider_credentials',
  'push_token',
] as const;

/** A token or password of an outside system, encrypted (S1, S2, S4). Never leaves central. */
export const secrets = table(
  'secrets',
  {
    name: text(),
    kind: oneOf(...SECRET_KINDS).privacy('none'),
    /** The row and column it belongs to: bound into the ciphertext, so that it opens nowhere else. */
    table_name: text().max(60).privacy('none'),
    row_id: formerRef('').privacy('none'),
    column_name: text().max(60).privacy('none'),
    algorithm: oneOf('aes-256-gcm').default('aes-256-gcm').privacy('none'),
    encryption_key_id: formerRef('data_encryption').privacy('none'),
    key_version: integer().default(1).privacy('none'),
    /** Base64. */
    nonce: text().max(32).privacy('sensitive'),
    ciphertext: text().max(20000).privacy('sensitive'),
    state: oneOf('current', 'previous', 'revoked').default('current').privacy('none'),
    expires_at: instant().orNull().privacy('none'),
    rotated_at: instant().orNull().privacy('none'),
    /** When somebody should renew it. */
    rotate_by: instant().orNull().privacy('none'),
    last_used_at: instant().orNull().merge('max').privacy('none'),
  },
  {
    sync: 'central',
    retention: 'lasting',
    unique: [
      {
        columns: ['table_name', 'row_id', 'column_name'],
        while: { column: 'state', values: ['current'] },
      },
    ],
    indexes: [['row_id'], ['expires_at'], ['rotate_by']],
    checks: ['key_version >= 1', 'length(nonce) > 0', 'length(ciphertext) > 0'],
  },
);
