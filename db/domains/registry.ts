import { createRegistry } from '#db/schema/registry.ts';
import type { Registry } from '#db/schema/registry.ts';
import type { Row } from '#db/schema/table.ts';
import { bookings, resource_closures, resources } from './bookings/tables.ts';
import { conflict_actions, conflict_logs } from './conflicts/tables.ts';
import { users } from './identity/tables.ts';
import { organizations } from './organizations/tables.ts';

/** Every replicated table. Append only: the place of a table is its number in central's feed. */
export const registry: Registry = createRegistry([
  organizations,
  users,
  resources,
  resource_closures,
  bookings,
  conflict_logs,
  conflict_actions,
]);

/** Raised with every change of the definitions; part of the handshake. */
export const SCHEMA_VERSION = 1;

// An interface, not a mapped type: the type checker then looks at one table at a time.
/** What Kysely knows when it builds a read. Writes go through the write path. */
export interface Database {
  organizations: Row<typeof organizations>;
  users: Row<typeof users>;
  resources: Row<typeof resources>;
  resource_closures: Row<typeof resource_closures>;
  bookings: Row<typeof bookings>;
  conflict_logs: Row<typeof conflict_logs>;
  conflict_actions: Row<typeof conflict_actions>;
}
