import { setupI18n } from '@lingui/core';
import { expect, test } from 'vitest';
import { messages } from './locales/en.ts';
import { clockText, rangeText, sinceText, timeText } from './when.ts';

const LISBON = 'Europe/Lisbon';
const i18n = setupI18n({ locale: 'en', messages: { en: messages } });

test('times are those of the zone that is named', () => {
  expect(timeText('en', LISBON, '2026-06-09T13:00:00.000Z')).toBe('14:00');
  expect(timeText('en', 'America/Sao_Paulo', '2026-06-09T13:00:00.000Z')).toBe('10:00');
  expect(timeText('en', LISBON, '2026-06-08T23:00:00.000Z')).toBe('00:00');
});

test('a range names the day once, or both when it runs past midnight', () => {
  expect(rangeText('en', LISBON, '2026-06-09T13:00:00.000Z', '2026-06-09T14:00:00.000Z')).toMatch(
    /^Tue 9 Jun 14:00–15:00$/,
  );
  expect(rangeText('en', LISBON, '2026-06-09T14:00:00.000Z', '2026-06-11T10:00:00.000Z')).toMatch(
    /^Tue 9 Jun 15:00 – Thu 11 Jun 11:00$/,
  );
});

test.each([
  ['2026-06-09T13:00:03.000Z', 'just now'],
  ['2026-06-09T12:59:30.000Z', 'just now'],
  ['2026-06-09T12:59:00.000Z', '1 min ago'],
  ['2026-06-09T12:01:00.000Z', '59 min ago'],
  ['2026-06-09T12:00:00.000Z', '13:00'],
])('%s at 13:00 UTC reads %s', (instant, expected) => {
  expect(sinceText(i18n, LISBON, instant, Date.parse('2026-06-09T13:00:00.000Z'))).toBe(expected);
});

test('another day is named', () => {
  const now = Date.parse('2026-06-09T13:00:00.000Z');
  expect(clockText('en', LISBON, '2026-06-09T08:00:00.000Z', now)).toBe('09:00');
  expect(clockText('en', LISBON, '2026-06-08T08:00:00.000Z', now)).toMatch(/^Mon 8 Jun 09:00$/);
});
