import { conflict_actions, conflict_logs } from '#db/domains/conflicts/tables.ts';
import { users } from '#db/domains/identity/tables.ts';
import { organizations } from '#db/domains/organizations/tables.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import {
  boolean,
  clock,
  day,
  decimal,
  formerRef,
  instant,
  integer,
  json,
  money,
  oneOf,
  ref,
  text,
  wall,
} from '#db/schema/column.ts';
import { createRegistry } from '#db/schema/registry.ts';
import { table } from '#db/schema/table.ts';

const anyone = { insert: 'agent', update: 'agent', delete: 'agent' } as const;

export const shelves = table('shelves', { name: text() }, { sync: 'both', rights: anyone });

/** Every kind of value and every form of key. */
export const goods = table(
  'goods',
  {
    shelf_id: ref('shelves').orNull(),
    name: text().max(20),
    price: money().default(0).merge('sum'),
    weight: decimal(5, 2).default('0.00'),
    pieces: decimal(4, 0).orNull(),
    bought_on: day().orNull().merge('max'),
    opens: clock().default('08:00'),
    meets: wall().orNull(),
    seen_at: instant().orNull(),
    is_main: boolean().default(0),
    state: oneOf('new', 'old').default('new'),
    tags: json().default('[]').merge('union'),
  },
  {
    sync: 'both',
    rights: anyone,
    unique: [
      ['scope_key', 'name'],
      { columns: ['scope_key'], while: { column: 'is_main', values: [1] } },
    ],
    indexes: [{ columns: ['name'], while: { column: 'state', values: ['new'] } }],
    checks: ['not is_main or price >= 0'],
    generated: {
      scope_key: `case when shelf_id is null then 'none' else 'shelf:' || cast(shelf_id as text) end`,
    },
  },
);

export const visits = table(
  'visits',
  {
    good_id: ref('goods'),
    place: text().max(20),
    seen_by: formerRef('users').orNull(),
    length: integer(),
  },
  {
    sync: 'up',
    rights: { insert: 'agent', update: 'admin', delete: 'admin' },
    checks: ['length > 0'],
  },
);

export const tariffs = table('tariffs', { name: text() }, { sync: 'down' });
export const vault = table('vault', { secret: text() }, { sync: 'central' });
export const drafts = table('drafts', { text: text() }, { sync: 'local' });

const tables = [
  organizations,
  users,
  shelves,
  goods,
  visits,
  tariffs,
  vault,
  drafts,
  conflict_logs,
  conflict_actions,
];

/** Numbered against the order of references, as tables are that came later. */
export const classDefinitions: Definitions = {
  registry: createRegistry(tables, tables.map(({ name }) => name).toReversed()),
  schemaVersion: 1,
  protocolVersion: 1,
};
