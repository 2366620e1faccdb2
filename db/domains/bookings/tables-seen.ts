import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables, SearchRows } from '#db/schema/replica-tables.ts';

/** The search indexes of bookings. */
export interface BookingSearch {
  bookings_search: SearchRows<'title' | 'notes' | 'external_ref'>;
}

/** What queries and commands of bookings read. */
export interface BookingTables
  extends
    BookingSearch,
    Pick<
      Database,
      | 'organizations'
      | 'users'
      | 'resources'
      | 'resource_closures'
      | 'bookings'
      | 'conflict_logs'
      | 'conflict_actions'
    >,
    Pick<ReplicaTables, 'outbox' | 'outbox_sent' | 'pending_rows'> {}
