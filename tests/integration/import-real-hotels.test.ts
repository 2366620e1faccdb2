import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importHotelBookings } from '#db/domains/bookings/import/hotel-bookings.node.ts';
import type { HotelReport } from '#db/domains/bookings/import/hotel-bookings.node.ts';

import { undoHotelBookings } from '#db/domains/bookings/import/undo-hotel-bookings.ts';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { createDesk } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';
import { realData } from '#tests/helpers/outside.ts';
import { describeUnless, whyAbsent } from '#tests/helpers/unless.ts';

const FILE = realData('hotel_bookings.csv');

const DAY = 86_400_000;

describeUnless(whyAbsent(FILE), 'the reservations of two real hotels', () => {
  let desk: Desk;
  let report: HotelReport;
  let bytes: Uint8Array;
  let stays: readonly CanonicalRow[];
  let rooms: ReadonlyMap<string, CanonicalRow>;

  const load = (dryRun = false): HotelReport => {
    const { organization_id, reads, writer, actor } = desk.replica;
    const options = { dryRun, skipRefused: false };
    const result = importHotelBookings({ organization_id, actor, reads, writer }, bytes, options);
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };

  beforeAll(() => {
    bytes = readFileSync(FILE);
    desk = createDesk();
    const dry = load(true);
    expect(desk.replica.rows(bookings).size).toBe(0);
    report = load();
    expect(dry).toEqual({ ...report, dry_run: true });
    stays = [...desk.replica.rows(bookings).values()];
    const all = [...desk.replica.rows(resources)];
    rooms = new Map(all.filter(([, room]) => String(room['place']).endsWith('Hotel')));
  });
  afterAll(() => desk.close());

  test('14,938 rows become bookings of 363 rooms and a day-use pool', () => {
    expect(report).toMatchObject({
      accepted: true,
      rows: 14_938,
      created: 14_938,
      skipped: 0,
      refused: [],
      resources_created: 368,
      created_lines: ['2-14939'],
    });
    const dayUse = [...rooms.values()].filter((room) => room['category'] === 'Day use');
    expect([rooms.size - dayUse.length, dayUse.length]).toEqual([363, 5]);
    const statuses = Object.groupBy(stays, (stay) => String(stay['status']));
    const counts = Object.entries(statuses).map(([status, rows]) => [status, rows?.length]);
    expect(new Map(counts.map(([status, count]) => [status, count]))).toEqual(
      new Map<unknown, unknown>([
        ['completed', 6938],
        ['cancelled', 7793],
        ['no_show', 207],
      ]),
    );
  });

  test('who did not come occupies nothing; who came has a room of the assigned type', () => {
    for (const stay of stays) {
      const room = rooms.get(String(stay['resource_id']));
      if (stay['status'] !== 'completed') {
        expect(stay['resource_id']).toBeNull();
        continue;
      }
      const [type] = /(?<=^Room type )\w/.exec(String(stay['notes'])) ?? [];
      const nights = Date.parse(String(stay['end_time'])) - Date.parse(String(stay['start_time']));
      const expected = nights < DAY / 2 ? 'Day use' : `Room type ${type}`;
      expect(room?.['category']).toBe(expected);
    }
  });

  test('occupancy per night, hotel and type equals a count made from the file alone', () => {
    const fromFile = countFile(readFileSync(FILE, 'utf8'));
    const fromRooms = new Map<string, number>();
    for (const stay of stays) {
      const room = rooms.get(String(stay['resource_id']));
      if (!room || room['category'] === 'Day use') continue;
      const nights = nightsBetween(String(stay['start_time']), String(stay['end_time']));
      for (const night of nights) add(fromRooms, `${room['place']}|${room['category']}|${night}`);
    }
    expect(fromRooms.size).toBeGreaterThan(1000);
    expect(fromRooms).toEqual(fromFile);
  });

  test('a sweep over every room finds no moment with two', () => {
    const byRoom = Map.groupBy(
      stays.filter((stay) => stay['resource_id'] !== null),
      (stay) => String(stay['resource_id']),
    );
    expect(byRoom.size).toBe(rooms.size);
    for (const inRoom of byRoom.values()) {
      const edges = inRoom
        .flatMap((stay) => [
          { at: String(stay['start_time']), step: 1 },
          { at: String(stay['end_time']), step: -1 },
        ])
        .sort((a, b) => (a.at === b.at ? a.step - b.step : a.at < b.at ? -1 : 1));
      let present = 0;
      for (const { step } of edges) {
        present += step;
        expect(present).toBeLessThanOrEqual(1);
      }
    }
  });

  test('ops are small enough for central, rooms before stays', () => {
    const ops = desk.replica.sync.pendingOps(1000, 1e9).slice(1);
    expect(ops).toHaveLength(31);
    expect(ops[0]?.changes.every((change) => change.table === 'resources')).toBe(true);
    expect(Math.max(...ops.map((op) => op.changes.length))).toBeLessThanOrEqual(500);
  });

  test('a second import creates nothing', () => {
    const waiting = desk.replica.sync.state().waiting;
    expect(load()).toMatchObject({
      accepted: true,
      created: 0,
      skipped: 14_938,
      resources_created: 0,
    });
    expect(desk.replica.sync.state().waiting).toBe(waiting);
    expect(desk.replica.rows(bookings).size).toBe(14_938);
  });

  test('undone as one batch', () => {
    const { organization_id, reads, writer, actor } = desk.replica;
    const import_id = must(report.import_id, 'there are rows');
    expect(undoHotelBookings({ organization_id, actor, reads, writer }, import_id)).toEqual({
      ok: true,
      value: { deleted: 14_938, kept: 0, resources_deleted: 368 },
    });
    expect(desk.replica.rows(bookings).size).toBe(0);
  });
});

function add(to: Map<string, number>, key: string): void {
  to.set(key, (to.get(key) ?? 0) + 1);
}

// Dates of the nights between two instants near Lisbon's clock: 15:00 is the same day in UTC.
function nightsBetween(from: string, to: string): readonly string[] {
  const first = Date.parse(from.slice(0, 10));
  const nights = (Date.parse(to.slice(0, 10)) - first) / DAY;
  return Array.from({ length: nights }, (_, i) =>
    new Date(first + i * DAY).toISOString().slice(0, 10),
  );
}

/** Cuts lines at commas and counts: shares nothing with the importer. */
function countFile(text: string): ReadonlyMap<string, number> {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  const counts = new Map<string, number>();
  for (const line of lines) {
    const cells = line.split(',');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    if (cell('reservation_status') !== 'Check-Out') continue;
    const arrival = Date.parse(
      `${cell('arrival_date_day_of_month')} ${cell('arrival_date_month')} ${cell('arrival_date_year')} UTC`,
    );
    const nights = Number(cell('stays_in_weekend_nights')) + Number(cell('stays_in_week_nights'));
    for (let i = 0; i < nights; i++) {
      const night = new Date(arrival + i * DAY).toISOString().slice(0, 10);
      add(counts, `${cell('hotel')}|Room type ${cell('assigned_room_type')}|${night}`);
    }
  }
  return counts;
}
