import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables, SearchRows } from '#db/schema/replica-tables.ts';

/** The search index of leads. */
export interface LeadSearch {
  leads_search: SearchRows<'name' | 'company' | 'email' | 'phone'>;
}

/** What queries of leads read. */
export interface LeadTables
  extends LeadSearch, Pick<Database, 'users' | 'leads'>, Pick<ReplicaTables, 'pending_rows'> {}
