import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groups } from '#db/domains/identity/access-tables.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import { sla_tracking } from '#db/domains/sla/tables.ts';
import { categories, priorities } from '#db/domains/tickets/catalogue-tables.ts';
import { undoIncidents } from '#db/domains/tickets/import/undo-incidents.node.ts';
import { comments } from '#db/domains/tickets/tables.ts';
import { ticket_watchers, tickets } from '#db/domains/tickets/ticket-tables.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { CanonicalRow, Patch, Role, Table } from '#db/schema/table.ts';
import { createDesk } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';
import {
  allRows,
  byText,
  eventsOf,
  GOOD_LOG,
  GOOD_ROWS,
  imported,
  incidentTarget,
  logOf,
  logWith,
  ticketOf,
} from '#tests/helpers/incident-log.ts';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

const CATALOGUE: readonly Table[] = [statuses, priorities, categories, groups];
const IMPORTED: readonly Table[] = [tickets, comments, sla_tracking];

/** Rows without what differs from one writing to the next. */
function said(tables = [...CATALOGUE, ...IMPORTED], of = desk): readonly object[] {
  return tables.flatMap((table) =>
    allRows(of, table).map((row) => ({
      ...row,
      created_at: null,
      updated_at: null,
      import_id: null,
    })),
  );
}

function later(): void {
  desk.replica.time.now += 60_000;
}

function change(table: Table, row: CanonicalRow, patch: Patch<Table>): void {
  later();
  const done = desk.run((tx) => ok(tx.update(table, String(row['id']), patch)), {});
  if (!done.ok) throw new Error(done.error.code);
}

// The file up to this line knows three incidents in the middle of their lives.
const EARLY = logOf((line) => line < 12);

describe('a longer file of the same log', () => {
  test('adds what is new; the end is the same as importing it whole', () => {
    imported(desk, EARLY);
    later();
    expect(imported(desk)).toMatchObject({
      accepted: true,
      created: 10,
      created_lines: ['12-21'],
      skipped: 10,
      skipped_lines: ['2-11'],
      tickets_created: 2,
      tickets_updated: 1,
      tickets_kept: [],
      statuses_created: 3,
    });
    const whole = createDesk();
    try {
      imported(whole);
      const lines = (rows: readonly object[]) =>
        rows.map((row) => JSON.stringify(row)).sort(byText);
      expect(lines(said())).toEqual(lines(said(undefined, whole)));
    } finally {
      whole.close();
    }
    const before = said();
    expect(imported(desk)).toMatchObject({ created: 0, skipped: GOOD_ROWS });
    expect(said()).toEqual(before);
  });

  test('a column that the log fills in later is a change of the first new event', () => {
    const unresolved = Object.fromEntries(
      [6, 8, 9, 10, 11].map((line) => [line, { resolved_at: '?', closed_code: '?' }]),
    );
    imported(desk, logWith(unresolved, EARLY));
    expect(ticketOf(desk, 'INC0900002')).toMatchObject({ resolved_at: null, resolution_code: '' });
    expect(imported(desk)).toMatchObject({ skipped: 10, tickets_updated: 1 });
    expect(ticketOf(desk, 'INC0900002')).toMatchObject({
      resolved_at: '2016-11-06T01:30:00.000Z',
      resolution_code: 'code 1',
    });
    const first = JSON.parse(String(eventsOf(desk, 'INC0900002')[5]?.['changes']));
    expect(first).toMatchObject({ resolved_at: [null, '2016-11-06T01:30:00.000Z'] });
  });

  test('leaves a ticket that somebody changed since, and says so; its events are added', () => {
    imported(desk, EARLY);
    change(tickets, ticketOf(desk, 'INC0900002'), { assignee_name: 'Ana' });
    const before = ticketOf(desk, 'INC0900002');
    expect(imported(desk)).toMatchObject({ tickets_updated: 0, tickets_kept: ['INC0900002'] });
    expect(ticketOf(desk, 'INC0900002')).toEqual(before);
    expect(eventsOf(desk, 'INC0900002')).toHaveLength(7);
    expect(imported(desk)).toMatchObject({ created: 0, tickets_kept: [] });
  });

  test('a change that has nothing to do with the log does not stand in its way', () => {
    imported(desk, EARLY);
    change(tickets, ticketOf(desk, 'INC0900002'), { snoozed_until: '2027-01-01T00:00:00.000Z' });
    expect(imported(desk)).toMatchObject({ tickets_updated: 1, tickets_kept: [] });
    expect(ticketOf(desk, 'INC0900002')).toMatchObject({
      made_sla: 0,
      snoozed_until: '2027-01-01T00:00:00.000Z',
    });
  });

  test('a later piece goes on from what is here; an earlier one is noticed, not added', () => {
    imported(
      desk,
      logOf((line) => line === 14 || line === 15),
    );
    expect(
      imported(
        desk,
        logOf((line) => line === 17),
      ),
    ).toMatchObject({
      created: 1,
      tickets_created: 0,
      tickets_updated: 1,
    });
    const changes = JSON.parse(String(eventsOf(desk, 'INC0900003')[2]?.['changes']));
    expect(changes).toMatchObject({
      symptom: ['', 'Symptom 10'],
      reassignment_count: [0, 1],
      'custom_fields.sys_mod_count': [1, 3],
    });
    for (const file of [logOf((line) => line === 16), logOf((line) => line > 13 && line < 18)]) {
      const report = imported(desk, file);
      expect(report).toMatchObject({ accepted: true, created: 0 });
      expect(report.noticed.map(({ code }) => code)).toEqual(['earlier_than_known']);
    }
    expect(eventsOf(desk, 'INC0900003')).toHaveLength(3);
  });

  test('an event deleted here stays deleted', () => {
    imported(desk);
    const [, second] = eventsOf(desk, 'INC0900001');
    desk.run((tx) => ok(tx.delete(comments, String(second?.['id']))), {});
    expect(imported(desk)).toMatchObject({ created: 0, skipped: GOOD_ROWS - 1 });
    expect(eventsOf(desk, 'INC0900001')).toHaveLength(4);
  });

  test('read by the clock of another zone it is refused', () => {
    imported(desk, EARLY);
    const report = imported(desk, GOOD_LOG, { timezone: 'America/Sao_Paulo' });
    expect(report).toMatchObject({ accepted: false, created: 0 });
    expect(new Set(report.refused.map(({ code }) => code))).toEqual(new Set(['other_time']));
    expect(allRows(desk, comments)).toHaveLength(10);
  });
});

describe('undo', () => {
  const undo = (import_id: string | null, role: Role = 'admin') =>
    undoIncidents(incidentTarget(desk, role), must(import_id, 'there are rows'));

  test('takes the whole import back, with what it made; then it can be imported again', () => {
    const { import_id } = imported(desk);
    const before = said();
    expect(undo(import_id)).toEqual({
      ok: true,
      value: {
        deleted: GOOD_ROWS,
        kept: 0,
        tickets_deleted: 4,
        tickets_restored: 0,
        statuses_deleted: 8,
        priorities_deleted: 3,
        categories_deleted: 5,
        groups_deleted: 3,
      },
    });
    expect(said()).toEqual([]);
    expect(imported(desk)).toMatchObject({ created: GOOD_ROWS, import_id });
    expect(said()).toEqual(before);
  });

  test('of a longer file: tickets stand again as the shorter one left them', () => {
    const first = imported(desk, EARLY);
    const before = said();
    later();
    const second = imported(desk);
    expect(undo(second.import_id)).toMatchObject({
      value: { deleted: 10, kept: 0, tickets_deleted: 2, tickets_restored: 1, statuses_deleted: 3 },
    });
    expect(said()).toEqual(before);
    expect(undo(first.import_id)).toMatchObject({ value: { deleted: 10, tickets_deleted: 2 } });
    expect(said()).toEqual([]);
  });

  test('of the shorter one alone leaves tickets that the longer one goes on with', () => {
    const first = imported(desk, EARLY);
    later();
    imported(desk);
    expect(undo(first.import_id)).toMatchObject({
      value: { deleted: 5, kept: 5, tickets_deleted: 1, statuses_deleted: 1 },
    });
    expect(eventsOf(desk, 'INC0900002')).toHaveLength(7);
  });

  test.each<[string, () => void]>([
    [
      'that somebody changed',
      () => change(tickets, ticketOf(desk, 'INC0900001'), { tags: '["seen"]' }),
    ],
    [
      'that somebody commented on',
      () => insert(comments, { written_at: '2027-01-01T00:00:00.000Z' }),
    ],
    [
      'that somebody watches',
      () => insert(ticket_watchers, { email: 'a@b.example', since: '2027-01-01T00:00:00.000Z' }),
    ],
    [
      'whose history was changed',
      () => change(comments, must(eventsOf(desk, 'INC0900001')[0], 'it is'), { is_pinned: 1 }),
    ],
    [
      'with another clock',
      () =>
        insert(sla_tracking, { clock: 'next_response', started_at: '2027-01-01T00:00:00.000Z' }),
    ],
  ])('a ticket %s stays, with its events and what they speak of', (_what, touch) => {
    const { import_id } = imported(desk);
    touch();
    expect(undo(import_id)).toMatchObject({
      value: { deleted: GOOD_ROWS - 5, kept: 5, tickets_deleted: 3 },
    });
    expect(eventsOf(desk, 'INC0900001').length).toBeGreaterThanOrEqual(5);
    // Its history speaks of statuses that it does not have any more.
    const labels = allRows(desk, statuses).map((row) => row['label']);
    expect(labels.sort(byText)).toEqual([
      'Active',
      'Awaiting User Info',
      'Closed',
      'New',
      'Resolved',
    ]);
    const names = allRows(desk, groups).map((row) => row['name']);
    expect(names.sort(byText)).toEqual(['Group 1', 'Group 2']);
  });

  function insert(table: Table, row: Readonly<Record<string, unknown>>): void {
    later();
    const ticket_id = String(ticketOf(desk, 'INC0900001')['id']);
    const done = desk.run((tx) => ok(tx.insert(table, { ...row, ticket_id })), {});
    if (!done.ok) throw new Error(JSON.stringify(done.error));
  }

  test('what somebody changed or uses of the catalogue stays', () => {
    const { import_id } = imported(desk);
    const find = (table: Table, name: string) =>
      must(
        allRows(desk, table).find((row) => row['name'] === name),
        name,
      );
    change(groups, find(groups, 'Group 1'), { name: 'First line' });
    const parent_id = String(find(categories, 'Category 4')['id']);
    desk.run((tx) => ok(tx.insert(categories, { name: 'Printers', parent_id })), {});
    expect(undo(import_id)).toMatchObject({
      value: { deleted: GOOD_ROWS, groups_deleted: 2, categories_deleted: 4 },
    });
    expect(
      allRows(desk, categories)
        .map((row) => row['name'])
        .sort(byText),
    ).toEqual(['Category 4', 'Printers']);
  });

  test('a supervisor takes back tickets only, an agent nothing', () => {
    const { import_id } = imported(desk);
    const before = said();
    expect(undo(import_id, 'agent')).toMatchObject({ ok: false, error: { code: 'not_allowed' } });
    expect(said()).toEqual(before);
    expect(undo(import_id, 'supervisor')).toMatchObject({
      value: { deleted: GOOD_ROWS, tickets_deleted: 4, statuses_deleted: 0, groups_deleted: 0 },
    });
    expect(allRows(desk, statuses)).toHaveLength(8);
  });

  test('an unknown import is nothing', () => {
    imported(desk);
    const before = said();
    expect(undo(desk.replica.ids.next())).toMatchObject({ value: { deleted: 0, kept: 0 } });
    expect(said()).toEqual(before);
  });
});
