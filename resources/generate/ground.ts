import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { statusRows } from '#resources/demo/statuses.ts';
import { personName, ZONES } from './names.ts';
import { createRandom } from './random.ts';
import type { Setting } from './setting.ts';

/** What stands before the first booking or ticket: people, rooms, statuses and the like. */
export interface Ground {
  readonly setting: Setting;
  readonly resources: readonly { readonly id: Id; readonly timezone: string }[];
  /** In reference order; own columns and id. */
  readonly rows: readonly (readonly [table: string, row: CanonicalRow])[];
}

const AGENTS = 40;
const GROUPS = 12;
const CATEGORIES = 24;
const CAMPAIGNS = 8;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** The same seed and ids give the same rows. */
export function generateGround(options: {
  readonly seed: number;
  readonly resources: number;
  /** First day of campaigns. */
  readonly day: string;
  readonly ids: { next(): Id };
}): Ground {
  const { ids } = options;
  const random = createRandom(options.seed);
  const rows: (readonly [string, CanonicalRow])[] = [];
  const many = (table: string, count: number, rowOf: (at: number) => CanonicalRow): Id[] =>
    Array.from({ length: count }, (_, at) => {
      const id = ids.next();
      rows.push([table, { id, ...rowOf(at) }]);
      return id;
    });
  const statuses = statusRows('en').filter(({ entity_type }) => entity_type === 'ticket');
  const status_ids = many('statuses', statuses.length, (at) => ({ ...statuses[at] }));
  const statusId = (kind: string) =>
    must(status_ids[statuses.findIndex((status) => status.kind === kind)], `a status ${kind}`);
  const agent_ids = many('users', AGENTS, (at) => ({
    email: `agent${at + 1}@generated.example`,
    display_name: personName(random),
    role: at % 8 === 0 ? 'supervisor' : 'agent',
  }));
  const group_ids = many('groups', GROUPS, (at) => ({
    code: `G${at + 1}`,
    name: `Team ${at + 1}`,
  }));
  const zones = Array.from({ length: options.resources }, (_, at) =>
    must(ZONES[at % ZONES.length], 'a zone'),
  );
  const resource_ids = many('resources', options.resources, (at) => ({
    name: `Room ${String(at + 1).padStart(4, '0')}`,
    kind: random.pick(['space', 'space', 'equipment', 'person', 'workshop']),
    place: `House ${1 + (at % 9)}`,
    timezone: zones[at] ?? null,
    position: at,
  }));
  const priority_ids = many('priorities', PRIORITIES.length, (at) => ({
    code: PRIORITIES[at] ?? null,
    name: PRIORITIES[at] ?? null,
    level: PRIORITIES.length - at,
    maps_to: PRIORITIES[at] ?? null,
    is_default: at === 1 ? 1 : 0,
  }));
  const category_ids = many('categories', CATEGORIES, (at) => ({ name: `Category ${at + 1}` }));
  const campaign_ids = many('campaigns', CAMPAIGNS, (at) => ({
    name: `Campaign ${at + 1}`,
    channel: random.pick(['email', 'call', 'whatsapp']),
    starts_on: options.day,
    timezone: ZONES[0],
    currency: 'EUR',
  }));
  return {
    rows,
    resources: resource_ids.map((id, at) => ({ id, timezone: zones[at] ?? ZONES[0] })),
    setting: {
      agent_ids,
      group_ids,
      priority_ids,
      category_ids,
      campaign_ids,
      ticket_status_ids: {
        new: statusId('new'),
        open: statusId('open'),
        pending_customer: statusId('pending_customer'),
        on_hold: statusId('on_hold'),
        solved: statusId('solved'),
        closed: statusId('closed'),
      },
    },
  };
}
