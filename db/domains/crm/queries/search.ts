import { sql } from 'kysely';
import { matchText } from '#db/domains/bookings/rules/search-text.ts';
import type { Reads } from '#db/schema/access.ts';
import type { LeadTables } from '../tables-seen.ts';
import type { FoundLead } from '../views.ts';

/** Serves `leads.search`: the newest that match. Nothing for text without a word in it. */
export function searchLeads(
  reads: Reads<LeadTables>,
  input: { readonly text: string; readonly limit: number },
): readonly FoundLead[] {
  const match = matchText(input.text);
  if (match === null) return [];
  return reads.all(
    reads.sql
      .selectFrom('leads_search')
      .innerJoin('leads', (join) => join.on(sql`leads.row_no`, '=', sql`leads_search.rowid`))
      .select([
        'leads.id',
        'leads.name',
        'leads.company',
        'leads.email',
        'leads.phone',
        'leads.status',
        'leads.received_at',
      ])
      .where(sql<boolean>`leads_search match ${match}`)
      .orderBy(sql`leads_search.rowid`, 'desc')
      .limit(input.limit),
  );
}
