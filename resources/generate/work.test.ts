import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellProblem } from '#db/schema/cell.ts';
import { registry } from '#db/domains/registry.ts';
import { createIds } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { brokenAt } from '#db/domains/compliance/rules/audit-chain.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { generateAudit } from './audit.ts';
import { batched } from './batches.ts';
import { generateGround } from './ground.ts';
import { generateLeads } from './leads.ts';
import { loadBookings, loadTickets } from './load-work.ts';
import { createRandom } from './random.ts';
import { generateRequests } from './requests.ts';
import { generateTickets } from './tickets.ts';

const from = '2024-11-21T00:00:00.000Z';
const now = '2026-11-21T00:00:00.000Z';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function workOf(seed: number, count: number) {
  const random = createRandom(seed);
  const ids = createIds({ now: () => 1 }, (into) => into.map(() => random.between(0, 255)));
  const ground = generateGround({ seed, resources: 5, day: '2024-11-21', ids });
  return { ground, work: { seed, count, from, now, setting: ground.setting } };
}

/** Every cell fits its column, every id is new. */
function expectRows(table: string, rows: readonly { id: string; row: CanonicalRow }[]): void {
  const { own } = must(registry.get(table), table);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  const problems = rows.flatMap(({ row }) => [
    ...Object.keys(row).filter((column) => !Object.hasOwn(own, column)),
    ...Object.entries(own).flatMap(([column, { shape }]) => {
      const problem = cellProblem(shape, row[column] ?? shape.defaultValue ?? null);
      return problem === undefined ? [] : [`${column} ${problem}`];
    }),
  ]);
  expect(problems).toEqual([]);
}

function check(property: (seed: number) => void): void {
  fc.assert(fc.property(seeds, property), { numRuns: 15 });
}

test('tickets: as many as asked for, the same again, states that fit their times', () => {
  check((seed) => {
    const { work } = workOf(seed, 60);
    const made = [...generateTickets(work)];
    expect(made).toEqual([...generateTickets(work)]);
    expect(made).toHaveLength(60);
    expectRows(
      'tickets',
      made.map(({ ticket }) => ticket),
    );
    expectRows(
      'comments',
      made.flatMap(({ comments }) => comments),
    );
    expectRows(
      'sla_tracking',
      made.flatMap(({ clocks }) => clocks),
    );
    let last = '';
    for (const { ticket, comments, clocks } of made) {
      const { opened_at, resolved_at, closed_at, made_sla, status_id } = ticket.row;
      expect(opened_at >= last && opened_at <= now).toBe(true);
      last = opened_at;
      const { solved, closed } = work.setting.ticket_status_ids;
      expect(resolved_at !== null).toBe(status_id === solved || status_id === closed);
      expect(closed_at !== null).toBe(status_id === closed);
      expect(comments.length).toBeGreaterThan(0);
      expect(comments.every(({ row }) => row.ticket_id === ticket.id)).toBe(true);
      expect(
        comments.every(({ row }) => row.written_at >= opened_at && row.written_at <= now),
      ).toBe(true);
      const resolution = must(
        clocks.find(({ row }) => row.clock === 'resolution'),
        'a resolution clock',
      ).row;
      expect(clocks).toHaveLength(2);
      if (resolved_at === null || resolved_at === undefined) {
        expect(['running', 'breached']).toContain(resolution.state);
      } else {
        const inTime = resolved_at <= (resolution.due_at ?? '');
        expect([resolution.state, made_sla]).toEqual(inTime ? ['met', 1] : ['breached', 0]);
      }
    }
  });
});

test('leads, requests: as many as asked for, the same again, nothing after now', () => {
  check((seed) => {
    const { work } = workOf(seed, 60);
    const leads = [...generateLeads(work)];
    expect(leads).toEqual([...generateLeads(work)]);
    expect(leads).toHaveLength(60);
    expectRows(
      'leads',
      leads.map(({ lead }) => lead),
    );
    expectRows(
      'lead_activities',
      leads.flatMap(({ activities }) => activities),
    );
    for (const { lead, activities } of leads) {
      expect(lead.row.received_at <= now).toBe(true);
      expect(lead.row.closed_at === null || (lead.row.closed_at ?? '') <= now).toBe(true);
      expect(activities.every(({ row }) => row.lead_id === lead.id)).toBe(true);
    }
    const requests = [...generateRequests(work)];
    expect(requests).toEqual([...generateRequests(work)]);
    expect(requests).toHaveLength(60);
    expectRows('external_requests', requests);
    const keys = requests.map(({ row }) => `${row.source} ${row.external_id}`);
    expect(new Set(keys).size).toBe(60);
    for (const { row } of requests) {
      const decided = row.status === 'approved' || row.status === 'rejected';
      expect(row.processed_at !== null).toBe(decided);
      expect(row.received_at <= now && (row.processed_at ?? '') <= now).toBe(true);
    }
  });
});

test('audit: every chain holds, and is about rows that were given', () => {
  check((seed) => {
    const { work, ground } = workOf(seed, 200);
    const subjects = [{ entity_type: 'users', entity_ids: ground.setting.agent_ids }];
    const made = [...generateAudit({ ...work, subjects, sha256 })];
    expect(made).toEqual([...generateAudit({ ...work, subjects, sha256 })]);
    expect(made).toHaveLength(200);
    expectRows('audit_logs', made);
    const chains = Map.groupBy(made, ({ row }) => row.chain_id);
    expect(chains.size).toBeGreaterThan(4);
    for (const chain of chains.values()) {
      expect(
        brokenAt(
          chain.map(({ row }) => row),
          sha256,
        ),
      ).toBeUndefined();
    }
    for (const { row } of made) {
      expect(row.entity_id === null || ground.setting.agent_ids.includes(row.entity_id ?? '')).toBe(
        true,
      );
    }
  });
});

test('names are of many scripts; now and then one has 200 letters', () => {
  const { work } = workOf(7, 3000);
  const names = [...generateTickets(work)].map(({ ticket }) => ticket.row.requester_name ?? '');
  for (const script of [/\p{Script=Hebrew}/u, /\p{Script=Arabic}/u, /\p{Script=Han}/u, /[ãçéñ]/]) {
    expect(names.some((name) => script.test(name))).toBe(true);
  }
  expect(names.some((name) => name.length === 200)).toBe(true);
});

test('what is loaded counts: lost slots are bookings too, each with its conflict', () => {
  const { work, ground } = workOf(3, 5000);
  const rows: Record<string, CanonicalRow[]> = {};
  const into = batched(
    (table, lines) => {
      const names = Object.keys(table.columns);
      const list = (rows[table.name] ??= []);
      for (const line of lines) {
        list.push(Object.fromEntries(names.map((name, at) => [name, line[at] ?? null])));
      }
    },
    { organization_id: 'o', user_id: 'u' },
  );
  loadBookings(into, ground.resources, { ...work, now: '2025-01-15T00:00:00.000Z' });
  loadTickets(into, { ...work, count: 10 });
  into.flush();
  const { bookings = [], conflict_logs = [] } = rows;
  expect(into.rows()).toMatchObject({ bookings: 5000, tickets: 10, sla_tracking: 20 });
  const lost = bookings.filter((row) => row['status'] === 'conflicted');
  expect(lost.length).toBeGreaterThan(5);
  expect(conflict_logs.map((row) => row['row_id'])).toEqual(lost.map((row) => row['id']));
  expect(bookings.every((row) => row['organization_id'] === 'o')).toBe(true);
  const zones = new Set(bookings.map((row) => row['timezone']));
  expect(zones.size).toBe(5);
});
