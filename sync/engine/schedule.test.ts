import { expect, test } from 'vitest';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { createSchedule } from './schedule.ts';

const YEAR = 365 * 86_400_000;

test('a clock that was set back by years holds neither uploads nor comparisons up', () => {
  const time = createManualTime();
  const schedule = createSchedule(time.clock, () => 0.5);
  schedule.uploadFailed();
  schedule.compared(time.clock.now());
  schedule.changed(time.clock.now());
  expect(schedule.mayUpload()).toBe(false);
  expect(schedule.isCompareDue(true)).toBe(false);
  expect(schedule.isCompareDue(false)).toBe(false);
  time.sleepThrough(-10 * YEAR);
  expect(schedule.mayUpload()).toBe(true);
  expect(schedule.isCompareDue(true)).toBe(true);
  expect(schedule.isCompareDue(false)).toBe(true);
});

test('uploads that failed wait, others do not', () => {
  const time = createManualTime();
  const schedule = createSchedule(time.clock, () => 0.5);
  expect(schedule.mayUpload()).toBe(true);
  schedule.uploadFailed();
  time.sleepThrough(500);
  expect(schedule.mayUpload()).toBe(false);
  time.sleepThrough(500);
  expect(schedule.mayUpload()).toBe(true);
  schedule.uploadFailed();
  schedule.hurry();
  expect(schedule.mayUpload()).toBe(true);
});
