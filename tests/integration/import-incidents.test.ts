import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groups } from '#db/domains/identity/access-tables.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import { sla_tracking } from '#db/domains/sla/tables.ts';
import { categories, priorities } from '#db/domains/tickets/catalogue-tables.ts';
import { comments } from '#db/domains/tickets/tables.ts';
import { tickets } from '#db/domains/tickets/ticket-tables.ts';
import { ok } from '#db/kernel/result.ts';
import type { Role } from '#db/schema/table.ts';
import { createDesk } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';
import {
  allRows,
  byText,
  eventsOf,
  GOOD_LOG,
  GOOD_ROWS,
  imported,
  importLog,
  logOf,
  logWith,
  nameIn,
  ticketOf,
} from '#tests/helpers/incident-log.ts';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

const MADE = [statuses, priorities, categories, groups, tickets, comments, sla_tracking];
const everything = (of = desk) => MADE.flatMap((table) => allRows(of, table));
const changesIn = (row: { readonly [name: string]: unknown } | undefined): unknown =>
  JSON.parse(String(row?.['changes']));

describe('a good log', () => {
  test('every incident becomes a ticket as its last event left it, every event a comment', () => {
    const report = imported(desk);
    expect(report).toMatchObject({
      accepted: true,
      dry_run: false,
      timezone: 'Europe/Lisbon',
      rows: GOOD_ROWS,
      created: GOOD_ROWS,
      created_lines: [`2-${GOOD_ROWS + 1}`],
      skipped: 0,
      skipped_lines: [],
      refused: [],
      refused_count: 0,
      left_out_lines: [],
      tickets_created: 4,
      tickets_updated: 0,
      tickets_kept: [],
      statuses_created: 8,
      priorities_created: 3,
      categories_created: 5,
      groups_created: 3,
      events_without_change: 2,
    });
    expect(report.incidents).toEqual({
      state: { Closed: 3, 'Awaiting Evidence': 1 },
      priority: { '3 - Moderate': 2, '1 - Critical': 1, '4 - Low': 1 },
      group: { 'Group 2': 2, 'Équipe Ação': 1, unknown: 1 },
      made_sla: { TRUE: 2, FALSE: 1, unknown: 1 },
    });
    expect(report.events.made_sla).toEqual({ TRUE: 15, FALSE: 1, unknown: 4 });
    expect(allRows(desk, comments)).toHaveLength(GOOD_ROWS);
  });

  test('every column has its home', () => {
    imported(desk);
    const ticket = ticketOf(desk, 'INC0900002');
    expect(ticket).toMatchObject({
      number: '',
      kind: 'incident',
      subject: 'Symptom 9, cmdb_ci 3, Sala "B", 2º andar',
      requester_name: 'Caller 12',
      opened_by_name: '',
      opened_at: '2016-03-13T02:30:00.000Z',
      recorded_at: null,
      recorded_by_name: '',
      channel: 'phone',
      notify_requester: 1,
      location: 'Sala "B", 2º andar',
      symptom: 'Symptom 9',
      configuration_item: 'cmdb_ci 3',
      impact: 'high',
      urgency: 'high',
      priority_confirmed: 1,
      assignee_name: '',
      reassignment_count: 0,
      reopened_count: 1,
      made_sla: 0,
      knowledge_used: 0,
      problem_ref: 'Problem ID  2',
      change_ref: 'CHG0000047',
      caused_by_ref: 'CHG0000040',
      vendor: 'Vendor 1',
      resolution_code: 'code 1',
      resolved_by_name: 'Resolved by 9',
      resolved_at: '2016-11-06T01:30:00.000Z',
      closed_at: '2016-11-07T08:00:00.000Z',
      last_activity_at: '2016-11-07T08:00:00.000Z',
      external_ref: 'incidents:INC0900002',
    });
    expect(JSON.parse(String(ticket['custom_fields']))).toEqual({
      active: false,
      contact_type: 'IVR',
      sys_mod_count: 6,
    });
    expect(nameIn(desk, statuses, ticket['status_id'])).toBe('Closed');
    expect(nameIn(desk, priorities, ticket['priority_id'])).toBe('Critical');
    expect(nameIn(desk, groups, ticket['assignment_group_id'])).toBe('Équipe Ação');
    const child = desk.replica.rows(categories).get(String(ticket['category_id']));
    expect(child?.['name']).toBe('Subcategory 40');
    expect(nameIn(desk, categories, child?.['parent_id'])).toBe('Category 5');
    expect(ticketOf(desk, 'INC0900003')).toMatchObject({ channel: 'form', made_sla: 1 });
  });

  test('nothing says ?: what is unknown is empty', () => {
    imported(desk);
    expect(ticketOf(desk, 'INC0900004')).toMatchObject({
      category_id: null,
      assignment_group_id: null,
      knowledge_used: null,
      made_sla: null,
      resolved_at: null,
      location: '',
      resolved_by_name: '',
    });
    expect(everything().filter((row) => Object.values(row).includes('?'))).toEqual([]);
    expect(allRows(desk, comments).filter((row) => /"\?"/.test(String(row['changes'])))).toEqual(
      [],
    );
  });

  test('an event says what it changed, who and when', () => {
    imported(desk);
    const events = eventsOf(desk, 'INC0900001');
    expect(events.map((row) => [row['event_code'], row['author_name'], row['written_at']])).toEqual(
      [
        ['opened', 'Updated by 2', '2016-03-01T09:05:00.000Z'],
        ['status_changed', 'Updated by 5', '2016-03-01T10:00:00.000Z'],
        ['status_changed', 'Updated by 5', '2016-03-02T11:00:00.000Z'],
        ['solved', 'Updated by 8', '2016-03-03T16:30:00.000Z'],
        ['closed', 'Updated by 1', '2016-03-08T17:00:00.000Z'],
      ],
    );
    const id = (row: { readonly [name: string]: unknown } | undefined) => row?.['id'];
    const named = (rows: readonly { readonly [name: string]: unknown }[], name: string) =>
      id(rows.find((row) => (row['name'] ?? row['label']) === name));
    const all = { groups: allRows(desk, groups), statuses: allRows(desk, statuses) };
    expect(changesIn(events[1])).toEqual({
      status_id: [named(all.statuses, 'New'), named(all.statuses, 'Active')],
      assignment_group_id: [named(all.groups, 'Group 1'), named(all.groups, 'Group 2')],
      assignee_name: ['', 'Resolver 8'],
      reassignment_count: [0, 1],
      'custom_fields.sys_mod_count': [0, 1],
    });
    for (const row of events) {
      expect(row).toMatchObject({ kind: 'event', state: 'written', body: '', author_id: null });
    }
    const codes = eventsOf(desk, 'INC0900002').map((row) => row['event_code']);
    expect(codes).toEqual([
      'opened',
      'solved',
      'reopened',
      'priority_changed',
      'category_changed',
      'solved',
      'closed',
    ]);
    const silent = eventsOf(desk, 'INC0900003')[1];
    expect([silent?.['event_code'], changesIn(silent)]).toEqual([
      'saved',
      { 'custom_fields.sys_mod_count': [0, 1] },
    ]);
  });

  test('statuses have the kinds that clocks go by; the outcome is a clock as recorded', () => {
    imported(desk);
    const kinds = allRows(desk, statuses).map((row) => [row['label'], row['kind'], row['code']]);
    expect(new Map(kinds.map(([label, kind]) => [label, kind]))).toEqual(
      new Map<unknown, unknown>([
        ['New', 'new'],
        ['Active', 'open'],
        ['Awaiting User Info', 'pending_customer'],
        ['Awaiting Problem', 'pending_internal'],
        ['Awaiting Evidence', 'pending_internal'],
        ['Awaiting Vendor', 'on_hold'],
        ['Resolved', 'solved'],
        ['Closed', 'closed'],
      ]),
    );
    const clocks = allRows(desk, sla_tracking).map((row) => [
      desk.replica.rows(tickets).get(String(row['ticket_id']))?.['provisional_number'],
      row['clock'],
      row['state'],
      row['outcome_source'],
      row['started_at'],
      row['stopped_at'],
    ]);
    expect(clocks.sort(byText)).toEqual([
      [
        'INC0900001',
        'resolution',
        'met',
        'recorded',
        '2016-03-01T09:00:00.000Z',
        '2016-03-03T16:30:00.000Z',
      ],
      [
        'INC0900002',
        'resolution',
        'breached',
        'recorded',
        '2016-03-13T02:30:00.000Z',
        '2016-11-06T01:30:00.000Z',
      ],
      ['INC0900003', 'resolution', 'running', 'recorded', '2016-03-20T12:00:00.000Z', null],
      // 10:00 and 12:00 in Lisbon's summer.
      [
        'INC0900004',
        'resolution',
        'cancelled',
        'recorded',
        '2016-03-29T09:00:00.000Z',
        '2016-04-02T11:00:00.000Z',
      ],
    ]);
  });

  test('rows keep the order of the file; what goes back is noticed', () => {
    const { noticed, noticed_count } = imported(desk);
    expect(eventsOf(desk, 'INC0900004').map((row) => row['written_at'])).toEqual([
      '2016-03-29T08:30:00.000Z',
      '2016-03-29T10:10:00.000Z',
      '2016-03-29T09:50:00.000Z',
      '2016-04-02T11:00:00.000Z',
    ]);
    expect(noticed.map(({ line, column, code }) => [line, column, code])).toEqual([
      [18, 'sys_updated_at', 'before_opened'],
      [19, 'sys_mod_count', 'count_goes_back'],
      [20, 'sys_updated_at', 'time_goes_back'],
    ]);
    expect(noticed_count).toBe(3);
  });

  test('where clocks change, a time that came twice is the first, one that never was lies after the gap; both are named', () => {
    const report = imported(desk, GOOD_LOG, { timezone: 'America/New_York' });
    expect(report.timezone).toBe('America/New_York');
    expect(ticketOf(desk, 'INC0900002')).toMatchObject({
      opened_at: '2016-03-13T07:30:00.000Z',
      resolved_at: '2016-11-06T05:30:00.000Z',
    });
    const odd = report.noticed.filter(({ code }) => code.startsWith('time_'));
    expect(odd.map(({ line, column, code }) => [line, column, code])).toEqual([
      [6, 'sys_updated_at', 'time_never_was'],
      [6, 'opened_at', 'time_never_was'],
      [6, 'resolved_at', 'time_came_twice'],
      [8, 'sys_updated_at', 'time_goes_back'],
      [12, 'sys_updated_at', 'time_came_twice'],
      [20, 'sys_updated_at', 'time_goes_back'],
    ]);
    expect(odd[0]?.message).toContain('13-03-2016 02:30');
    expect(odd[0]?.message).toContain('2016-03-13T07:30:00.000Z');
  });

  test('a dry run says the same and writes nothing', () => {
    const dry = imported(desk, GOOD_LOG, { dryRun: true });
    expect(everything()).toEqual([]);
    expect(desk.replica.sync.state().waiting).toBe(1);
    expect({ ...imported(desk), dry_run: true }).toEqual(dry);
  });

  test('a second import creates nothing, here or on another desk', () => {
    const first = imported(desk);
    const before = everything();
    expect(imported(desk)).toMatchObject({
      accepted: true,
      created: 0,
      skipped: GOOD_ROWS,
      skipped_lines: [`2-${GOOD_ROWS + 1}`],
      tickets_created: 0,
      tickets_updated: 0,
      statuses_created: 0,
      groups_created: 0,
      import_id: first.import_id,
    });
    expect(everything()).toEqual(before);
    const other = createDesk();
    try {
      imported(other);
      const columns = (row: object) => ({ ...row, created_by: null, updated_by: null });
      expect(everything(other).map(columns)).toEqual(before.map(columns));
    } finally {
      other.close();
    }
  });

  test.each([
    ['a BOM', `\uFEFF${GOOD_LOG}`],
    ['CRLF', GOOD_LOG.replaceAll('\n', '\r\n')],
    ['no last line break', GOOD_LOG.trimEnd()],
    ['blank lines', GOOD_LOG.replaceAll('\n', '\n\n')],
    ['padding', GOOD_LOG.replaceAll(',Phone,', ',Phone   ,')],
    ['ISO times', GOOD_LOG.replaceAll(/(\d\d)-(\d\d)-(2016) /g, '$3-$2-$1T')],
    ['nothing for ?', GOOD_LOG.replaceAll(',?', ',')],
  ])('with %s it is the same log', (_what, text) => {
    const dry = imported(desk, GOOD_LOG, { dryRun: true });
    expect(imported(desk, text)).toMatchObject({ created: GOOD_ROWS, import_id: dry.import_id });
    expect(imported(desk)).toMatchObject({ created: 0, skipped: GOOD_ROWS });
  });
});

describe('what the desk has already', () => {
  const made = (run: Parameters<Desk['run']>[0]): string => {
    const done = desk.run(run, {});
    if (!done.ok) throw new Error(done.error.code);
    return String(done.value);
  };

  test('is found by name, whatever its case, or by code', () => {
    const status = {
      entity_type: 'ticket',
      code: 'done',
      label: 'closed',
      kind: 'merged',
    } as const;
    const closed = made((tx) => ok(tx.insert(statuses, status)));
    const group = made((tx) =>
      ok(tx.insert(groups, { code: 'group_2', name: 'Second line', position: 3 })),
    );
    const category = made((tx) => ok(tx.insert(categories, { name: 'Category 4' })));
    made((tx) => ok(tx.insert(categories, { name: 'Subcategory 41' })));
    const priority = made((tx) =>
      ok(tx.insert(priorities, { code: 'p3', name: 'Moderate', level: 7, maps_to: 'low' })),
    );
    expect(imported(desk)).toMatchObject({
      statuses_created: 7,
      groups_created: 2,
      categories_created: 4,
      priorities_created: 2,
    });
    expect(ticketOf(desk, 'INC0900001')).toMatchObject({
      status_id: closed,
      assignment_group_id: group,
      priority_id: priority,
    });
    // The root of that name is no subcategory.
    const child = desk.replica
      .rows(categories)
      .get(String(ticketOf(desk, 'INC0900003')['category_id']));
    expect(child).toMatchObject({ name: 'Subcategory 41', parent_id: category });
  });

  test('a state of its own is as good as the log’s', () => {
    const log = logWith({ 3: { incident_state: 'Parked' } });
    expect(imported(desk, log).accepted).toBe(false);
    const parked = {
      entity_type: 'ticket',
      code: 'parked',
      label: 'Parked',
      kind: 'on_hold',
    } as const;
    made((tx) => ok(tx.insert(statuses, parked)));
    expect(imported(desk, log)).toMatchObject({ accepted: true, statuses_created: 8 });
  });

  test.each<[Role, string | null]>([
    ['agent', 'admin'],
    ['supervisor', 'admin'],
    ['manager', 'admin'],
    ['admin', null],
  ])('%s: statuses are for an administrator to make', (role, needs) => {
    const before = everything();
    for (const dryRun of [true, false]) {
      const done = importLog(desk, GOOD_LOG, { role, dryRun });
      if (needs === null) expect(done).toMatchObject({ ok: true });
      else {
        expect(done).toMatchObject({
          ok: false,
          error: { code: 'not_allowed', details: { table: 'statuses', kind: 'insert', needs } },
        });
        expect(everything()).toEqual(before);
      }
    }
  });

  test('an agent may import what needs nothing made', () => {
    imported(
      desk,
      logOf((line) => line < 12),
    );
    const rest = logOf((line) => line < 14);
    expect(imported(desk, rest, { role: 'agent' })).toMatchObject({ created: 2 });
  });
});
