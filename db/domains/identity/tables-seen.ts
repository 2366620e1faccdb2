import type { Database } from '#db/domains/registry.ts';
import type { SearchRows } from '#db/schema/replica-tables.ts';

/** The search index of people. */
export interface PeopleSearch {
  users_search: SearchRows<'display_name' | 'email' | 'phone' | 'employee_number'>;
}

/** What queries of people read. */
export interface PeopleTables extends PeopleSearch, Pick<Database, 'users'> {}
