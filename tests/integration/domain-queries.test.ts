import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { bookings } from '#db/domains/bookings/tables.ts';
import { organizationQueries } from '#db/domains/organizations/queries.ts';
import { ok } from '#db/kernel/result.ts';
import { at, createDesk, slot } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => desk.close());

const everything = { offset: 0, limit: 100 };

describe('window', () => {
  const ask = (from: string, to: string, withCancelled = false) =>
    bookingQueries['bookings.window'](desk.replica.reads, {
      from,
      to,
      resource_ids: [desk.rooms.sala1, desk.rooms.sala3],
      withCancelled,
    });

  test('what touches the window, half-open, of the asked resources only', () => {
    const before = desk.booking(slot(desk.rooms.sala1, '08:00', '09:00'));
    const first = desk.booking(slot(desk.rooms.sala1, '09:30', '10:30'));
    const last = desk.booking(slot(desk.rooms.sala1, '11:30', '12:30'));
    desk.booking(slot(desk.rooms.sala2, '10:00', '11:00'));
    const after = desk.booking(slot(desk.rooms.sala1, '13:00', '14:00'));
    const seen = ask(at('09:00'), at('13:00'));
    expect(seen.bookings.map((booking) => booking.id)).toEqual([first, last]);
    expect(seen.bookings.map(({ id }) => id)).not.toContain(before);
    expect(seen.bookings.map(({ id }) => id)).not.toContain(after);
    expect(seen.closures).toEqual([
      expect.objectContaining({ resource_id: desk.rooms.sala3, reason: 'Painting' }),
    ]);
    expect(ask(at('12:00'), at('13:00')).closures).toEqual([]);
  });

  test('a stay of a year is seen on every day of it', () => {
    const id = desk.booking({ start_time: at('10:00'), end_time: at('10:00', '2027-11-25') });
    for (const day of ['2026-11-24', '2027-04-01', '2027-11-25']) {
      expect(ask(at('00:00', day), at('12:00', day)).bookings.map((b) => b.id)).toEqual([id]);
    }
    expect(ask(at('10:00', '2027-11-25'), at('12:00', '2027-11-25')).bookings).toEqual([]);
  });

  test('cancelled ones only when asked for; marks for unsent and for open conflicts', () => {
    const lost = desk.booking({ status: 'conflicted' });
    const holder = desk.booking({});
    desk.booking({ status: 'cancelled' });
    const conflict_id = desk.conflict({
      type: 'double_booking',
      row_id: lost,
      other_row_id: holder,
      data: {},
    });
    const marked = ask(at('00:00'), at('23:00')).bookings;
    expect(new Map(marked.map((row) => [row.id, [row.conflict_id, row.unsent]]))).toEqual(
      new Map([
        [lost, [conflict_id, 1]],
        [holder, [conflict_id, 1]],
      ]),
    );
    expect(ask(at('00:00'), at('23:00'), true).bookings).toHaveLength(3);
    desk.replica.connection.prepare('DELETE FROM pending_rows').run();
    desk.replica.connection.prepare(`UPDATE conflict_logs SET status = 'resolved'`).run();
    expect(ask(at('00:00'), at('23:00')).bookings).toEqual([
      expect.objectContaining({ unsent: 0, conflict_id: null }),
      expect.objectContaining({ unsent: 0, conflict_id: null }),
    ]);
  });

  test('nothing for no resources and for an empty window', () => {
    const empty = { bookings: [], closures: [] };
    const asked = { from: at('09:00'), to: at('10:00'), withCancelled: true };
    const none = { ...asked, resource_ids: [] };
    expect(bookingQueries['bookings.window'](desk.replica.reads, none)).toEqual(empty);
    expect(ask(at('10:00'), at('10:00'))).toEqual(empty);
  });
});

describe('search', () => {
  const find = (text: string, limit = 10) =>
    bookingQueries['bookings.search'](desk.replica.reads, { text, limit }, desk.acting).map(
      (booking) => booking.title,
    );

  test('accents, begun words, notes and reference', () => {
    desk.booking({ title: 'João Conceição', status: 'cancelled' });
    desk.booking({ title: 'Zoë', notes: 'Vegetarian menu', external_ref: 'REF-77' });
    expect(find('joao')).toEqual(['João Conceição']);
    expect(find('JOÃO conc')).toEqual(['João Conceição']);
    expect(find('conceicao joao')).toEqual(['João Conceição']);
    expect(find('conc joao')).toEqual([]);
    expect(find('veget')).toEqual(['Zoë']);
    expect(find('ref-77')).toEqual(['Zoë']);
    expect(find('joao zoe')).toEqual([]);
  });

  test('what a person can type never breaks the query language', () => {
    desk.booking({ title: `O'Malley "and" NOT near(x) title:y` });
    const odd = [
      '"',
      '""',
      `o'malley`,
      'NOT',
      'AND OR',
      'near(',
      'title:',
      '*',
      '^a',
      '-',
      'a"b',
      '{}',
      '\u0000',
    ];
    for (const text of [...odd, '', '   ', '🎭', 'a'.repeat(200), "'; drop table bookings; --"]) {
      expect(() => find(text)).not.toThrow();
    }
    expect(find('🎭')).toEqual([]);
    expect(find('')).toEqual([]);
    expect(find('"and" not')).toHaveLength(1);
    expect(find('title:y')).toHaveLength(1);
  });

  test('nearest to now first, limited; follows changes and deletions', () => {
    const days = ['2026-11-01', '2026-11-20', '2026-11-22', '2027-01-05'];
    for (const day of days)
      desk.booking({ title: `Ensaio ${day}`, ...slot(desk.rooms.sala1, '10:00', '11:00', day) });
    expect(find('ensaio', 3)).toEqual([
      'Ensaio 2026-11-20',
      'Ensaio 2026-11-22',
      'Ensaio 2026-11-01',
    ]);
    const id = desk.booking({ title: 'Recital' });
    desk.run((tx) => ok(tx.update(bookings, id, { title: 'Concerto' })), {});
    expect(find('recital')).toEqual([]);
    expect(find('concerto')).toEqual(['Concerto']);
    desk.run((tx) => ok(tx.delete(bookings, id)), {});
    expect(find('concerto')).toEqual([]);
  });
});

describe('resources', () => {
  const names = (search: string, offset = 0, limit = 100) => {
    const page = bookingQueries['resources.board'](desk.replica.reads, { search, offset, limit });
    return { names: page.rows.map((row) => row.name), total: page.total };
  };

  test('by kind, place, category, position; in pages', () => {
    const all = ['Projector', 'São João', 'Sala 1', 'Sala 2', 'Sala 3'];
    expect(names('')).toEqual({ names: all, total: 5 });
    expect(names('', 1, 2)).toEqual({ names: ['São João', 'Sala 1'], total: 5 });
    expect(names('sala', 1, 1)).toEqual({ names: ['Sala 2'], total: 3 });
  });

  test('search looks at name, place and category, without case and accents', () => {
    expect(names('sao jo').names).toEqual(['São João']);
    expect(names('TERREO meeting').total).toBe(3);
    expect(names('100%')).toEqual({ names: [], total: 0 });
  });
});

describe('alternatives', () => {
  const ask = (from: string, to: string, except: string | null = null, limit = 6) =>
    bookingQueries['bookings.alternatives'](
      desk.replica.reads,
      { ...slot(desk.rooms.sala1, from, to), except, limit },
      desk.acting,
    ).map(({ resource_name, start_time, shift_minutes }) => [
      resource_name,
      start_time.slice(11, 16),
      shift_minutes,
    ]);

  test('same category, then larger rooms of the kind, then other times of the same room', () => {
    desk.booking(slot(desk.rooms.sala1, '10:00', '11:00'));
    expect(ask('10:00', '11:00').slice(0, 4)).toEqual([
      ['Sala 2', '10:00', 0],
      ['São João', '10:00', 0],
      ['Sala 1', '11:00', 60],
      ['Sala 1', '09:00', -60],
    ]);
    expect(
      ask('13:00', '14:00')
        .slice(0, 3)
        .map(([name]) => name),
    ).toEqual(['Sala 2', 'Sala 3', 'São João']);
  });

  test('leaves out taken, closed and inactive ones and what is too small for the party', () => {
    const id = desk.booking({ ...slot(desk.rooms.sala1, '13:00', '14:00'), party_size: 8 });
    desk.booking(slot(desk.rooms.sala2, '13:30', '14:30'));
    expect(ask('13:00', '14:00', id).slice(0, 1)).toEqual([['São João', '13:00', 0]]);
    expect(ask('13:00', '14:00', id).map(([name]) => name)).not.toContain('Sala 3');
  });

  test('every proposal can really be had', () => {
    const id = desk.booking(slot(desk.rooms.sala1, '10:00', '11:00'));
    desk.booking(slot(desk.rooms.sala1, '11:00', '12:30'));
    desk.booking(slot(desk.rooms.sala2, '09:30', '10:30'));
    const found = bookingQueries['bookings.alternatives'](
      desk.replica.reads,
      { ...slot(desk.rooms.sala1, '10:30', '11:30'), except: id, limit: 20 },
      desk.acting,
    );
    expect(found.length).toBeGreaterThan(5);
    for (const wish of found) {
      expect(bookingQueries['bookings.check'](desk.replica.reads, { ...wish, except: id })).toEqual(
        {
          free: true,
        },
      );
    }
  });

  test('nothing for an unknown resource or impossible times', () => {
    expect(ask('11:00', '11:00')).toEqual([]);
    const wish = {
      ...slot('00000000-0000-7000-8000-000000000000', '10:00', '11:00'),
      except: null,
      limit: 3,
    };
    expect(bookingQueries['bookings.alternatives'](desk.replica.reads, wish, desk.acting)).toEqual(
      [],
    );
  });
});

test('here and people', () => {
  const here = organizationQueries['organizations.here'](desk.replica.reads, {}, desk.acting);
  expect(here).toMatchObject({
    organization: { name: 'Casa', timezone: 'Europe/Lisbon' },
    device: { name: 'Front desk' },
    person: { display_name: 'carla', role: 'admin' },
  });
  const people = organizationQueries['organizations.people'](desk.replica.reads);
  expect(people.map((person) => person.display_name)).toEqual(['ana', 'bia', 'carla']);
});

test('what a live query depends on is found in each query', () => {
  const { reads } = desk.replica;
  const tables = (run: () => unknown) => [...reads.tracked(run).tables].sort();
  const window = {
    from: at('09:00'),
    to: at('10:00'),
    resource_ids: [desk.rooms.sala1],
    withCancelled: false,
  };
  expect(tables(() => bookingQueries['bookings.window'](reads, window))).toEqual([
    'bookings',
    'conflict_logs',
    'pending_rows',
    'resource_closures',
  ]);
  const search = { text: 'ana', limit: 5 };
  expect(tables(() => bookingQueries['bookings.search'](reads, search, desk.acting))).toEqual([
    'bookings',
    'resources',
  ]);
  expect(
    tables(() => bookingQueries['resources.board'](reads, { search: '', ...everything })),
  ).toEqual(['resources']);
});
