import { sql } from 'kysely';
import { matchText } from '#db/domains/bookings/rules/search-text.ts';
import type { Reads } from '#db/schema/access.ts';
import type { TicketTables } from '../tables-seen.ts';
import type { FoundTicket } from '../views.ts';

type Sees = Reads<TicketTables>;

/**
 * Serves `tickets.search`: the newest tickets with these words in themselves, then the newest with
 * them in a comment. Nothing for text without a word in it.
 */
export function searchTickets(
  reads: Sees,
  input: { readonly text: string; readonly limit: number },
): readonly FoundTicket[] {
  const match = matchText(input.text);
  if (match === null) return [];
  const own = reads.all(inTickets(reads, match, input.limit));
  const left = input.limit - own.length;
  if (left === 0) return own;
  const known = new Set(own.map(({ id }) => id));
  const more = new Map<string, FoundTicket>();
  for (const found of reads.all(inComments(reads, match))) {
    if (more.size < left && !known.has(found.id)) more.set(found.id, found);
  }
  return [...own, ...more.values()];
}

const FOUND = [
  'tickets.id',
  'tickets.number',
  'tickets.provisional_number',
  'tickets.subject',
  'tickets.requester_name',
  'statuses.label as status_label',
  'tickets.opened_at',
] as const;

function inTickets(reads: Sees, match: string, limit: number) {
  return reads.sql
    .selectFrom('tickets_search')
    .innerJoin('tickets', (join) => join.on(sql`tickets.row_no`, '=', sql`tickets_search.rowid`))
    .leftJoin('statuses', 'statuses.id', 'tickets.status_id')
    .select(FOUND)
    .select(sql<'ticket'>`'ticket'`.as('found_in'))
    .where(sql<boolean>`tickets_search match ${match}`)
    .orderBy(sql`tickets_search.rowid`, 'desc')
    .limit(limit);
}

// Several comments of one ticket may match; the newest first out of the index, so that a common word
// stops early.
const COMMENTS_CONSIDERED = 200;

function inComments(reads: Sees, match: string) {
  return reads.sql
    .selectFrom('comments_search')
    .innerJoin('comments', (join) => join.on(sql`comments.row_no`, '=', sql`comments_search.rowid`))
    .innerJoin('tickets', 'tickets.id', 'comments.ticket_id')
    .leftJoin('statuses', 'statuses.id', 'tickets.status_id')
    .select(FOUND)
    .select(sql<'comment'>`'comment'`.as('found_in'))
    .where(sql<boolean>`comments_search match ${match}`)
    .where('comments.state', '<>', 'draft')
    .orderBy(sql`comments_search.rowid`, 'desc')
    .limit(COMMENTS_CONSIDERED);
}
