import { conflict_actions, conflict_logs } from '#db/domains/conflicts/tables.ts';
import { users } from '#db/domains/identity/tables.ts';
import { organizations } from '#db/domains/organizations/tables.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import {
  boolean,
  clock,
  day,
  decimal,
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

/** A room of the smallest schema that has every merge policy and a slot rule. */
export const rooms = table(
  'rooms',
  { name: text().max(20) },
  {
    sync: 'both',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    unique: [['name']],
  },
);

export const stays = table(
  'stays',
  {
    room_id: ref('rooms').orNull().together('slot'),
    start_time: instant().together('slot'),
    end_time: instant().together('slot'),
    status: oneOf('on', 'off', 'lost').default('on'),
    title: text().max(20).default(''),
  },
  {
    sync: 'both',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    checks: ['end_time > start_time'],
    noOverlap: {
      by: 'room_id',
      from: 'start_time',
      to: 'end_time',
      while: { column: 'status', values: ['on'] },
      loser: 'lost',
    },
  },
);

export const notes = table(
  'notes',
  {
    asked: text().default(''),
    asked_too: text().default(''),
    pair_a: integer().default(0).together('pair'),
    pair_b: integer().default(0).together('pair'),
    newest: text().default('').merge('last'),
    fixed: text().default('central').merge('central'),
    highest: integer().orNull().merge('max'),
    lowest: instant().orNull().merge('min'),
    count: integer().default(0).merge('sum'),
    tags: json().default('[]').merge('union'),
    body: text().max(20).default('').merge('text'),
    long: text().max(2_000_000).orNull().merge('text'),
    strict: text().default('').merge('refuse'),
    flag: boolean().default(0),
    weight: decimal(6, 2).default('0.00'),
    paid: money().default(0).merge('sum'),
    last_day: day().orNull().merge('max'),
    opens: clock().orNull(),
    meets: wall().orNull().merge('last'),
  },
  { sync: 'both', rights: { insert: 'agent', update: 'agent', delete: 'agent' } },
);

export const mergeRegistry = createRegistry([
  organizations,
  users,
  rooms,
  stays,
  notes,
  conflict_logs,
  conflict_actions,
]);

export const mergeDefinitions: Definitions = {
  registry: mergeRegistry,
  schemaVersion: 1,
  protocolVersion: 1,
};
