import { expect, test } from 'vitest';
import type { Case, Decision } from './settlement.ts';
import { settlement } from './settlement.ts';

const slot = {
  resource_id: 'sala 1',
  start_time: '2026-11-24T10:00:00.000Z',
  end_time: '2026-11-24T11:00:00.000Z',
};
const to = { ...slot, resource_id: 'sala 2' };
const booking = {
  cancel_reason: '',
  conflict_resolution_notes: '',
  ...slot,
};
const set_aside = {
  device_name: 'Desk B',
  actor_id: 'bia',
  command: 'bookings.create',
  at: slot.start_time,
  base: null,
  mine: {},
  theirs: {},
};
const double: Case = {
  conflict_type: 'double_booking',
  table: 'bookings',
  row_id: 'loser',
  set_aside,
  loser: { ...booking, id: 'loser', title: 'Bia', status: 'conflicted' },
  zone: null,
  holder: { ...booking, id: 'holder', title: 'Ana', status: 'confirmed' },
  columns: [],
  row: null,
};

function changed(on: Case, decision: Decision) {
  const result = settlement(on, decision);
  if (!result.ok) return result.error.code;
  return result.value.map(({ row_id, kind, values }) => {
    const after = Object.entries(values).filter(([, [before, now]]) => before !== now);
    return [row_id, kind, Object.fromEntries(after.map(([column, [, now]]) => [column, now]))];
  });
}

const note = '';

test.each<[string, Decision, unknown]>([
  ['cancel', { action: 'cancel', note }, [['loser', 'update', { status: 'cancelled' }]]],
  [
    'move',
    { action: 'move', to, note },
    [['loser', 'update', { resource_id: 'sala 2', status: 'confirmed' }]],
  ],
  [
    'keep and move the holder',
    { action: 'keep', to, note },
    [
      ['holder', 'update', { resource_id: 'sala 2' }],
      ['loser', 'update', { status: 'confirmed' }],
    ],
  ],
  [
    'keep and cancel the holder',
    { action: 'keep', to: null, note: 'Wedding' },
    [
      ['holder', 'update', { status: 'cancelled', cancel_reason: 'Wedding' }],
      ['loser', 'update', { status: 'confirmed', conflict_resolution_notes: 'Wedding' }],
    ],
  ],
])('%s', (_what, decision, expected) => {
  expect(changed(double, decision)).toEqual(expected);
});

test('a holder that is gone, ended or elsewhere is left alone', () => {
  const alone = [['loser', 'update', { status: 'confirmed' }]];
  const keep: Decision = { action: 'keep', to: null, note };
  expect(changed({ ...double, holder: null }, keep)).toEqual(alone);
  for (const holder of [
    { ...booking, id: 'holder', title: 'Ana', status: 'cancelled' as const },
    { ...booking, ...to, id: 'holder', title: 'Ana', status: 'confirmed' as const },
  ]) {
    expect(changed({ ...double, holder }, keep)).toEqual(alone);
  }
});

test('refuses what does not fit', () => {
  const decisions: Decision[] = [
    { action: 'cancel', note },
    { action: 'move', to, note },
    { action: 'keep', to, note },
  ];
  for (const decision of decisions) {
    expect(changed({ ...double, loser: null }, decision)).toBe('not_found');
    const settled = { ...booking, id: 'loser', title: 'Bia', status: 'confirmed' as const };
    expect(changed({ ...double, loser: settled }, decision)).toBe('bad_status');
    expect(changed({ ...double, conflict_type: 'concurrent_edit' }, decision)).toBe('bad_status');
  }
  const impossible = { ...to, end_time: to.start_time };
  expect(changed(double, { action: 'move', to: impossible, note })).toBe('bad_times');
  expect(changed(double, { action: 'keep', to: impossible, note })).toBe('bad_times');
  for (const action of ['mine', 'theirs'] as const) {
    expect(changed(double, { action, note })).toBe('bad_status');
  }
});

test('a note longer than the reason column is cut there and kept whole beside it', () => {
  const long = 'x'.repeat(2000);
  expect(changed(double, { action: 'cancel', note: long })).toEqual([
    [
      'loser',
      'update',
      { status: 'cancelled', cancel_reason: 'x'.repeat(500), conflict_resolution_notes: long },
    ],
  ]);
});

const edit: Case = {
  ...double,
  conflict_type: 'concurrent_edit',
  set_aside: {
    ...set_aside,
    base: { title: 'Ana' },
    mine: { title: 'Ana S.' },
    theirs: { title: 'Ana Souza' },
  },
  row: { title: 'Ana Souza', notes: '' },
};

test('edits: theirs changes nothing, mine applies what was set aside', () => {
  expect(changed(edit, { action: 'theirs', note })).toEqual([]);
  expect(changed(edit, { action: 'mine', note })).toEqual([
    ['loser', 'update', { title: 'Ana S.' }],
  ]);
});

test('a deleted row comes back whole or not at all; a deletion set aside is carried out', () => {
  const gone = { ...edit, row: null, columns: ['title', 'timezone'] };
  const whole = {
    ...set_aside,
    base: { title: 'Ana', timezone: 'UTC' },
    mine: { title: 'A.' },
    theirs: null,
  };
  const mine: Decision = { action: 'mine', note };
  expect(changed({ ...gone, set_aside: whole }, mine)).toEqual([
    ['loser', 'insert', { title: 'A.', timezone: 'UTC' }],
  ]);
  expect(changed({ ...gone, set_aside: { ...whole, base: { title: 'Ana' } } }, mine)).toBe(
    'not_found',
  );
  expect(changed(gone, mine)).toBe('not_found');
  const deletion = {
    ...edit,
    set_aside: { ...set_aside, mine: {}, theirs: { title: 'Ana Souza' } },
  };
  expect(changed(deletion, mine)).toEqual([['loser', 'delete', { title: null, notes: null }]]);
});

const walled = { ...booking, timezone: 'UTC', start_wall: null, end_wall: null };

test('a booking that keeps its slot is left there, moved or cancelled', () => {
  const standing: Case = {
    ...double,
    conflict_type: 'resource_unavailable',
    loser: { ...walled, id: 'loser', title: 'Ana', status: 'confirmed' },
    holder: null,
    set_aside: { ...set_aside, theirs: { reason: 'Painting' } },
  };
  expect(changed(standing, { action: 'keep', to: null, note })).toEqual([]);
  expect(changed(standing, { action: 'move', to, note })).toEqual([
    ['loser', 'update', { resource_id: 'sala 2' }],
  ]);
  expect(changed({ ...standing, zone: 'Europe/Lisbon' }, { action: 'move', to, note })).toEqual([
    [
      'loser',
      'update',
      {
        resource_id: 'sala 2',
        timezone: 'Europe/Lisbon',
        start_wall: '2026-11-24T10:00',
        end_wall: '2026-11-24T11:00',
      },
    ],
  ]);
  expect(changed(standing, { action: 'cancel', note })).toEqual([
    ['loser', 'update', { status: 'cancelled' }],
  ]);
  expect(changed(standing, { action: 'mine', note })).toBe('bad_status');
  const over: Case = {
    ...standing,
    loser: { ...walled, id: 'loser', title: 'Ana', status: 'cancelled' },
  };
  expect(changed(over, { action: 'move', to, note })).toBe('bad_status');
  expect(changed(over, { action: 'keep', to: null, note })).toEqual([]);
});

test('times that read otherwise on the wall are kept as they read there', () => {
  const theirs = {
    timezone: 'Atlantic/Azores',
    start_wall: '2026-11-24T09:00',
    end_wall: '2026-11-24T10:00',
  };
  const mismatch: Case = {
    ...double,
    conflict_type: 'timezone_mismatch',
    loser: { ...walled, id: 'loser', title: 'Ana', status: 'confirmed' },
    holder: null,
    set_aside: { ...set_aside, theirs },
  };
  expect(changed(mismatch, { action: 'keep', to: null, note })).toEqual([
    ['loser', 'update', theirs],
  ]);
});

test('of very many at once a person can only have seen it', () => {
  const many: Case = {
    ...double,
    conflict_type: 'resource_unavailable',
    table: 'resource_closures',
    loser: null,
    holder: null,
  };
  expect(changed(many, { action: 'theirs', note })).toEqual([]);
  expect(changed(many, { action: 'keep', to: null, note })).toBe('bad_status');
});
