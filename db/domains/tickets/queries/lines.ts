import type { Reads } from '#db/schema/access.ts';
import { inOrder, isAt, placeIn } from '#db/schema/strips.ts';
import type { Place } from '#db/schema/strips.ts';
import { unsent } from '#db/schema/unsent.ts';
import type { TicketTables } from '../tables-seen.ts';
import type { TicketLine } from '../views.ts';

/** The tickets at these places, in their order, as lines. */
export function ticketLines(
  reads: Reads<TicketTables>,
  places: readonly Place[],
): readonly TicketLine[] {
  const rows = reads.all(
    reads.sql
      .selectFrom('tickets')
      .leftJoin('statuses', 'statuses.id', 'tickets.status_id')
      .leftJoin('priorities', 'priorities.id', 'tickets.priority_id')
      .leftJoin('categories', 'categories.id', 'tickets.category_id')
      .leftJoin('groups', 'groups.id', 'tickets.assignment_group_id')
      .leftJoin('users', 'users.id', 'tickets.assignee_id')
      .select((eb) => [
        placeIn('tickets'),
        'tickets.id',
        'tickets.number',
        'tickets.provisional_number',
        'tickets.kind',
        'tickets.subject',
        'tickets.requester_name',
        'tickets.status_id',
        'statuses.label as status_label',
        'statuses.kind as status_kind',
        'tickets.priority_id',
        'priorities.name as priority_name',
        'priorities.level as priority_level',
        'categories.name as category_name',
        'groups.name as assignment_group_name',
        'tickets.assignee_id',
        eb.fn.coalesce('users.display_name', 'tickets.assignee_name').as('assignee_name'),
        'tickets.opened_at',
        'tickets.next_due_at',
        'tickets.last_activity_at',
        unsent('tickets'),
      ])
      .where(isAt('tickets', places)),
  );
  return inOrder(places, rows);
}
