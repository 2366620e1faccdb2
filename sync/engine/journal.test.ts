import { expect, test } from 'vitest';
import { fail, ok } from '#db/kernel/result.ts';
import type { LogFields } from '#db/kernel/log.ts';
import { createJournal } from './journal.ts';

const report = { pushed: 0, pulled: 0, conflicts: 0, rejected: 0, verified: false };

function ended(more: Partial<typeof report>) {
  return ok({ report: { ...report, ...more }, refused: null, compared: null, pushFailure: null });
}

function kept() {
  const lines: [string, LogFields][] = [];
  let now = 0;
  const log = {
    write: (_: string, event: string, fields: LogFields = {}) => void lines.push([event, fields]),
  };
  const journal = createJournal({ clock: { now: () => now }, log });
  return { lines, journal, at: (to: number) => (now = to) };
}

test('a round that did something is a line, an idle one is none, unless it was slow', () => {
  const { lines, journal, at } = kept();
  journal.round(0, ended({}), 0);
  expect(lines).toStrictEqual([]);
  at(30);
  journal.round(10, ended({ pushed: 2, conflicts: 1 }), 3);
  at(2000);
  journal.round(900, ended({}), 0);
  journal.round(2000, fail('central_unreachable'), 5);
  expect(lines).toStrictEqual([
    ['sync.round', { ...report, pushed: 2, conflicts: 1, waiting: 3, ms: 20 }],
    ['sync.round', { ...report, waiting: 0, ms: 1100 }],
    ['sync.round', { code: 'central_unreachable', waiting: 5, ms: 0 }],
  ]);
});

test('sums come at the end, once, and every thousand rounds', () => {
  const { lines, journal } = kept();
  for (let n = 0; n < 1500; n++) journal.round(0, ended({ pulled: 1 }), 0);
  journal.sum();
  journal.sum();
  const sums = lines.filter(([event]) => event === 'sync.sums').map(([, fields]) => fields);
  expect(sums).toMatchObject([
    { rounds: 1000, pulled: 1000, failed: 0 },
    { rounds: 1500, pulled: 1500, failed: 0 },
  ]);
});
