import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables, SearchRows } from '#db/schema/replica-tables.ts';

/** The search indexes of tickets. */
export interface TicketSearch {
  tickets_search: SearchRows<
    'subject' | 'description' | 'number' | 'provisional_number' | 'requester_name' | 'external_ref'
  >;
  comments_search: SearchRows<'body' | 'author_name'>;
}

/** What queries of tickets read. */
export interface TicketTables
  extends
    TicketSearch,
    Pick<
      Database,
      'users' | 'groups' | 'statuses' | 'priorities' | 'categories' | 'tickets' | 'comments'
    >,
    Pick<ReplicaTables, 'pending_rows'> {}
