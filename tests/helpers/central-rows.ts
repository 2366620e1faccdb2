import type pg from 'pg';
import { registry } from '#db/domains/registry.ts';

/**
 * What central holds of an organization, ordered by id as `export` orders it, made canonical by hand
 * and not by the product.
 */
export async function centralRows(
  admin: pg.Client,
  table: string,
  organization = 'casa-do-rio',
): Promise<readonly Record<string, unknown>[]> {
  const found = await admin.query<Record<string, unknown>>(
    `select t.* from data.${table} t join data.organizations o on o.id = t.organization_id
     where o.slug = $1 order by t.id::text collate "C"`,
    [organization],
  );
  const columns = Object.keys(registry.get(table)?.columns ?? {});
  return found.rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, canonical(column, row[column])])),
  );
}

const WHOLE_NUMBERS = new Set(['row_version', 'capacity', 'position', 'party_size']);

function canonical(column: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 1 : 0;
  // bigint travels as text.
  return WHOLE_NUMBERS.has(column) ? Number(value) : value;
}
