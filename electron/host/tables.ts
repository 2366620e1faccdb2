import type { BookingSearch } from '#db/domains/bookings/tables-seen.ts';
import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';

/** All that a host can read: what is replicated and what only this device knows. */
export interface DeskTables extends Database, ReplicaTables, BookingSearch {}
