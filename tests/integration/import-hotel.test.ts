import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importHotelBookings } from '#db/domains/bookings/import/hotel-bookings.node.ts';
import type { HotelReport } from '#db/domains/bookings/import/hotel-bookings.node.ts';

import type { ImportTarget } from '#db/domains/import/target.ts';
import { undoHotelBookings } from '#db/domains/bookings/import/undo-hotel-bookings.ts';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Role } from '#db/schema/table.ts';
import { createDesk } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';

const GOOD = readFileSync(new URL('../fixtures/hotel/good.csv', import.meta.url), 'utf8');
const BAD = readFileSync(new URL('../fixtures/hotel/bad-rows.csv', import.meta.url), 'utf8');
const ROWS = GOOD.trimEnd().split('\n').length - 1;

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

function target(role: Role = 'supervisor', of = desk): ImportTarget<BookingTables> {
  const { replica } = of;
  const { organization_id, reads, writer } = replica;
  return { organization_id, actor: { id: replica.actor.id, role }, reads, writer };
}

function load(
  file: string | Uint8Array,
  options: { dryRun?: boolean; skipRefused?: boolean } = {},
): HotelReport {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const wanted = { dryRun: false, skipRefused: false, ...options };
  const result = importHotelBookings(target(), bytes, wanted);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function stays() {
  return [...desk.replica.rows(bookings).values()];
}

function roomName(id: unknown): string | null {
  return typeof id === 'string' ? String(desk.replica.rows(resources).get(id)?.['name']) : null;
}

function stayed(title: string) {
  return stays()
    .filter((row) => row['title'] === title)
    .map((row) => [roomName(row['resource_id']), row['start_time'], row['end_time'], row['status']])
    .sort(byText);
}

describe('a good file', () => {
  test('every row becomes a booking, rooms as many as the peak', () => {
    const report = load(GOOD);
    expect(report).toMatchObject({
      accepted: true,
      dry_run: false,
      rows: ROWS,
      created: ROWS,
      skipped: 0,
      refused: [],
      refused_count: 0,
      created_lines: [`2-${ROWS + 1}`],
      skipped_lines: [],
    });
    const rooms = [...desk.replica.rows(resources).values()]
      .filter((room) => room['place'] !== 'Térreo')
      .map((room) => [
        room['place'],
        room['category'],
        room['name'],
        room['kind'],
        room['timezone'],
      ]);
    const zone = 'Europe/Lisbon';
    expect(rooms.sort(byText)).toEqual([
      ['Casa "Azul", Porto', 'Room type A', 'A-001', 'space', zone],
      ['Quinta do Mar', 'Day use', 'Day use 1', 'space', zone],
      ['Quinta do Mar', 'Day use', 'Day use 2', 'space', zone],
      ['Quinta do Mar', 'Room type A', 'A-001', 'space', zone],
      ['Quinta do Mar', 'Room type A', 'A-002', 'space', zone],
      ['Quinta do Mar', 'Room type A', 'A-003', 'space', zone],
      ['Quinta do Mar', 'Room type D', 'D-001', 'space', zone],
      ['Torre Alta', 'Room type A', 'A-001', 'space', zone],
    ]);
    expect(report.resources_created).toBe(8);
  });

  test('times are 15:00 to 11:00 in Lisbon, summer and winter and over the change of clocks', () => {
    load(GOOD);
    const twins = stayed('PRT, 2 adults, 1 child').filter(
      ([, , , status]) => status === 'completed',
    );
    const june = ['2020-06-01T14:00:00.000Z', '2020-06-03T10:00:00.000Z', 'completed'];
    const march = ['2020-03-28T15:00:00.000Z', '2020-03-30T10:00:00.000Z', 'completed'];
    expect(twins.map(([, ...times]) => times).sort(byText)).toEqual([march, june, june]);
    expect(new Set(twins.filter(([, from]) => from === june[0]).map(([room]) => room)).size).toBe(
      2,
    );
    expect(stayed('PRT, party unknown')).toEqual([
      ['A-001', '2020-02-29T15:00:00.000Z', '2020-03-02T11:00:00.000Z', 'completed'],
    ]);
    // Leaves at 11:00 and arrives at 15:00 on the same day: the same room.
    const [next] = stayed('GBR, 2 adults, 1 child');
    expect(next?.[0]).toBe(twins[0]?.[0]);
  });

  test('day use has a pool of its own; cancelled and no-show keep status and times and occupy nothing', () => {
    load(GOOD);
    const dayUse = [...stayed('FRA, 2 adults, 1 child'), ...stayed('DEU, 2 adults, 1 child')];
    const times = ['2020-06-01T10:00:00.000Z', '2020-06-01T14:00:00.000Z', 'completed'];
    expect(dayUse.sort(byText)).toEqual([
      ['Day use 1', ...times],
      ['Day use 2', ...times],
    ]);
    const idle = stays().filter((row) => row['status'] !== 'completed');
    expect(
      idle.map((row) => [row['status'], row['resource_id'], row['end_time']]).sort(byText),
    ).toEqual([
      ['cancelled', null, '2020-06-01T14:00:00.000Z'],
      ['cancelled', null, '2020-06-06T10:00:00.000Z'],
      ['no_show', null, '2020-06-03T10:00:00.000Z'],
    ]);
  });

  test('what the file knows is kept and found again', () => {
    load(GOOD);
    const [row] = stays().filter((stay) => String(stay['title']).includes('baby'));
    expect(row).toMatchObject({
      title: 'PRT, 2 adults, 1 baby',
      party_size: 3,
      source: 'import',
      timezone: 'Europe/Lisbon',
      notes:
        'Room type D, reserved A\nMeal: BB\nRate per night: -6.38\nSegment: Direct\nCustomer: Transient\n' +
        'Deposit: No Deposit\nAgent 9\nCompany 40\nCheck-Out on 2020-06-03',
    });
    expect(stayed('Country unknown, 2 adults')).toHaveLength(1);
    const found = bookingQueries['bookings.search'](
      desk.replica.reads,
      { text: 'company 40', limit: 5 },
      desk.acting,
    );
    expect(found.map((booking) => booking.id)).toEqual([row?.['id']]);
  });

  test('a dry run says the same and writes nothing', () => {
    const dry = load(GOOD, { dryRun: true });
    expect(stays()).toEqual([]);
    expect(desk.replica.sync.state().waiting).toBe(1);
    expect({ ...load(GOOD), dry_run: true }).toEqual(dry);
  });

  test('a second import creates nothing, here or on another desk', () => {
    const first = load(GOOD);
    const before = stays();
    const second = load(GOOD);
    expect(second).toMatchObject({
      accepted: true,
      created: 0,
      skipped: ROWS,
      resources_created: 0,
      import_id: first.import_id,
      skipped_lines: [`2-${ROWS + 1}`],
    });
    expect(stays()).toEqual(before);
    const other = createDesk();
    try {
      // Same organization: the fixture's ids are seeded.
      expect(other.replica.organization_id).toBe(desk.replica.organization_id);
      importHotelBookings(target('supervisor', other), new TextEncoder().encode(GOOD), {
        dryRun: false,
        skipRefused: false,
      });
      const columns = (row: object) => ({ ...row, created_by: null, updated_by: null });
      expect([...other.replica.rows(bookings).values()].map(columns)).toEqual(before.map(columns));
    } finally {
      other.close();
    }
  });

  test.each([
    ['a BOM', `\uFEFF${GOOD}`],
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    ['no last line break', GOOD.trimEnd()],
    ['blank lines', GOOD.replaceAll('\n', '\n\n')],
    ['padding', GOOD.replaceAll(',BB,', ',BB       ,')],
    ['columns in another order', reordered(GOOD)],
  ])('with %s it is the same file', (_what, text) => {
    const dry = load(GOOD, { dryRun: true });
    const report = load(text);
    expect(report).toMatchObject({ accepted: true, created: ROWS, import_id: dry.import_id });
    expect(load(GOOD)).toMatchObject({ created: 0, skipped: ROWS });
  });

  test('more rows later stand beside those that are there; nothing is double-booked', () => {
    const lines = GOOD.trimEnd().split('\n');
    const half = [lines[0], ...lines.slice(3, 6)].join('\n');
    expect(load(half)).toMatchObject({ created: 3 });
    const report = load(GOOD);
    expect(report).toMatchObject({ created: ROWS - 3, skipped: 3, skipped_lines: ['4-6'] });
    expect(doubleBooked()).toEqual([]);
  });

  test('a room closed or booked by hand is left alone', () => {
    load(GOOD.split('\n').slice(0, 2).join('\n'));
    const room = must(stays()[0]?.['resource_id'], 'it has a room');
    const row = { start_time: '2020-06-19T00:00:00.000Z', end_time: '2020-06-30T00:00:00.000Z' };
    desk.booking({ ...row, resource_id: String(room), status: 'confirmed', title: 'By hand' });
    load(GOOD);
    expect(doubleBooked()).toEqual([]);
  });

  test('rooms need a supervisor', () => {
    const bytes = new TextEncoder().encode(GOOD);
    const refused = importHotelBookings(target('agent'), bytes, {
      dryRun: false,
      skipRefused: false,
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'not_allowed' } });
    expect(stays()).toEqual([]);
  });
});

/** Pairs of stays that happened or occupy time, in one room at one moment. */
function doubleBooked() {
  const held = stays().filter((row) => ['completed', 'confirmed'].includes(String(row['status'])));
  return held.flatMap((a, i) =>
    held
      .slice(i + 1)
      .filter((b) => a['resource_id'] === b['resource_id'])
      .filter(
        (b) =>
          String(a['start_time']) < String(b['end_time']) &&
          String(b['start_time']) < String(a['end_time']),
      ),
  );
}

function reordered(text: string): string {
  // Without the quoted hotel name, cells can be cut at commas.
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const cells =
        line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
      return cells.slice(0, 32).toReversed().join(',');
    })
    .join('\n');
}

describe('a broken file', () => {
  const nothing = () => expect(stays()).toEqual([]);

  test('every bad row is named with line, column and reason; nothing is written', () => {
    const report = load(BAD);
    nothing();
    expect(report).toMatchObject({ accepted: false, created: 0, rows: 16, refused_count: 14 });
    expect(report.refused.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'hotel', 'missing_value'],
      [4, 'stays_in_week_nights', 'bad_number'],
      [5, 'adults', 'bad_number'],
      [6, 'children', 'bad_number'],
      [7, 'arrival_date_year', 'bad_date'],
      [8, 'arrival_date_month', 'bad_date'],
      [9, 'arrival_date_day_of_month', 'bad_date'],
      [10, 'reservation_status_date', 'bad_date'],
      [11, 'reservation_status', 'unknown_status'],
      [12, 'is_canceled', 'inconsistent_status'],
      [13, 'adr', 'bad_number'],
      [14, 'assigned_room_type', 'value_too_long'],
      [15, 'stays_in_week_nights', 'stay_too_long'],
      [16, 'adults', 'bad_number'],
      [16, 'reservation_status', 'unknown_status'],
      [16, 'arrival_date_month', 'bad_date'],
    ]);
  });

  test('told to, it takes the good rows; the others can follow when mended', () => {
    const report = load(BAD, { skipRefused: true });
    expect(report).toMatchObject({
      accepted: true,
      created: 2,
      created_lines: ['2', '17'],
      refused_count: 14,
    });
    expect(stays()).toHaveLength(2);
    expect(load(BAD, { skipRefused: true })).toMatchObject({ created: 0, skipped: 2 });
  });

  test.each([
    ['cut in a line', GOOD.slice(0, -60), 'truncated_line'],
    ['cut in the last date', GOOD.trimEnd().slice(0, -2), 'bad_date'],
    ['too many values', GOOD.replace('PRT,Direct', 'PRT,extra,Direct'), 'field_count'],
    ['too few values', GOOD.replace('PRT,Direct,', 'Direct,'), 'field_count'],
    ['an open quote', GOOD.replace('Quinta', '"Quinta'), 'bad_quotes'],
    ['text after a quote', GOOD.replace('Quinta do Mar', '"Quinta" do Mar'), 'bad_quotes'],
    ['a missing column', GOOD.replaceAll(/^[^,"]*,/gm, ''), 'missing_column'],
    ['a renamed column', GOOD.replace('adr', 'rate'), 'missing_column'],
    ['a column twice', GOOD.replace('meal', 'adr'), 'missing_column'],
    ['semicolons', GOOD.replaceAll(',', ';'), 'wrong_delimiter'],
    ['nothing', '', 'empty_file'],
    ['only spaces', ' \n\n ', 'empty_file'],
    ['a huge line', GOOD + 'x'.repeat(100_001), 'line_too_long'],
    ['a NUL', GOOD.replace('BB', 'B\u0000'), 'binary'],
  ])('%s: refused as a whole', (_what, text, code) => {
    const report = load(text);
    nothing();
    expect(report).toMatchObject({ accepted: false, created: 0, created_lines: [] });
    expect(report.refused.map((refusal) => refusal.code)).toContain(code);
    for (const refusal of report.refused) {
      expect(refusal.line).toBeGreaterThan(0);
      expect(refusal.message).toMatch(/^\S.*\.$/);
    }
  });

  test('structure is refused even when told to skip rows', () => {
    for (const text of [GOOD.replace('adr', 'rate'), GOOD.replace('Quinta', '"Quinta'), '']) {
      expect(load(text, { skipRefused: true }).accepted).toBe(false);
    }
    nothing();
  });

  test('bytes that are no text', () => {
    expect(load(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0])).refused[0]?.code).toBe('binary');
    expect(load(Uint8Array.from([0x68, 0xe9, 0x6c])).refused[0]?.code).toBe('not_utf8');
    const utf16 = new Uint8Array(Buffer.from(GOOD, 'utf16le'));
    expect(load(utf16).refused[0]?.code).toBe('binary');
    nothing();
  });

  test('a header alone is a file without rows', () => {
    const header = `${GOOD.split('\n')[0]}\n`;
    expect(load(header)).toMatchObject({ accepted: true, rows: 0, created: 0, import_id: null });
  });

  test('the line is that of the file, after quoted line breaks too', () => {
    const lines = GOOD.trimEnd().split('\n');
    const text = [
      lines[0],
      `"Quinta\ndo Mar"${String(lines[1]).slice('Quinta do Mar'.length)}`,
      String(lines[2]).replace('BB', ''),
    ].join('\n');
    expect(load(text).refused).toEqual([
      { line: 4, column: 'meal', code: 'missing_value', message: 'meal is empty.' },
    ]);
  });
});

describe('undo', () => {
  test('takes the whole batch back, rooms too when an admin does it; then it can be imported again', () => {
    const before = desk.replica.rows(resources).size;
    const import_id = must(load(GOOD).import_id, 'there are rows');
    expect(undoHotelBookings(target('admin'), import_id)).toEqual({
      ok: true,
      value: { deleted: ROWS, kept: 0, resources_deleted: 8 },
    });
    expect(stays()).toEqual([]);
    expect(desk.replica.rows(resources).size).toBe(before);
    expect(load(GOOD)).toMatchObject({ created: ROWS, resources_created: 8, import_id });
  });

  test('leaves what somebody changed, and its room', () => {
    const import_id = must(load(GOOD).import_id, 'there are rows');
    const [first] = stays().filter((row) => row['title'] === 'GBR, 2 adults, 1 child');
    const id = String(first?.['id']);
    desk.replica.time.now += 60_000;
    desk.run((tx) => ok(tx.update(bookings, id, { notes: 'Came back' })), {});
    expect(undoHotelBookings(target('admin'), import_id)).toEqual({
      ok: true,
      value: { deleted: ROWS - 1, kept: 1, resources_deleted: 7 },
    });
    expect(stays().map((row) => row['id'])).toEqual([id]);
  });

  test('an agent takes back bookings only; an unknown import is nothing', () => {
    const import_id = must(load(GOOD).import_id, 'there are rows');
    const value = { deleted: ROWS, kept: 0, resources_deleted: 0 };
    expect(undoHotelBookings(target('agent'), import_id)).toEqual({ ok: true, value });
    expect(undoHotelBookings(target('admin'), import_id)).toEqual({
      ok: true,
      value: { ...value, deleted: 0 },
    });
  });
});
