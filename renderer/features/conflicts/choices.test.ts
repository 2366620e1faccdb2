import { setupI18n } from '@lingui/core';
import { expect, test } from 'vitest';
import type { Alternative } from '#electron/contract/bookings.ts';
import { conflictsContract } from '#electron/contract/conflicts.ts';
import type { ConflictDetail } from '#electron/contract/conflicts.ts';
import { messages } from '#renderer/app/locales/en.ts';
import { choicesOf } from './choices.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: messages } });
const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;

function slot(n: number, reason: Alternative['reason'], shift_minutes = 0): Alternative {
  return {
    resource_id: id(n),
    resource_name: `Sala ${n}`,
    place: 'Centro',
    category: 'Meeting room',
    capacity: 6,
    start_time: '2026-06-09T14:00:00.000Z',
    end_time: '2026-06-09T15:00:00.000Z',
    reason,
    shift_minutes,
  };
}

function conflict(more: Partial<ConflictDetail> = {}): ConflictDetail {
  return {
    id: id(9),
    conflict_type: 'double_booking',
    severity: 'medium',
    status: 'open',
    created_at: '2026-06-08T14:00:00.000Z',
    resource_name: 'Sala 2',
    place: 'Centro',
    timezone: 'Europe/Lisbon',
    start_time: '2026-06-09T14:00:00.000Z',
    end_time: '2026-06-09T15:00:00.000Z',
    title: 'Bia',
    other_title: 'Ana',
    actor_name: 'Rui',
    other_actor_name: 'Inês',
    device_name: 'Desk A',
    resolution: '',
    resolved_at: null,
    resolved_by_name: null,
    row_id: id(7),
    other_row_id: id(8),
    situation: null,
    refused: null,
    table_name: 'bookings',
    booking: null,
    other: null,
    fields: [],
    alternatives: [],
    steps: [],
    ...more,
  };
}

const flat = (...of: Parameters<typeof choicesOf>) => choicesOf(...of).flatMap((g) => g.choices);

test('the gentlest way is first, and names its outcome', () => {
  const alternatives = [slot(3, 'same_time_same_category')];
  const [first] = flat(i18n, conflict({ alternatives }), []);
  expect(first?.label).toBe('Move Bia to Sala 3, 15:00');
  expect(first?.destructive).toBe(false);
});

test('without a free slot only cancelling is left, and it is marked', () => {
  const choices = flat(i18n, conflict(), []);
  expect(choices.map(({ label }) => label)).toEqual([
    'Keep Ana, cancel Bia',
    'Keep Bia, cancel Ana',
  ]);
  expect(choices.every(({ destructive }) => destructive)).toBe(true);
});

test('two of each kind are offered, the best ones', () => {
  const alternatives = [1, 2, 3, 4].map((n) => slot(n, 'same_time_same_category'));
  const labels = flat(i18n, conflict({ alternatives }), []).map(({ label }) => label);
  expect(labels.filter((label) => label.startsWith('Move'))).toEqual([
    'Move Bia to Sala 1, 15:00',
    'Move Bia to Sala 2, 15:00',
  ]);
});

test('another time is said in words a person uses', () => {
  const notes = [45, 60, 90, 1440, -2880].map(
    (shift) =>
      flat(i18n, conflict({ alternatives: [slot(1, 'same_resource_other_time', shift)] }), [])[0]
        ?.note,
  );
  expect(notes).toEqual([
    'same place, 45 min later',
    'same place, 1 h later',
    'same place, 1 h 30 min later',
    'same place, 1 day later',
    'same place, 2 days earlier',
  ]);
});

test('keys differ, and every choice is something the contract takes', () => {
  const alternatives = [slot(1, 'same_time_same_category'), slot(2, 'same_time_same_kind')];
  const holder = [slot(1, 'same_time_same_category')];
  const all = [
    ...flat(i18n, conflict({ alternatives }), holder),
    ...flat(i18n, conflict({ conflict_type: 'concurrent_edit' }), []),
  ];
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  for (const choice of all) {
    expect(conflictsContract['conflicts.settle'].input.safeParse(choice.input).success).toBe(true);
  }
});

test('a place in another house says which house', () => {
  const alternatives = [
    slot(3, 'same_time_same_category'),
    { ...slot(2, 'same_time_same_category'), place: 'Norte' },
  ];
  expect(flat(i18n, conflict({ alternatives }), []).map(({ label }) => label)).toEqual(
    expect.arrayContaining(['Move Bia to Sala 3, 15:00', 'Move Bia to Sala 2 · Norte, 15:00']),
  );
});
