import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groups } from '#db/domains/identity/access-tables.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import { categories, priorities } from '#db/domains/tickets/catalogue-tables.ts';
import { comments } from '#db/domains/tickets/tables.ts';
import { tickets } from '#db/domains/tickets/ticket-tables.ts';
import { createDesk } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';
import {
  allRows,
  GOOD_LOG,
  GOOD_ROWS,
  imported,
  logOf,
  logWith,
  ticketOf,
} from '#tests/helpers/incident-log.ts';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

function nothing(): void {
  for (const table of [tickets, comments, statuses, priorities, categories, groups]) {
    expect(allRows(desk, table)).toEqual([]);
  }
}

// Each in a row of its own: line → cells that spoil it.
const BAD = logWith({
  2: { number: '?' },
  3: { incident_state: 'Parked' },
  4: { sys_updated_at: '31-02-2016 10:00' },
  5: { opened_at: '03/01/2016 09:00' },
  6: { priority: 'Urgent' },
  7: { reassignment_count: 'many' },
  8: { impact: '4 - None' },
  9: { urgency: '?' },
  10: { made_sla: 'maybe' },
  11: { contact_type: 'Pigeon' },
  12: { assignment_group: 'g'.repeat(101) },
  13: { category: '?', sys_mod_count: '-1', closed_at: '2016-11-07' },
  14: { sys_updated_at: '?', opened_at: '' },
  15: { notify: 'Perhaps', u_priority_confirmation: '?' },
});

describe('a broken log', () => {
  test('every bad row is named with line, column and reason; nothing is written', () => {
    const report = imported(desk, BAD);
    nothing();
    expect(report).toMatchObject({
      accepted: false,
      created: 0,
      tickets_created: 0,
      statuses_created: 0,
      rows: GOOD_ROWS,
      refused_count: 14,
    });
    expect(report.refused.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'number', 'missing_value'],
      [3, 'incident_state', 'unknown_status'],
      [4, 'sys_updated_at', 'bad_date'],
      [5, 'opened_at', 'bad_date'],
      [6, 'priority', 'bad_choice'],
      [7, 'reassignment_count', 'bad_number'],
      [8, 'impact', 'bad_choice'],
      [9, 'urgency', 'missing_value'],
      [10, 'made_sla', 'bad_choice'],
      [11, 'contact_type', 'bad_choice'],
      [12, 'assignment_group', 'value_too_long'],
      [13, 'category', 'missing_value'],
      [13, 'sys_mod_count', 'bad_number'],
      [13, 'closed_at', 'bad_date'],
      [14, 'sys_updated_at', 'missing_value'],
      [14, 'opened_at', 'missing_value'],
      [15, 'u_priority_confirmation', 'missing_value'],
      [15, 'notify', 'bad_choice'],
    ]);
    for (const { message } of report.refused) expect(message).toMatch(/^\S.*\.$/);
  });

  test('told to, it takes whole incidents only: a history has no holes', () => {
    const log = logWith({ 9: { priority: '?' } });
    const report = imported(desk, log, { skipRefused: true });
    expect(report).toMatchObject({
      accepted: true,
      created: 13,
      tickets_created: 3,
      refused_count: 1,
      created_lines: ['2-5', '7', '14-21'],
      left_out_lines: ['6', '8', '10-13'],
    });
    expect(report.incidents.state).toEqual({ Closed: 2, 'Awaiting Evidence': 1 });
    expect(allRows(desk, groups).map((row) => row['name'])).not.toContain('Équipe Ação');
    expect(imported(desk, log, { skipRefused: true })).toMatchObject({ created: 0, skipped: 13 });
    // Mended, it follows.
    expect(imported(desk)).toMatchObject({ created: 7, tickets_created: 1 });
  });

  test('a line that cannot be taken apart may belong to the incident above or below', () => {
    const lines = GOOD_LOG.trimEnd().split('\n');
    const log = lines.toSpliced(14, 1, 'INC0900003,New,TRUE').join('\n');
    expect(imported(desk, log, { skipRefused: true })).toMatchObject({
      refused: [{ line: 15, code: 'field_count' }],
      left_out_lines: ['14', '16-17'],
      tickets_created: 3,
    });
    const end = GOOD_LOG.slice(0, -60);
    expect(imported(desk, end, { skipRefused: true })).toMatchObject({
      refused: [{ line: 21, code: 'truncated_line' }],
      left_out_lines: ['18-20'],
    });
  });

  test('one event twice: the same is counted once, another is a contradiction', () => {
    const lines = GOOD_LOG.trimEnd().split('\n');
    const twice = [...lines, lines[20]].join('\n');
    const report = imported(desk, twice, { dryRun: true });
    expect(report).toMatchObject({ accepted: true, rows: GOOD_ROWS + 1, created: GOOD_ROWS });
    expect(report.noticed.at(-1)).toMatchObject({ line: 22, code: 'repeated_row' });
    const other = [...lines, String(lines[20]).replace('Symptom 9', 'Symptom 1')].join('\n');
    expect(imported(desk, other)).toMatchObject({
      accepted: false,
      refused: [{ line: 22, column: 'sys_mod_count', code: 'contradicting_event' }],
    });
    nothing();
  });

  test('rows from the newest to the oldest do not tell how it ended', () => {
    const [header, ...rows] = GOOD_LOG.trimEnd().split('\n');
    const report = imported(desk, [header, ...rows.toReversed()].join('\n'));
    expect(report.accepted).toBe(false);
    expect(report.refused.map(({ code }) => code)).toEqual(
      Array.from({ length: 4 }, () => 'events_out_of_order'),
    );
    nothing();
  });

  test.each([
    ['cut in a line', GOOD_LOG.slice(0, -60), 'truncated_line'],
    ['cut in the last time', GOOD_LOG.trimEnd().slice(0, -2), 'bad_date'],
    ['too many values', GOOD_LOG.replace('Caller 11', 'Caller,11'), 'field_count'],
    ['too few values', GOOD_LOG.replace('Caller 11,', ''), 'field_count'],
    ['an open quote', GOOD_LOG.replace('Caller 11', '"Caller 11'), 'bad_quotes'],
    ['text after a quote', GOOD_LOG.replace('Caller 11', '"Caller" 11'), 'bad_quotes'],
    ['a missing column', GOOD_LOG.replaceAll(/^[^,"]*,/gm, ''), 'missing_column'],
    ['a renamed column', GOOD_LOG.replace('rfc', 'change'), 'missing_column'],
    ['a column twice', GOOD_LOG.replace('rfc', 'vendor'), 'duplicate_column'],
    ['semicolons', GOOD_LOG.replaceAll(',', ';'), 'wrong_delimiter'],
    ['another file', 'hotel,is_canceled\nQuinta,0\n', 'missing_column'],
    ['nothing', '', 'empty_file'],
    ['only spaces', ' \n\n ', 'empty_file'],
    ['a huge line', GOOD_LOG + 'x'.repeat(100_001), 'line_too_long'],
    ['a NUL', GOOD_LOG.replace('Caller', 'Call\u0000er'), 'binary'],
    ['a day that never was', GOOD_LOG.replace('13-03-2016 02:30', '31-04-2016 02:30'), 'bad_date'],
  ])('%s: refused as a whole', (_what, text, code) => {
    const report = imported(desk, text);
    nothing();
    expect(report).toMatchObject({ accepted: false, created: 0, created_lines: [] });
    expect(report.refused.map((refusal) => refusal.code)).toContain(code);
    for (const refusal of report.refused) expect(refusal.line).toBeGreaterThan(0);
  });

  test('structure is refused even when told to skip rows', () => {
    for (const text of [GOOD_LOG.replace('rfc', 'change'), GOOD_LOG.replace('INC', '"INC'), '']) {
      expect(imported(desk, text, { skipRefused: true }).accepted).toBe(false);
    }
    nothing();
  });

  test('bytes that are no text', () => {
    const refusal = (bytes: Uint8Array) => imported(desk, bytes).refused[0]?.code;
    expect(refusal(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toBe('binary');
    expect(refusal(Uint8Array.from([0x68, 0xe9, 0x6c]))).toBe('not_utf8');
    expect(refusal(new Uint8Array(Buffer.from(GOOD_LOG, 'utf16le')))).toBe('binary');
    nothing();
  });

  test('a header alone is a log without events', () => {
    expect(
      imported(
        desk,
        logOf(() => false),
      ),
    ).toMatchObject({
      accepted: true,
      rows: 0,
      created: 0,
      import_id: null,
    });
  });
});

test('names of any kind are names: prototypes, formulas, right to left, two that look like one code', () => {
  const odd = ['__proto__', '=1+1', 'فريق', 'C', 'C++'];
  const log = logWith(
    Object.fromEntries(odd.map((name, i) => [14 + i, { assignment_group: name, category: name }])),
  );
  expect(imported(desk, log).accepted).toBe(true);
  const names = allRows(desk, groups).map((row) => row['name']);
  for (const name of odd) expect(names).toContain(name);
  expect(new Set(allRows(desk, groups).map((row) => row['code'])).size).toBe(names.length);
  expect(imported(desk, log)).toMatchObject({ created: 0 });
  expect(ticketOf(desk, 'INC0900003')).toMatchObject({ kind: 'incident' });
});
