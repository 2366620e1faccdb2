import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { auditQueries } from '#db/domains/compliance/queries.ts';
import { AUDIT_CATEGORIES } from '#db/domains/compliance/audit-tables.ts';
import { leadQueries } from '#db/domains/crm/queries.ts';
import { LEAD_STATUSES } from '#db/domains/crm/lead-tables.ts';
import { requestQueries } from '#db/domains/requests/queries.ts';
import { ticketQueries } from '#db/domains/tickets/queries.ts';
import type { TicketFilter, TicketSort } from '#db/domains/tickets/views.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { createDesk, slot } from '#tests/fixtures/desk.ts';
import { createWork } from '#tests/fixtures/work.ts';
import type { Work } from '#tests/fixtures/work.ts';

/** Each list against one made from all rows in memory. */
let work: Work;
let all: (sql: string) => CanonicalRow[];
beforeAll(() => {
  work = createWork({ bookings: 10, tickets: 1500, leads: 600, audit: 1000, requests: 500 });
  all = (sql) => work.connection.prepare<CanonicalRow>(sql).all();
});
afterAll(() => work.close());

const text = (row: CanonicalRow, column: string) => String(row[column] ?? '');

/** All rows of a list, read in windows of an odd size, from the front and from the back. */
function pagesOf<R>(
  read: (offset: number, limit: number) => { rows: readonly R[]; total: number },
) {
  const rows: R[] = [];
  const { total } = read(0, 1);
  for (let offset = 0; offset < total; offset += 37) rows.push(...read(offset, 37).rows);
  expect(rows).toHaveLength(total);
  expect(read(total, 37).rows).toEqual([]);
  return rows;
}

describe('the queue of tickets', () => {
  const tickets = () =>
    all(`SELECT t.*, s.kind AS status_kind, p.level FROM tickets t
         JOIN statuses s ON s.id = t.status_id JOIN priorities p ON p.id = t.priority_id`);

  function keyOf(sort: TicketSort, row: CanonicalRow): (string | number)[] {
    if (sort === 'opened') return [text(row, 'opened_at')];
    if (sort === 'priority') return [Number(row['level']), text(row, 'opened_at')];
    return [row['next_due_at'] === null ? 1 : 0, text(row, 'next_due_at'), text(row, 'opened_at')];
  }

  function wanted(filter: TicketFilter): CanonicalRow[] {
    const { kinds, ...same } = filter;
    return tickets().filter(
      (row) =>
        (kinds.length === 0 || kinds.some((kind) => kind === row['status_kind'])) &&
        Object.entries(same).every(([column, value]) => row[column] === value),
    );
  }

  function filters(): TicketFilter[] {
    // The most common values, so that every combination finds something.
    const most = (column: string) =>
      text(
        all(
          `SELECT ${column} FROM tickets WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
        )[0] ?? {},
        column,
      );
    const only = {
      assignee_id: most('assignee_id'),
      assignment_group_id: most('assignment_group_id'),
      category_id: most('category_id'),
      priority_id: most('priority_id'),
    };
    const { assignee_id, assignment_group_id, category_id, priority_id } = only;
    const conditions = [
      {},
      { assignee_id },
      { assignee_id: null },
      { assignment_group_id },
      { category_id },
      { priority_id },
      { assignee_id, priority_id },
      { assignment_group_id, assignee_id: null },
      { category_id, assignment_group_id },
      { ...only },
    ];
    const kinds = [[], ['new', 'open', 'pending_customer', 'on_hold'], ['closed']] as const;
    return conditions.flatMap((condition) => kinds.map((some) => ({ ...condition, kinds: some })));
  }

  test.each(['opened', 'due', 'priority'] as const)('by %s: complete and in order', (sort) => {
    let found = 0;
    for (const filter of filters()) {
      const expected = wanted(filter);
      const lines = pagesOf((offset, limit) =>
        ticketQueries['tickets.queue'](work.reads, { filter, sort, offset, limit }),
      );
      const rows = new Map(expected.map((row) => [text(row, 'id'), row]));
      expect(lines.map(({ id }) => id).toSorted()).toEqual([...rows.keys()].toSorted());
      const keys = lines.map(({ id }) => JSON.stringify(keyOf(sort, rows.get(id) ?? {})));
      const inOrder = keys.toSorted();
      expect(keys).toEqual(sort === 'opened' ? inOrder.toReversed() : inOrder);
      found += lines.length;
    }
    expect(found).toBeGreaterThan(5000);
  });

  test('counts are those of the lists', () => {
    const counts = ticketQueries['tickets.counts'](work.reads, { filters: filters() });
    expect(counts).toEqual(filters().map((filter) => wanted(filter).length));
    const byStatus = ticketQueries['tickets.statusCounts'](work.reads, { filter: {} });
    expect(byStatus.length).toBeGreaterThan(5);
    for (const { status_id, count } of byStatus) {
      expect(count).toBe(tickets().filter((row) => row['status_id'] === status_id).length);
    }
  });

  test('a line says names, not ids', () => {
    const filter: TicketFilter = { kinds: ['open'] };
    const input = { filter, sort: 'opened', offset: 0, limit: 1 } as const;
    const [line] = ticketQueries['tickets.queue'](work.reads, input).rows;
    expect(line).toMatchObject({ status_kind: 'open', unsent: 0 });
    expect(line?.priority_name).toMatch(/low|normal|high|urgent/);
    expect(line).not.toHaveProperty('row_no');
  });

  test('the comments of a ticket in their order, drafts of others left out', () => {
    const [ticket] = all(
      'SELECT ticket_id AS id, count(*) AS n FROM comments GROUP BY 1 ORDER BY 2 DESC LIMIT 1',
    );
    const ticket_id = text(ticket ?? {}, 'id');
    const ask = (offset: number, limit: number) =>
      ticketQueries['tickets.comments'](work.reads, { ticket_id, offset, limit }, work.acting);
    const times = [...ask(0, 2).rows, ...ask(2, 50).rows].map(({ written_at }) => written_at);
    expect(times).toHaveLength(Number(ticket?.['n']));
    expect(times.length).toBeGreaterThan(2);
    expect(times).toEqual(times.toSorted());
    const draft = text(
      all(`SELECT id FROM comments WHERE ticket_id = '${ticket_id}'`)[0] ?? {},
      'id',
    );
    work.connection.exec(
      `UPDATE comments SET kind = 'internal', state = 'draft', author_id = NULL WHERE id = '${draft}'`,
    );
    const seen = ask(0, 50);
    expect(seen.total).toBe(times.length - 1);
    expect(seen.rows.map(({ id }) => id)).not.toContain(draft);
  });
});

describe('leads', () => {
  const leads = () => all('SELECT * FROM leads');

  test.each(['received', 'score', 'next_action'] as const)('by %s: complete, in order', (sort) => {
    const agent = text(leads().find((row) => row['assigned_to'] !== null) ?? {}, 'assigned_to');
    for (const person of [{}, { assigned_to: agent }, { assigned_to: null }]) {
      for (const statuses of [[], ['won'], ['new', 'qualified', 'nurturing']] as const) {
        const filter = { ...person, statuses };
        const lines = pagesOf((offset, limit) =>
          leadQueries['leads.pipeline'](work.reads, { filter, sort, offset, limit }),
        );
        const expected = leads().filter(
          (row) =>
            (statuses.length === 0 || statuses.some((status) => status === row['status'])) &&
            Object.entries(person).every(([column, value]) => row[column] === value),
        );
        expect(lines.map(({ id }) => id).toSorted()).toEqual(
          expected.map((row) => text(row, 'id')).toSorted(),
        );
        const keys = lines.map((line) =>
          sort === 'received'
            ? line.received_at
            : sort === 'score'
              ? String(line.score).padStart(9, '0')
              : (line.next_action_at ?? '9'),
        );
        const ascending = keys.toSorted();
        expect(keys).toEqual(sort === 'next_action' ? ascending : ascending.toReversed());
        expect(lines.length).toBeGreaterThan(0);
      }
    }
  });

  test('counts per status', () => {
    const counts = leadQueries['leads.counts'](work.reads, {});
    expect(counts.map(({ status }) => status)).toEqual(LEAD_STATUSES);
    for (const { status, count } of counts) {
      expect(count).toBe(leads().filter((row) => row['status'] === status).length);
    }
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(600);
  });
});

describe('requests', () => {
  test('the inbox: complete, newest first, whatever it is narrowed to', () => {
    const requests = all('SELECT * FROM external_requests');
    const agent = text(requests.find((row) => row['assigned_to'] !== null) ?? {}, 'assigned_to');
    const narrowed = [
      undefined,
      { request_type: 'complaint' },
      { assigned_to: agent },
      { assigned_to: null },
    ] as const;
    for (const only of narrowed) {
      for (const statuses of [[], ['approved'], ['pending', 'processing']] as const) {
        const filter = only === undefined ? { statuses } : { statuses, only };
        const lines = pagesOf((offset, limit) =>
          requestQueries['requests.inbox'](work.reads, { filter, offset, limit }),
        );
        const expected = requests.filter(
          (row) =>
            (statuses.length === 0 || statuses.some((status) => status === row['status'])) &&
            Object.entries(only ?? {}).every(([column, value]) => row[column] === value),
        );
        expect(lines.map(({ id }) => id).toSorted()).toEqual(
          expected.map((row) => text(row, 'id')).toSorted(),
        );
        const times = lines.map(({ received_at }) => received_at);
        expect(times).toEqual(times.toSorted().toReversed());
      }
    }
    const counts = requestQueries['requests.counts'](work.reads, {});
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(requests.length);
  });
});

describe('the audit log', () => {
  test('of a row, a person, a category, everything; within a range', () => {
    const entries = all('SELECT * FROM audit_logs');
    const about = entries.find((row) => row['entity_id'] !== null) ?? {};
    const subjects = [
      { entity_type: text(about, 'entity_type'), entity_id: text(about, 'entity_id') },
      { actor_id: text(about, 'actor_id') },
      ...AUDIT_CATEGORIES.map((category) => ({ category })),
      { everything: true },
    ] as const;
    const times = entries.map((row) => text(row, 'occurred_at')).toSorted();
    const ranges = [
      { from: '0', to: '9' },
      { from: times[100] ?? '', to: times[700] ?? '' },
    ];
    let found = 0;
    for (const subject of subjects) {
      for (const range of ranges) {
        const lines = pagesOf((offset, limit) => {
          const page = auditQueries['audit.entries'](work.reads, { subject, range, offset, limit });
          expect(page.more).toBe(0);
          return { rows: page.rows, total: page.count };
        });
        const expected = entries.filter(
          (row) =>
            text(row, 'occurred_at') >= range.from &&
            text(row, 'occurred_at') < range.to &&
            ('everything' in subject ||
              Object.entries(subject).every(([column, value]) => row[column] === value)),
        );
        expect(lines.map(({ id }) => id).toSorted()).toEqual(
          expected.map((row) => text(row, 'id')).toSorted(),
        );
        const seen = lines.map(({ occurred_at }) => occurred_at);
        expect(seen).toEqual(seen.toSorted().toReversed());
        found += lines.length;
      }
    }
    expect(found).toBeGreaterThan(entries.length);
  });
});

test('no alternative lies within a stay that ends later than a booking inside it', () => {
  const desk = createDesk();
  try {
    const { sala1, sala2 } = desk.rooms;
    // Two desks took the room; central has not judged yet.
    desk.booking(slot(sala2, '08:00', '20:00'));
    desk.booking(slot(sala2, '12:00', '13:00'));
    const ask = (from: string, to: string) => {
      const input = { ...slot(sala1, from, to), except: null, limit: 9 };
      return bookingQueries['bookings.alternatives'](desk.replica.reads, input, desk.acting);
    };
    const sameTime = (from: string, to: string) =>
      ask(from, to)
        .filter(({ shift_minutes }) => shift_minutes === 0)
        .map(({ resource_name }) => resource_name);
    expect(sameTime('09:00', '10:00')).not.toContain('Sala 2');
    expect(sameTime('09:00', '10:00')).toContain('São João');
    expect(sameTime('20:00', '21:00')).toContain('Sala 2');
  } finally {
    desk.close();
  }
});
