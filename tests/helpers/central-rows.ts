import pg from 'pg';
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
  const found = await admin.query<Record<string, unknown>>({
    text: `select t.* from data.${table} t join data.organizations o on o.id = t.organization_id
     where o.slug = $1 order by t.id::text collate "C"`,
    values: [organization],
    types: { getTypeParser: (type: number) => CANONICAL[type] ?? String },
  });
  const columns = Object.keys(registry.get(table)?.columns ?? {});
  return found.rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, row[column] ?? null])),
  );
}

// By the numbers Postgres has for its types; all others are text as they are.
const CANONICAL: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.BOOL]: (text) => (text === 't' ? 1 : 0),
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.INT4]: Number,
  [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  [pg.types.builtins.JSONB]: JSON.parse,
};
