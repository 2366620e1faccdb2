import { sql } from 'kysely';
import { matchText } from '#db/domains/bookings/rules/search-text.ts';
import type { Reads } from '#db/schema/access.ts';
import type { PeopleTables } from '../tables-seen.ts';
import type { FoundPerson } from '../views.ts';

const PERSON = [
  'users.id',
  'users.display_name',
  'users.email',
  'users.role',
  'users.job_title',
] as const;

/** Serves `people.search`: active people, the best match first; by name while nothing is typed. */
export function searchPeople(
  reads: Reads<PeopleTables>,
  input: { readonly text: string; readonly limit: number },
): readonly FoundPerson[] {
  const people = reads.sql.selectFrom('users').select(PERSON).where('is_active', '=', 1);
  if (input.text.trim() === '') {
    return reads.all(people.orderBy('display_name').limit(input.limit));
  }
  const match = matchText(input.text);
  if (match === null) return [];
  return reads.all(
    reads.sql
      .selectFrom('users_search')
      .innerJoin('users', (join) => join.on(sql`users.row_no`, '=', sql`users_search.rowid`))
      .select(PERSON)
      .where(sql<boolean>`users_search match ${match}`)
      .where('users.is_active', '=', 1)
      .orderBy('users_search.rank')
      .limit(input.limit),
  );
}
