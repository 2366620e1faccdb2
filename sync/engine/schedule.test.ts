import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { createSchedule } from './schedule.ts';

const YEAR = 365 * 86_400_000;
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a clock that was set back by years holds neither uploads nor comparisons up', () => {
  const time = createManualTime();
  const schedule = createSchedule(time.clock, () => 0.5);
  schedule.uploadFailed(false);
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
  schedule.uploadFailed(false);
  time.sleepThrough(500);
  expect(schedule.mayUpload()).toBe(false);
  time.sleepThrough(500);
  expect(schedule.mayUpload()).toBe(true);
  schedule.uploadFailed(false);
  schedule.hurry();
  expect(schedule.mayUpload()).toBe(true);
});

test('who is hidden and at rest never asks sooner than after 30 seconds, nor much later', () => {
  fc.assert(
    fc.property(draw, fc.boolean(), (drawn, verified) => {
      const wait = createSchedule({ now: () => 0 }, () => drawn).wait({ verified }, false);
      expect(wait).toBeGreaterThanOrEqual(30_000);
      expect(wait).toBeLessThanOrEqual(36_000);
    }),
    { examples: [[0, true]] },
  );
});

test('who is focused sees what others did within 1.1 seconds', () => {
  fc.assert(
    fc.property(draw, (drawn) => {
      const schedule = createSchedule({ now: () => 0 }, () => drawn);
      schedule.watch('focused');
      expect(schedule.wait({ verified: true }, false)).toBeLessThanOrEqual(1100);
    }),
  );
});

test('a link that fails right after something got through is tried again soon, and once', () => {
  const time = createManualTime();
  const schedule = createSchedule(time.clock, () => 0);
  const wait = () => schedule.wait({ verified: false }, false);
  schedule.failed({ remedy: 'retry' });
  expect(wait()).toBe(500);
  schedule.moved(true);
  schedule.failed({ remedy: 'retry' });
  expect(wait()).toBe(125);
  schedule.failed({ remedy: 'retry' });
  expect(wait()).toBe(1000);
  schedule.worked();
  schedule.failed({ remedy: 'retry' });
  expect(wait()).toBe(500);
});
