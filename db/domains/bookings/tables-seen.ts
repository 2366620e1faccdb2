import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';

/** What queries and commands of bookings read. */
export interface BookingTables
  extends
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
    Pick<ReplicaTables, 'outbox' | 'outbox_sent' | 'pending_rows' | 'bookings_search'> {}
