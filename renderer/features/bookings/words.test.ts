import { describe, expect, test } from 'vitest';
import type { BoardBooking, BoardResource } from '#electron/contract/bookings.ts';
import { createI18n } from '#renderer/app/i18n.ts';
import { atWall } from './timeline/days.ts';
import { bookingName, cellName, createWords, obstacleSentence } from './words.ts';

const zone = 'Europe/Lisbon';
const i18n = createI18n(['en']);
const words = createWords(i18n);
const at = (day: number, hour: number): number =>
  atWall({ date: `2026-06-${String(day).padStart(2, '0')}`, minutes: hour * 60 }, zone);
const sala: BoardResource = {
  id: 'r',
  name: 'Sala 2',
  kind: 'space',
  place: 'Centro',
  category: 'Meeting room',
  capacity: 6,
  timezone: zone,
  is_active: 1,
  booking_mode: 'exclusive',
  conflict_detection_enabled: 1,
};
const ana: BoardBooking = {
  id: 'b',
  resource_id: 'r',
  start_time: new Date(at(9, 14)).toISOString(),
  end_time: new Date(at(9, 15)).toISOString(),
  title: 'Ana Souza',
  party_size: 1,
  status: 'confirmed',
  unsent: 1,
  conflict_id: null,
};

describe('times of the board', () => {
  test('in the resource’s zone, both days when it runs past midnight', () => {
    expect(words.range(at(9, 14), at(9, 15), zone)).toBe('Tue 9 Jun 14:00–15:00');
    expect(words.range(at(9, 15), at(11, 11), zone)).toBe('Tue 9 Jun 15:00 – Thu 11 Jun 11:00');
    expect(words.range(at(9, 14), at(9, 15), 'America/Sao_Paulo')).toBe('Tue 9 Jun 10:00–11:00');
  });

  test('lengths are hours, or nights where it stays over night', () => {
    expect(words.length(at(9, 14), at(9, 15.5), zone)).toBe('1 h 30 min');
    expect(words.length(at(9, 15), at(10, 11), zone)).toBe('1 night');
    expect(words.length(at(9, 15), at(12, 11), zone)).toBe('3 nights');
    expect(words.delta(-90 * 60_000)).toBe('−1 h 30 min');
    expect(words.delta(26 * 3_600_000)).toBe('+1 d 2 h');
    expect(words.delta(0)).toBe('');
  });

  test('a zone is named by place and offset of that day', () => {
    expect(words.zone(zone, at(9, 12))).toBe('Lisbon, UTC+01');
    expect(words.zone('America/Sao_Paulo', at(9, 12))).toBe('Sao Paulo, UTC−03');
    expect(words.zone('Asia/Kathmandu', at(9, 12))).toBe('Kathmandu, UTC+05:45');
  });

  test('a period does not name the day after', () => {
    expect(words.period(at(8, 0), at(15, 0), zone)).toMatch(/^8\s?–\s?14 June 2026$/);
    expect(words.period(at(9, 0), at(10, 0), zone)).toBe('9 June 2026');
  });
});

describe('names for the ear', () => {
  test('a booking says who, how, where, when and what is not done yet', () => {
    const bar = { ...ana, from: at(9, 14), to: at(9, 15) };
    expect(bookingName(i18n, words, bar, sala)).toBe(
      'Ana Souza, confirmed, Sala 2, Tuesday 9 June 14:00 to 15:00, not sent yet',
    );
    const lost = { ...bar, status: 'conflicted', unsent: 0, conflict_id: 'c' } as const;
    expect(bookingName(i18n, words, lost, sala)).toBe(
      'Ana Souza, lost its time, Sala 2, Tuesday 9 June 14:00 to 15:00, in a conflict',
    );
  });

  test('a cell says whether it is free; a night cell leaves the hour out', () => {
    const hour = { from: at(9, 9), to: at(9, 9.5) };
    expect(cellName(i18n, words, sala, hour, null)).toBe('Sala 2, Tuesday 9 June, 09:00, free');
    const night = { from: at(9, 0), to: at(10, 0) };
    expect(cellName(i18n, words, sala, night, null)).toBe('Sala 2, Tuesday 9 June, free');
    expect(cellName(i18n, words, sala, hour, 'Painting')).toBe(
      'Sala 2, Tuesday 9 June, 09:00, closed: Painting',
    );
  });

  test('an obstacle is one sentence with who or why', () => {
    const by = { id: 'b', title: 'Ana Souza', start_time: ana.start_time, end_time: ana.end_time };
    const sentence = (code: Parameters<typeof obstacleSentence>[2]['code'], whom = true) =>
      obstacleSentence(i18n, words, { code, with: whom ? by : null }, sala);
    expect(sentence('booking_overlap')).toBe('Sala 2 is taken Tue 9 Jun 14:00–15:00 by Ana Souza.');
    expect(sentence('resource_closed')).toBe('Sala 2 is closed Tue 9 Jun 14:00–15:00: Ana Souza.');
    expect(sentence('booking_overlap', false)).toBe('Sala 2 is taken then.');
    expect(sentence('resource_inactive')).toBe('Sala 2 is not in use any more.');
  });
});
