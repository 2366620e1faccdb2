import { formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { createRegistry } from '#db/schema/registry.ts';
import type { Row } from '#db/schema/table.ts';
import { table } from '#db/schema/table.ts';

const anyone = { insert: 'agent', update: 'agent', delete: 'agent' } as const;

export const boxes = table(
  'boxes',
  { label: text(), kind: oneOf('crate', 'bag').default('crate') },
  { sync: 'both', retention: 'lasting', rights: anyone, unique: [['label']] },
);

/** One column for every merge policy. */
export const things = table(
  'things',
  {
    box_id: ref('boxes').orNull(),
    title: text(),
    note: text().default('').merge('last'),
    counted: integer().default(0).merge('sum'),
    highest: integer().orNull().merge('max'),
    lowest: integer().orNull().merge('min'),
    tags: json().default('[]').merge('union'),
    judged: text().default('').merge('central'),
    strict: integer().default(0).merge('refuse'),
    opens: integer().default(1).together('hours'),
    closes: integer().default(2).together('hours'),
    seen_at: instant().orNull(),
    made_by: formerRef('').orNull(),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: anyone,
    checks: ['closes > opens', 'title <> note'],
    search: ['title', 'note'],
  },
);

export const rules = table('rules', { text: text() }, { sync: 'down', retention: 'lasting' });

export const locked = table(
  'locked',
  { text: text() },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
  },
);

export const policyRegistry = createRegistry([boxes, things, rules, locked]);

export interface PolicyDatabase {
  boxes: Row<typeof boxes>;
  things: Row<typeof things>;
  rules: Row<typeof rules>;
  locked: Row<typeof locked>;
}
