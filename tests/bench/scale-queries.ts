import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { OCCUPYING } from '#db/domains/bookings/rules/status.ts';
import { AUDIT_CATEGORIES } from '#db/domains/compliance/audit-tables.ts';
import { auditQueries } from '#db/domains/compliance/queries.ts';
import { conflictQueries } from '#db/domains/conflicts/queries.ts';
import { LEAD_STATUSES } from '#db/domains/crm/lead-tables.ts';
import { leadQueries } from '#db/domains/crm/queries.ts';
import { peopleQueries } from '#db/domains/identity/queries.ts';
import { articleQueries } from '#db/domains/knowledge/queries.ts';
import { organizationQueries } from '#db/domains/organizations/queries.ts';
import { requestQueries } from '#db/domains/requests/queries.ts';
import { REQUEST_TYPES } from '#db/domains/requests/tables.ts';
import { ticketQueries } from '#db/domains/tickets/queries.ts';
import type { TicketFilter } from '#db/domains/tickets/views.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Random } from '#resources/generate/random.ts';
import { NOW } from '#tests/fixtures/work.ts';
import type { Work } from '#tests/fixtures/work.ts';

/** Milliseconds that 95 of 100 calls stay within. */
export const TARGET = { list: 10, count: 10, search: 50 } as const;

/** One query as screens ask it: every run with other input. */
export interface ScaleQuery {
  readonly name: string;
  readonly kind: keyof typeof TARGET;
  /** The table whose rows the yardstick reads, as many as the query answered. */
  readonly table: string;
  /** Makes one input; the answer is asked and timed afterwards. */
  readonly ask: () => () => unknown;
}

const DAY = 86_400_000;
const PAGE = 50;
const LIVE = ['new', 'open', 'pending_customer', 'pending_internal', 'on_hold'] as const;

export function scaleQueries({ reads, acting, connection }: Work, random: Random): ScaleQuery[] {
  const column = (sql: string): string[] =>
    connection
      .prepare<{ value: string }>(sql)
      .all()
      .map(({ value }) => value);
  const resources = column('SELECT id AS value FROM resources ORDER BY position');
  const agents = column(`SELECT id AS value FROM users WHERE role = 'agent'`);
  const groups = column('SELECT id AS value FROM groups');
  const categories = column('SELECT id AS value FROM categories');
  const priorities = column('SELECT id AS value FROM priorities');
  const typedFrom = (table: string, text: string) => typing(work(table, text), random);
  const work = (table: string, text: string) =>
    column(
      `SELECT ${text} AS value FROM ${table} WHERE row_no % 997 = 1 ORDER BY row_no DESC LIMIT 500`,
    );

  // Half of the windows are the first, the others lie anywhere: somebody drags the scroll bar.
  const offsets = new Map<string, number>();
  const windowIn = (key: string, read: (offset: number) => { total: number }) => {
    const total = offsets.get(key) ?? read(0).total;
    offsets.set(key, total);
    return random.next() < 0.5 ? 0 : random.between(0, Math.max(0, total - PAGE));
  };
  const paged = (input: object, read: (offset: number) => { total: number }): (() => unknown) => {
    const offset = windowIn(JSON.stringify(input), read);
    return () => read(offset);
  };

  const dayFrom = (back: number, ahead: number) =>
    Math.floor((millisecondsOf(NOW) + random.between(-back, ahead) * DAY) / DAY) * DAY;
  const resourcesShown = () => {
    const count = random.between(10, 40);
    const first = random.between(0, resources.length - count);
    return resources.slice(first, first + count);
  };

  const oneCondition = (): Omit<TicketFilter, 'kinds'> =>
    random.pick([
      {},
      { assignee_id: random.pick(agents) },
      { assignee_id: null },
      { assignment_group_id: random.pick(groups) },
      { category_id: random.pick(categories) },
      { priority_id: random.pick(priorities) },
      { assignment_group_id: random.pick(groups), assignee_id: null },
      { assignment_group_id: random.pick(groups), priority_id: random.pick(priorities) },
      { assignee_id: random.pick(agents), priority_id: random.pick(priorities) },
    ]);
  const kinds = () => random.pick([LIVE, LIVE, ['solved'], ['closed'], []] as const);
  const queue = (sort: 'opened' | 'due' | 'priority') => () => {
    const filter = { ...oneCondition(), kinds: sort === 'due' ? LIVE : kinds() };
    return paged({ filter, sort }, (offset) =>
      ticketQueries['tickets.queue'](reads, { filter, sort, offset, limit: PAGE }),
    );
  };

  const range = () => {
    const days = random.pick([1, 7, 30, 365, 800]);
    const from = dayFrom(730, -1);
    return { from: instantOf(from), to: instantOf(from + days * DAY) };
  };
  const entity = () => {
    const row = connection
      .prepare<{ entity_type: string; entity_id: string }>(
        'SELECT entity_type, entity_id FROM audit_logs WHERE entity_id IS NOT NULL AND row_no > ? LIMIT 1',
      )
      .get(random.between(1, 400_000));
    return row ?? { entity_type: 'tickets', entity_id: '' };
  };
  const subject = () =>
    random.pick([
      entity(),
      { actor_id: random.pick(agents) },
      { category: random.pick(AUDIT_CATEGORIES) },
      { everything: true },
    ] as const);

  const lead = (sort: 'received' | 'score' | 'next_action') => () => {
    const person = random.pick([{}, { assigned_to: random.pick(agents) }, { assigned_to: null }]);
    const statuses = random.pick([[], [random.pick(LEAD_STATUSES)], ['new', 'contacted']] as const);
    const filter = { ...person, statuses };
    return paged({ filter, sort }, (offset) =>
      leadQueries['leads.pipeline'](reads, { filter, sort, offset, limit: PAGE }),
    );
  };

  const searched = (
    name: string,
    table: string,
    texts: () => string,
    search: (text: string) => unknown,
  ): ScaleQuery => ({
    name,
    kind: 'search',
    table,
    ask: () => {
      const text = texts();
      return () => search(text);
    },
  });

  return [
    {
      name: 'resources.board',
      kind: 'list',
      table: 'resources',
      ask: () => {
        const search = random.pick(['', '', 'room', 'house 3', 'rôom 00']);
        return paged({ search }, (offset) =>
          bookingQueries['resources.board'](reads, { search, offset, limit: PAGE }),
        );
      },
    },
    {
      name: 'bookings.window',
      kind: 'list',
      table: 'bookings',
      ask: () => {
        const from = dayFrom(700, 150);
        const input = {
          from: instantOf(from),
          to: instantOf(from + random.pick([1, 1, 1, 7]) * DAY),
          resource_ids: resourcesShown(),
          withCancelled: random.next() < 0.2,
        };
        return () => bookingQueries['bookings.window'](reads, input);
      },
    },
    {
      name: 'bookings.alternatives',
      kind: 'list',
      table: 'bookings',
      ask: () => {
        const start = dayFrom(600, 100) + random.between(8, 18) * 3_600_000;
        const input = {
          resource_id: random.pick(resources),
          start_time: instantOf(start),
          end_time: instantOf(start + 3_600_000),
          except: null,
          limit: 8,
        };
        return () => bookingQueries['bookings.alternatives'](reads, input, acting);
      },
    },
    {
      name: 'bookings.counts',
      kind: 'count',
      table: 'bookings',
      ask: () => {
        const from = dayFrom(700, 120);
        const days = Array.from({ length: random.pick([8, 43]) }, (_, at) =>
          instantOf(from + at * DAY),
        );
        const statuses = random.pick([OCCUPYING, ['pending'], ['conflicted', 'held']] as const);
        return () => bookingQueries['bookings.counts'](reads, { days, statuses });
      },
    },
    searched('bookings.search', 'bookings', typedFrom('bookings', 'title'), (text) =>
      bookingQueries['bookings.search'](reads, { text, limit: 20 }, acting),
    ),
    {
      name: 'conflicts.inbox',
      kind: 'list',
      table: 'conflict_logs',
      ask: () => {
        const tab = random.pick(['open', 'settled'] as const);
        return paged({ tab }, (offset) =>
          conflictQueries['conflicts.inbox'](reads, { tab, offset, limit: PAGE }),
        );
      },
    },
    {
      name: 'organizations.people',
      kind: 'list',
      table: 'users',
      ask: () => () => organizationQueries['organizations.people'](reads),
    },
    searched('people.search', 'users', typedFrom('leads', 'name'), (text) =>
      peopleQueries['people.search'](reads, { text, limit: 20 }),
    ),
    { name: 'tickets.queue opened', kind: 'list', table: 'tickets', ask: queue('opened') },
    { name: 'tickets.queue due', kind: 'list', table: 'tickets', ask: queue('due') },
    { name: 'tickets.queue priority', kind: 'list', table: 'tickets', ask: queue('priority') },
    {
      name: 'tickets.counts',
      kind: 'count',
      table: 'tickets',
      ask: () => {
        // The saved views beside the queue.
        const filters: TicketFilter[] = [
          { kinds: LIVE, assignee_id: random.pick(agents) },
          { kinds: LIVE, assignee_id: null },
          { kinds: LIVE, assignment_group_id: random.pick(groups), assignee_id: null },
          { kinds: LIVE, priority_id: random.pick(priorities) },
          { kinds: LIVE },
          { kinds: ['solved'], category_id: random.pick(categories) },
          { kinds: [] },
          { kinds: ['closed'] },
        ];
        return () => ticketQueries['tickets.counts'](reads, { filters });
      },
    },
    {
      name: 'tickets.statusCounts',
      kind: 'count',
      table: 'tickets',
      ask: () => {
        const filter = oneCondition();
        return () => ticketQueries['tickets.statusCounts'](reads, { filter });
      },
    },
    {
      name: 'tickets.comments',
      kind: 'list',
      table: 'comments',
      ask: () => {
        const [ticket_id = ''] = column(
          `SELECT id AS value FROM tickets WHERE row_no > ${random.between(0, 199_000)} LIMIT 1`,
        );
        const input = { ticket_id, offset: 0, limit: PAGE };
        return () => ticketQueries['tickets.comments'](reads, input, acting);
      },
    },
    searched('tickets.search', 'tickets', typedFrom('comments', 'body'), (text) =>
      ticketQueries['tickets.search'](reads, { text, limit: 20 }),
    ),
    { name: 'leads.pipeline received', kind: 'list', table: 'leads', ask: lead('received') },
    { name: 'leads.pipeline score', kind: 'list', table: 'leads', ask: lead('score') },
    { name: 'leads.pipeline next_action', kind: 'list', table: 'leads', ask: lead('next_action') },
    {
      name: 'leads.counts',
      kind: 'count',
      table: 'leads',
      ask: () => {
        const person = random.pick([
          {},
          { assigned_to: random.pick(agents) },
          { assigned_to: null },
        ]);
        return () => leadQueries['leads.counts'](reads, person);
      },
    },
    searched('leads.search', 'leads', typedFrom('leads', 'name'), (text) =>
      leadQueries['leads.search'](reads, { text, limit: 20 }),
    ),
    {
      name: 'audit.entries',
      kind: 'list',
      table: 'audit_logs',
      ask: () => {
        const input = { subject: subject(), range: range() };
        return paged(input, (offset) => {
          const page = auditQueries['audit.entries'](reads, { ...input, offset, limit: PAGE });
          return { ...page, total: page.count };
        });
      },
    },
    {
      name: 'audit.count',
      kind: 'count',
      table: 'audit_logs',
      ask: () => {
        const input = { subject: subject(), range: range() };
        return () => auditQueries['audit.count'](reads, input);
      },
    },
    {
      name: 'requests.inbox',
      kind: 'list',
      table: 'external_requests',
      ask: () => {
        const statuses = random.pick([[], ['pending', 'processing'], ['approved']] as const);
        const narrowed = random.pick([
          {},
          { only: { request_type: random.pick(REQUEST_TYPES) } },
          { only: { assigned_to: random.pick([...agents, null]) } },
        ] as const);
        const filter = { ...narrowed, statuses };
        return paged(filter, (offset) =>
          requestQueries['requests.inbox'](reads, { filter, offset, limit: PAGE }),
        );
      },
    },
    {
      name: 'requests.counts',
      kind: 'count',
      table: 'external_requests',
      ask: () => {
        const narrowed = random.pick([{}, { only: { assigned_to: random.pick(agents) } }]);
        return () => requestQueries['requests.counts'](reads, narrowed);
      },
    },
    searched(
      'requests.search',
      'external_requests',
      typedFrom('external_requests', 'requester_name'),
      (text) => requestQueries['requests.search'](reads, { text, limit: 20 }),
    ),
    searched('articles.search', 'kb_articles', typedFrom('kb_articles', 'body'), (text) =>
      articleQueries['articles.search'](reads, { text, limit: 20 }),
    ),
  ];
}

/** Words somebody types one letter after the other: of one or two words, the last as far as it is. */
function typing(texts: readonly string[], random: Random): () => string {
  return () => {
    const words = random.pick(texts).split(/\s+/).filter(Boolean);
    const first = random.between(0, words.length - 1);
    const last = words[first + 1] !== undefined && random.next() < 0.4 ? first + 1 : first;
    const before = words.slice(first, last).map((word) => `${word} `);
    // A letter may be several units; half of one is typed by nobody.
    const letters = Array.from(new Intl.Segmenter().segment(words[last] ?? ''));
    const typed = letters.slice(0, random.between(1, letters.length));
    return [...before, ...typed.map(({ segment }) => segment)].join('');
  };
}
