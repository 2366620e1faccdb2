import { sql } from 'kysely';
import { matchText } from '#db/domains/bookings/rules/search-text.ts';
import type { Reads } from '#db/schema/access.ts';
import type { RequestTables } from '../tables-seen.ts';
import type { FoundRequest } from '../views.ts';

/** Serves `requests.search`: the newest that match. Nothing for text without a word in it. */
export function searchRequests(
  reads: Reads<RequestTables>,
  input: { readonly text: string; readonly limit: number },
): readonly FoundRequest[] {
  const match = matchText(input.text);
  if (match === null) return [];
  return reads.all(
    reads.sql
      .selectFrom('external_requests_search')
      .innerJoin('external_requests', (join) =>
        join.on(sql`external_requests.row_no`, '=', sql`external_requests_search.rowid`),
      )
      .select([
        'external_requests.id',
        'external_requests.source',
        'external_requests.external_id',
        'external_requests.status',
        'external_requests.summary',
        'external_requests.requester_name',
        'external_requests.received_at',
      ])
      .where(sql<boolean>`external_requests_search match ${match}`)
      .orderBy(sql`external_requests_search.rowid`, 'desc')
      .limit(input.limit),
  );
}
