import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import { ref, text } from '#db/schema/column.ts';
import { PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';
import { createRegistry } from '#db/schema/registry.ts';
import { table } from '#db/schema/table.ts';

const before = must(registry.get('bookings'), 'bookings');

const bookings = table(
  'bookings',
  { ...before.own, badge: text().max(40).orNull() },
  { ...before.options },
);

const remarks = table(
  'remarks',
  { booking_id: ref('bookings'), body: text() },
  { sync: 'both', rights: { insert: 'agent', update: 'agent', delete: 'agent' } },
);

/** A release that is not there yet: the product's tables, a column more in one, and a new one. */
export const definitionsV3: Definitions = {
  registry: createRegistry([
    ...registry.tables.map((one) => (one.name === 'bookings' ? bookings : one)),
    remarks,
  ]),
  schemaVersion: SCHEMA_VERSION + 1,
  protocolVersion: PROTOCOL_VERSION,
};
