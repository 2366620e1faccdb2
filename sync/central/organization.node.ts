import type pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';

/** Why a short name leads to no organization. */
export type NotChosen =
  | 'no_such_organization'
  /** Several have it, and nobody can tell which one is meant. */
  | 'organization_ambiguous';

/**
 * The organization that an administrator means by a short name. Only central gives short names, but
 * nothing in its tables keeps two organizations from having the same one.
 */
export async function organizationOf(
  admin: pg.Client,
  slug: string,
): Promise<Result<{ readonly id: Id; readonly name: string }, NotChosen>> {
  const { rows } = await admin.query<{ id: Id; name: string }>(
    'select id, name from data.organizations where slug = $1 limit 2',
    [slug],
  );
  const [found, another] = rows;
  if (found === undefined) return fail('no_such_organization', { organization: slug });
  return another === undefined ? ok(found) : fail('organization_ambiguous', { organization: slug });
}
