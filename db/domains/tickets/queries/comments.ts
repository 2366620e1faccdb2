import type { Page } from '#db/kernel/page.ts';
import type { Acting, Reads } from '#db/schema/access.ts';
import { unsent } from '#db/schema/unsent.ts';
import type { TicketTables } from '../tables-seen.ts';
import type { TicketComment } from '../views.ts';

/**
 * Serves `tickets.comments`: what was said and what happened, the oldest first. Drafts are their
 * author's alone.
 */
export function ticketComments(
  reads: Reads<TicketTables>,
  input: { readonly ticket_id: string; readonly offset: number; readonly limit: number },
  acting: Acting,
): Page<TicketComment> {
  const seen = reads.sql
    .selectFrom('comments')
    .where('comments.ticket_id', '=', input.ticket_id)
    .where((eb) =>
      eb.or([eb('comments.state', '<>', 'draft'), eb('comments.author_id', '=', acting.person.id)]),
    );
  const counted = reads.first(seen.select((eb) => eb.fn.countAll<number>().as('total')));
  const rows = reads.all(
    seen
      .leftJoin('users', 'users.id', 'comments.author_id')
      .select((eb) => [
        'comments.id',
        'comments.kind',
        'comments.state',
        'comments.written_at',
        'comments.scheduled_for',
        'comments.edited_at',
        'comments.author_id',
        eb.fn.coalesce('users.display_name', 'comments.author_name').as('author_name'),
        'comments.body',
        'comments.body_format',
        'comments.changes',
        'comments.event_code',
        'comments.is_pinned',
        unsent('comments'),
      ])
      .orderBy('comments.written_at')
      .orderBy('comments.sequence')
      .limit(input.limit)
      .offset(input.offset),
  );
  return { rows, total: counted?.total ?? 0 };
}
