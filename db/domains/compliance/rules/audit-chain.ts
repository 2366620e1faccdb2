import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import type { CanonicalRow } from '#db/schema/table.ts';

/** SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** `previous_hash` of the first entry of a chain. */
export const CHAIN_START = '0'.repeat(64);

// What may be erased later, behind `details_hash`; the entry itself holds no personal data.
const DETAILS = ['before_values', 'after_values', 'reason', 'ip_address', 'user_agent'] as const;
const ENTRY = [
  'category',
  'action',
  'actor_id',
  'entity_type',
  'entity_id',
  'command',
  'op_id',
  'outcome',
  'outcome_code',
  'occurred_at',
  'session_id',
  'chain_id',
  'incarnation',
  'sequence',
] as const;

/** Hashes an `audit_logs` row needs, given all its other own columns and the hash of the one before. */
export function chainHashes(
  row: CanonicalRow,
  previous_hash: string,
  sha256: Sha256,
): { readonly details_hash: string; readonly previous_hash: string; readonly hash: string } {
  const details_hash = sha256(canonicalJson(picked(row, DETAILS)));
  return { details_hash, previous_hash, hash: entryHash(row, details_hash, previous_hash, sha256) };
}

/**
 * The place of the first bad entry of one chain (one `chain_id` and `incarnation`) in order of
 * `sequence`; undefined when it holds from its first entry on. Values that were erased do not break
 * it: only the entry and `details_hash` are looked at.
 */
export function brokenAt(rows: readonly CanonicalRow[], sha256: Sha256): number | undefined {
  let previous = CHAIN_START;
  for (const [at, row] of rows.entries()) {
    const expected = entryHash(row, String(row['details_hash']), previous, sha256);
    const fits =
      row['sequence'] === at + 1 && row['previous_hash'] === previous && row['hash'] === expected;
    if (!fits) return at;
    previous = expected;
  }
  return undefined;
}

function entryHash(
  row: CanonicalRow,
  details_hash: string,
  previous_hash: string,
  sha256: Sha256,
): string {
  return sha256(previous_hash + canonicalJson({ ...picked(row, ENTRY), details_hash }));
}

function picked(row: CanonicalRow, columns: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    columns.map((column) => {
      const cell = row[column] ?? null;
      // Central keeps JSON parsed and writes it in its own way.
      const parse = column.endsWith('_values') && typeof cell === 'string';
      return [column, parse ? (JSON.parse(cell) as Json) : cell];
    }),
  );
}
