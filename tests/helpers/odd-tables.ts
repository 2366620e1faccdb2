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
  zone,
} from '#db/schema/column.ts';
import { createRegistry } from '#db/schema/registry.ts';
import type { Row } from '#db/schema/table.ts';
import { table } from '#db/schema/table.ts';

const anyone = { insert: 'agent', update: 'agent', delete: 'agent' } as const;

/** A column of every kind, every sync class, partial keys and a generated column. */
export const plans = table(
  'plans',
  {
    title: text(),
    program_id: formerRef('').orNull(),
    producer_id: formerRef('').orNull(),
    status: oneOf('draft', 'active', 'retired').default('draft'),
    is_default: boolean().default(0),
    is_active: boolean().default(1),
    position: integer().default(0),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: anyone,
    generated: {
      scope_key: `case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end`,
    },
    unique: [
      ['scope_key', 'title'],
      { columns: ['scope_key'], while: { column: 'status', values: ['active'] } },
      { columns: ['title'], while: { column: 'is_default', values: [1] } },
    ],
    indexes: [{ columns: ['position'], while: { column: 'is_active', values: [1] } }],
    checks: ['not is_default or is_active', 'producer_id is null or program_id is not null'],
    search: ['title'],
  },
);

export const prices = table(
  'prices',
  {
    plan_id: ref('plans').orNull(),
    amount: money(),
    rate: decimal(7, 3).default('0.000'),
    from_day: day(),
    opens: clock().default('09:00'),
    meant_for: wall().orNull(),
    timezone: zone().default('UTC'),
    seen_at: instant().orNull(),
    extra: json().default('{}'),
    free: boolean().default(0),
    entity_type: oneOf('plan', 'price').orNull(),
    entity_id: formerRef('').orNull(),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: anyone,
    links: [{ type: 'entity_type', id: 'entity_id', tables: { plan: 'plans', price: 'prices' } }],
  },
);

export const limits = table('limits', { name: text() }, { sync: 'down', retention: 'lasting' });

export const visits = table(
  'visits',
  { plan_id: ref('plans'), note: text().default(''), cost: money().default(0) },
  {
    sync: 'up',
    retention: 'log',
    rights: { insert: 'agent', update: 'admin', delete: 'admin' },
    search: ['note'],
  },
);

export const drafts = table(
  'drafts',
  { plan_id: ref('plans').orNull(), key: text(), body: text().default('') },
  { sync: 'local', retention: 'passing', unique: [['key']], search: ['body'] },
);

export const keys = table('keys', { cipher: text() }, { sync: 'central', retention: 'lasting' });

export const oddRegistry = createRegistry([plans, prices, limits, visits, drafts, keys]);

export interface OddDatabase {
  plans: Row<typeof plans>;
  prices: Row<typeof prices>;
  limits: Row<typeof limits>;
  visits: Row<typeof visits>;
  drafts: Row<typeof drafts>;
}
