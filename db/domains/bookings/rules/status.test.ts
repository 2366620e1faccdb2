import { expect, test } from 'vitest';
import { BOOKING_STATUSES, mayBecome, mayMove, occupies } from './status.ts';

test('the whole table of transitions', () => {
  const allowed = BOOKING_STATUSES.flatMap((from) =>
    BOOKING_STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(allowed).toEqual([
    'draft → held',
    'draft → pending',
    'draft → confirmed',
    'draft → cancelled',
    'held → pending',
    'held → confirmed',
    'held → cancelled',
    'held → released',
    'pending → confirmed',
    'pending → waitlisted',
    'pending → rejected',
    'pending → cancelled',
    'confirmed → checked_in',
    'confirmed → cancelled',
    'confirmed → no_show',
    'confirmed → released',
    'checked_in → confirmed',
    'checked_in → completed',
    'waitlisted → pending',
    'waitlisted → confirmed',
    'waitlisted → rejected',
    'waitlisted → cancelled',
    'no_show → confirmed',
    'no_show → checked_in',
  ]);
});

test('nobody becomes conflicted or leaves it by hand', () => {
  for (const status of BOOKING_STATUSES) {
    expect(mayBecome(status, 'conflicted')).toBe(false);
    expect(mayBecome('conflicted', status)).toBe(false);
  }
});

test('what takes time, and what can be moved', () => {
  expect(BOOKING_STATUSES.filter(occupies)).toEqual(['held', 'pending', 'confirmed', 'checked_in']);
  expect(BOOKING_STATUSES.filter(mayMove)).toEqual([
    'draft',
    'held',
    'pending',
    'confirmed',
    'checked_in',
    'waitlisted',
  ]);
});
