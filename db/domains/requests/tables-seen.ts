import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables, SearchRows } from '#db/schema/replica-tables.ts';

/** The search index of requests. */
export interface RequestSearch {
  external_requests_search: SearchRows<
    | 'summary'
    | 'requester_name'
    | 'requester_email'
    | 'requester_phone'
    | 'external_id'
    | 'processing_notes'
  >;
}

/** What queries of requests read. */
export interface RequestTables
  extends
    RequestSearch,
    Pick<Database, 'users' | 'external_requests'>,
    Pick<ReplicaTables, 'pending_rows'> {}
