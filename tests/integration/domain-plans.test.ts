import type { Compilable, CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { knownBookings, knownRooms } from '#db/domains/bookings/import/known.ts';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { conflictQueries } from '#db/domains/conflicts/queries.ts';
import type { Reads } from '#db/schema/access.ts';
import { at, createDesk, slot } from '#tests/fixtures/desk.ts';
import type { All, Desk } from '#tests/fixtures/desk.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
});
afterAll(() => desk.close());

/** SQLite's plan of every statement that `run` reads with. */
function plansOf(run: (reads: Reads<All>) => unknown): readonly string[] {
  const { reads, connection } = desk.replica;
  const seen: CompiledQuery[] = [];
  const spied = <R>(query: Compilable<R>) => {
    seen.push(query.compile());
    return query;
  };
  run({
    sql: reads.sql,
    all: (query) => reads.all(spied(query)),
    first: (query) => reads.first(spied(query)),
  });
  return seen.flatMap(({ sql, parameters }) =>
    connection
      .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters.map((parameter) => parameter as string | number | null))
      .map((step) => step.detail),
  );
}

const GROWING =
  /^SCAN (bookings|conflict_logs|conflict_actions|pending_rows|outbox|log|lost|other)\b(?! USING)/;

const window = { from: at('00:00'), to: at('23:00'), withCancelled: false };

const queries: [string, (reads: Reads<All>) => unknown, RegExp][] = [
  [
    'bookings.window',
    (reads) =>
      bookingQueries['bookings.window'](reads, {
        ...window,
        resource_ids: [desk.rooms.sala1, desk.rooms.sala2],
      }),
    /SEARCH bookings USING INDEX bookings_resource_id_end_time_start_time \(resource_id=\? AND end_time>\? AND end_time<\?\)/,
  ],
  [
    'bookings.check',
    (reads) =>
      bookingQueries['bookings.check'](reads, {
        ...slot(desk.rooms.sala1, '10:00', '11:00'),
        except: null,
      }),
    /SEARCH bookings USING INDEX bookings_resource_id_end_time_start_time \(resource_id=\? AND end_time>\? AND end_time<\?\)/,
  ],
  [
    'bookings.alternatives',
    (reads) => {
      const wish = { ...slot(desk.rooms.sala1, '10:00', '11:00'), except: null, limit: 5 };
      return bookingQueries['bookings.alternatives'](reads, wish, desk.acting);
    },
    /SEARCH resources USING INDEX resources_kind_place_category_position/,
  ],
  [
    'bookings.get',
    (reads) => bookingQueries['bookings.get'](reads, { id: 'x' }),
    /SEARCH bookings USING INDEX sqlite_autoindex_bookings_1 \(id=\?\)/,
  ],
  [
    'bookings.search',
    (reads) => bookingQueries['bookings.search'](reads, { text: 'ana', limit: 5 }, desk.acting),
    /SEARCH bookings USING INTEGER PRIMARY KEY/,
  ],
  [
    'resources.board',
    (reads) => bookingQueries['resources.board'](reads, { search: '', offset: 0, limit: 50 }),
    /SCAN resources USING INDEX resources_kind_place_category_position/,
  ],
  [
    'conflicts.inbox',
    (reads) => conflictQueries['conflicts.inbox'](reads, { tab: 'open', offset: 0, limit: 50 }),
    /SEARCH log USING INDEX conflict_logs_status_created_at \(status=\?\)/,
  ],
  [
    'conflicts.get',
    (reads) => {
      const holder = desk.booking({});
      const row_id = desk.booking({ status: 'conflicted' });
      const id = desk.conflict({ type: 'double_booking', row_id, other_row_id: holder, data: {} });
      return conflictQueries['conflicts.get'](reads, { id }, desk.acting);
    },
    /SEARCH conflict_actions USING INDEX conflict_actions_conflict_id_acted_at \(conflict_id=\?\)/,
  ],
  [
    'import: known rows',
    (reads) => knownBookings(reads, ['x', 'y']),
    /SEARCH bookings USING .*INDEX sqlite_autoindex_bookings_1 \(id=\?\)/,
  ],
  [
    'import: known rooms',
    (reads) => knownRooms(reads, ['Térreo']),
    /SEARCH bookings USING .*resource_id=\?/,
  ],
];

test.each(queries)('%s reads by index', (_name, run, expected) => {
  const plans = plansOf(run);
  expect(plans.join('\n')).toMatch(expected);
  expect(plans.filter((step) => GROWING.test(step))).toEqual([]);
});

test('search takes the newest matches from the index in order, without sorting all of them', () => {
  const plans = plansOf((reads) =>
    bookingQueries['bookings.search'](reads, { text: 'ana', limit: 5 }, desk.acting),
  );
  expect(plans.join('\n')).not.toMatch(/TEMP B-TREE/);
});

test('the marks of the board look up one row each', () => {
  const plans = plansOf((reads) =>
    bookingQueries['bookings.window'](reads, { ...window, resource_ids: [desk.rooms.sala1] }),
  ).join('\n');
  expect(plans).toMatch(/SEARCH pending_rows USING PRIMARY KEY \(table_name=\? AND row_id=\?\)/);
  expect(plans).toMatch(/SEARCH conflict_logs USING INDEX conflict_logs_row_id \(row_id=\?\)/);
  expect(plans).toMatch(
    /SEARCH conflict_logs USING INDEX conflict_logs_other_row_id \(other_row_id=\?\)/,
  );
});
