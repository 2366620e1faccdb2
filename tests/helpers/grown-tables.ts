import { boolean, instant, oneOf, ref, text } from '#db/schema/column.ts';
import type { Column } from '#db/schema/column.ts';
import { must } from '#db/kernel/must.ts';
import { createRegistry } from '#db/schema/registry.ts';
import { table } from '#db/schema/table.ts';
import type { Table, TableOptions } from '#db/schema/table.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';

function grown(
  name: string,
  columns: Record<string, Column>,
  options: Partial<TableOptions> = {},
): Table {
  const before = must(registryV1.get(name), `${name} of version 1`);
  return table(name, { ...before.own, ...columns }, { ...before.options, ...options });
}

const bookingsBefore = must(registryV1.get('bookings'), 'bookings of version 1');

/** People may lead. */
const users = grown('users', { role: oneOf('it', 'agent', 'supervisor', 'manager', 'admin') });

const resources = grown('resources', {}, { indexes: [['is_active', 'position']] });

const bookings = grown(
  'bookings',
  {
    contact: text().max(80).orNull(),
    is_private: boolean().default(0),
    origin: oneOf('desk', 'phone').default('desk'),
  },
  {
    search: ['title', 'notes', 'external_ref', 'contact'],
    checks: [...(bookingsBefore.options.checks ?? []), `contact is null or contact <> ''`],
    generated: { initial: 'substr(title, 1, 1)' },
  },
);

const remarks = table(
  'remarks',
  { booking_id: ref('bookings'), body: text(), written_at: instant() },
  {
    sync: 'both',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    indexes: [['written_at']],
    search: ['body'],
  },
);

const visits = table(
  'visits',
  { page: text() },
  { sync: 'up', rights: { insert: 'agent', update: 'admin', delete: 'admin' } },
);

const drafts = table('drafts', { body: text() }, { sync: 'local' });

const vault = table('vault', { secret: text() }, { sync: 'central' });

const inPlace = new Map([users, resources, bookings].map((one) => [one.name, one]));

/** Version 2 of a small product: version 1 with new columns, wider checks, new tables of each class. */
export const registryGrown = createRegistry([
  ...registryV1.tables.map((one) => inPlace.get(one.name) ?? one),
  remarks,
  visits,
  drafts,
  vault,
]);
