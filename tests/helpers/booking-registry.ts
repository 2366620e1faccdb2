import { NUMBERED } from '#db/domains/numbers.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import { PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';
import { createRegistry } from '#db/schema/registry.ts';
import type { Registry } from '#db/schema/registry.ts';

const TOUCHED = [
  'organizations',
  'users',
  'resources',
  'resource_closures',
  'bookings',
  'conflict_logs',
  'conflict_actions',
];

/**
 * The tables that booking and settling touch, and what they refer to: for tests that make a thousand
 * replicas, or one a thousand times. Definitions and numbers are the product's.
 */
export const bookingRegistry: Registry = createRegistry(
  registry.tables.filter(({ name }) => withTargets(TOUCHED).has(name)),
  NUMBERED,
);

/** A central of these tables alone. */
export const bookingDefinitions: Definitions = {
  registry: bookingRegistry,
  schemaVersion: SCHEMA_VERSION,
  protocolVersion: PROTOCOL_VERSION,
};

/** These tables and all to which they hold enforced references, directly or not. */
function withTargets(names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  // A set visits what is added on the way.
  for (const name of found) {
    for (const { shape } of Object.values(must(registry.get(name), name).own)) {
      if (shape.reference?.enforced === true) found.add(shape.reference.table);
    }
  }
  return found;
}
