import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groups } from '#db/domains/identity/access-tables.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import { sla_tracking } from '#db/domains/sla/tables.ts';
import { categories, priorities } from '#db/domains/tickets/catalogue-tables.ts';
import type { IncidentReport } from '#db/domains/tickets/import/incident-report.ts';
import { importIncidents } from '#db/domains/tickets/import/incidents.node.ts';
import { undoIncidents } from '#db/domains/tickets/import/undo-incidents.node.ts';
import { comments } from '#db/domains/tickets/tables.ts';
import { tickets } from '#db/domains/tickets/ticket-tables.ts';
import { must } from '#db/kernel/must.ts';
import type { Table } from '#db/schema/table.ts';
import { byText } from '#tests/helpers/incident-log.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';
import { offlineDesks } from '#tests/helpers/offline-desks.ts';
import { realData } from '#tests/helpers/outside.ts';
import { describeUnless, whyAbsent } from '#tests/helpers/unless.ts';

const FILE = realData('incident_event_log.csv');

type Row = Readonly<Record<string, unknown>>;
const TABLES = [statuses, priorities, categories, groups, tickets, comments, sla_tracking];

describeUnless(whyAbsent(FILE), 'the events of 890 real incidents', () => {
  let desks: OfflineDesks;
  let a: OfflineDesk;
  let b: OfflineDesk;
  let text: string;
  let lines: readonly Row[];
  let report: IncidentReport;

  const rows = ({ desk }: OfflineDesk, table: Table): readonly Row[] =>
    desk.connection
      .prepare<Row>(
        `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} ORDER BY id`,
      )
      .all();
  const target = ({ desk }: OfflineDesk) => ({
    organization_id: desks.organization.id,
    actor: { id: desks.organization.users.admin, role: 'admin' as const },
    reads: desk.reads,
    writer: desk.writer,
  });
  const load = (of: OfflineDesk, file = text, dryRun = false): IncidentReport => {
    const options = { dryRun, skipRefused: false };
    const result = importIncidents(target(of), new TextEncoder().encode(file), options);
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };
  const byId = (table: Table) => new Map(rows(a, table).map((row) => [row['id'], row]));

  beforeAll(async () => {
    text = readFileSync(FILE, 'utf8');
    lines = linesOf(text);
    desks = await offlineDesks();
    a = await desks.enrol('a');
    b = await desks.enrol('b');
    const dry = load(a, text, true);
    expect(TABLES.flatMap((table) => rows(a, table))).toEqual([]);
    const before = performance.now();
    report = load(a);
    console.log(`imported in ${((performance.now() - before) / 1000).toFixed(1)} s`);
    expect(dry).toEqual({ ...report, dry_run: true });
  });
  afterAll(() => desks.close());

  test('5,998 events become 890 tickets with their histories', () => {
    expect(report).toMatchObject({
      accepted: true,
      timezone: 'Europe/Lisbon',
      rows: 5998,
      created: 5998,
      created_lines: ['2-5999'],
      skipped: 0,
      refused: [],
      left_out_lines: [],
      tickets_created: 890,
      statuses_created: 8,
      priorities_created: 4,
      // 31 categories and 121 subcategories, of which nine stand in several.
      categories_created: 152,
      groups_created: 61,
      events_without_change: 1516,
    });
    const odd = Map.groupBy(report.noticed, ({ code }) => code);
    expect([...odd].map(([code, all]) => [code, all.length]).sort(byText)).toEqual([
      ['before_opened', 5],
      ['count_goes_back', 5],
      ['time_goes_back', 1],
    ]);
    expect(rows(a, sla_tracking)).toHaveLength(890);
  });

  test('counts per state, priority, group and made_sla equal a count made from the file', () => {
    const last = [...new Map(lines.map((line) => [line['number'], line])).values()];
    const [state, priority, group] = [byId(statuses), byId(priorities), byId(groups)];
    const ofTickets = rows(a, tickets).map((row) => {
      const urgent = priority.get(row['priority_id']);
      return {
        incident_state: state.get(row['status_id'])?.['label'],
        priority: `${String(urgent?.['level'])} - ${String(urgent?.['name'])}`,
        assignment_group: group.get(row['assignment_group_id'])?.['name'] ?? '?',
        made_sla: row['made_sla'] === 1 ? 'TRUE' : 'FALSE',
      };
    });
    const ofEvents = histories().flat();
    for (const column of ['incident_state', 'priority', 'assignment_group', 'made_sla'] as const) {
      expect(count(ofTickets, column)).toEqual(count(last, column));
      expect(count(ofEvents, column)).toEqual(count(lines, column));
    }
    const name = { state: 'incident_state', priority: 'priority', made_sla: 'made_sla' } as const;
    for (const key of ['state', 'priority', 'made_sla'] as const) {
      expect(new Map(Object.entries(report.incidents[key]))).toEqual(count(last, name[key]));
      expect(new Map(Object.entries(report.events[key]))).toEqual(count(lines, name[key]));
    }
    const outcomes = count(rows(a, sla_tracking), 'state');
    expect([outcomes.get('met'), outcomes.get('breached')]).toEqual([
      count(last, 'made_sla').get('TRUE'),
      count(last, 'made_sla').get('FALSE'),
    ]);
  });

  test('history replayed from the comments gives back every cell of every row', () => {
    const wanted = [...Map.groupBy(lines, (line) => line['number']).values()];
    const found = new Map(histories().map((events) => [events[0]?.['number'], events]));
    expect(found.size).toBe(890);
    for (const events of wanted) expect(found.get(events[0]?.['number'])).toEqual(events);
  });

  /** Rows of the file, made from comments alone, by ticket. */
  function histories(): readonly (readonly Row[])[] {
    const [state, priority] = [byId(statuses), byId(priorities)];
    const [group, category, ticket] = [byId(groups), byId(categories), byId(tickets)];
    const inOrder = rows(a, comments).toSorted(
      (x, y) => Number(x['sequence']) - Number(y['sequence']),
    );
    return [...Map.groupBy(inOrder, (row) => row['ticket_id'])].map(([ticket_id, events]) => {
      let now: Row = {};
      return events.map((event) => {
        const changes: Record<string, [unknown, unknown]> = JSON.parse(String(event['changes']));
        for (const [name, [before]] of Object.entries(changes)) {
          if (name in now) expect(now[name]).toBe(before);
        }
        const after = Object.entries(changes).map(([name, [, value]]) => [name, value]);
        now = { ...now, ...Object.fromEntries(after) };
        const is = (name: string) => now[name];
        const words = (name: string) => is(name) || '?';
        const number = (name: string) => JSON.stringify(is(name) ?? 0);
        const flag = (name: string) => (is(name) === 1 ? 'TRUE' : 'FALSE');
        const named = (table: ReadonlyMap<unknown, Row>, name: string) =>
          table.get(is(name))?.['name'] ?? '?';
        const child = category.get(is('category_id'));
        const urgent = priority.get(is('priority_id'));
        return {
          number: ticket.get(ticket_id)?.['provisional_number'],
          incident_state: state.get(is('status_id'))?.['label'],
          active: flag('custom_fields.active'),
          reassignment_count: number('reassignment_count'),
          reopen_count: number('reopened_count'),
          sys_mod_count: number('custom_fields.sys_mod_count'),
          made_sla: flag('made_sla'),
          caller_id: words('requester_name'),
          opened_by: words('opened_by_name'),
          opened_at: wall(is('opened_at')),
          sys_created_by: words('recorded_by_name'),
          sys_created_at: wall(is('recorded_at')),
          sys_updated_by: event['author_name'],
          sys_updated_at: wall(event['written_at']),
          contact_type: is('channel') === 'phone' ? 'Phone' : is('channel'),
          location: words('location'),
          category: category.get(child?.['parent_id'])?.['name'] ?? '?',
          subcategory: child?.['name'] ?? '?',
          u_symptom: words('symptom'),
          cmdb_ci: words('configuration_item'),
          impact: LEVELS.get(is('impact')),
          urgency: LEVELS.get(is('urgency')),
          priority: `${String(urgent?.['level'])} - ${String(urgent?.['name'])}`,
          assignment_group: named(group, 'assignment_group_id'),
          assigned_to: words('assignee_name'),
          knowledge: flag('knowledge_used'),
          u_priority_confirmation: flag('priority_confirmed'),
          notify: is('notify_requester') === 0 ? 'Do Not Notify' : is('notify_requester'),
          problem_id: words('problem_ref'),
          rfc: words('change_ref'),
          vendor: words('vendor'),
          caused_by: words('caused_by_ref'),
          closed_code: words('resolution_code'),
          resolved_by: words('resolved_by_name'),
          resolved_at: wall(is('resolved_at')),
          closed_at: wall(is('closed_at')),
        };
      });
    });
  }

  test('through sync both desks are equal, and a second import creates nothing on either', async () => {
    await a.sync();
    await b.sync();
    for (const table of TABLES) expect(rows(b, table)).toEqual(rows(a, table));
    expect(rows(b, comments)).toHaveLength(5998);
    for (const of of [a, b]) {
      expect(load(of)).toMatchObject({
        accepted: true,
        created: 0,
        skipped: 5998,
        tickets_updated: 0,
        tickets_kept: [],
        import_id: report.import_id,
      });
      expect((await of.sync()).pushed).toBe(0);
    }
  });

  test('undone as one on the other desk; in two pieces, cut within an incident, it is the same again', async () => {
    const whole = TABLES.flatMap((table) => rows(b, table).map(comparable)).sort(byText);
    expect(undoIncidents(target(b), must(report.import_id, 'there are rows'))).toMatchObject({
      ok: true,
      value: { deleted: 5998, kept: 0, tickets_deleted: 890, categories_deleted: 152 },
    });
    expect(TABLES.flatMap((table) => rows(b, table))).toEqual([]);
    // Within INC0000137, after the row that is older than the one above it.
    const pieces = text.split('\n');
    const cut = pieces.findLastIndex((line) => line.startsWith('INC0000137')) - 1;
    const early = load(b, pieces.slice(0, cut).join('\n'));
    expect(early).toMatchObject({ accepted: true, created: cut - 1 });
    expect(load(b)).toMatchObject({ created: 5998 - early.created, tickets_updated: 1 });
    expect(TABLES.flatMap((table) => rows(b, table).map(comparable)).sort(byText)).toEqual(whole);
    await b.sync();
    await a.sync();
    for (const table of TABLES) expect(rows(a, table)).toEqual(rows(b, table));
  });
});

const LEVELS = new Map<unknown, string>([
  ['high', '1 - High'],
  ['medium', '2 - Medium'],
  ['low', '3 - Low'],
]);

/** What a row says, whenever it was written and however its JSON is spaced. */
function comparable(row: Row): string {
  const { changes, custom_fields, ...rest } = row;
  const json = (value: unknown) =>
    Object.entries(JSON.parse(typeof value === 'string' ? value : '{}')).sort(byText);
  const stamps = { created_at: 0, updated_at: 0, row_version: 0, import_id: 0 };
  return JSON.stringify([{ ...rest, ...stamps }, json(changes), json(custom_fields)]);
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Lisbon',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** An instant as the file writes it: `29-02-2016 01:16`. */
function wall(instant: unknown): string {
  if (typeof instant !== 'string') return '?';
  return clock.format(new Date(instant)).replaceAll('/', '-').replace(', ', ' ');
}

/** Cuts lines at commas: shares nothing with the importer. */
function linesOf(text: string): readonly Row[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
}

function count(of: readonly Row[], column: string): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const row of of) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1);
  return counts;
}
