import { beforeEach, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import type { ManualTime } from '#tests/helpers/manual-time.ts';
import { answered, refused } from './envelopes.ts';
import { createLiveQueries } from './live.ts';
import type { LiveQueries } from './live.ts';

let time: ManualTime;
let live: LiveQueries;
let value: number;
let runs: number;
const got: unknown[] = [];

beforeEach(() => {
  time = createManualTime();
  live = createLiveQueries(time);
  value = 1;
  runs = 0;
  got.length = 0;
});

const run = () => {
  runs += 1;
  return { envelope: answered(value), tables: new Set(['bookings']), whole: true };
};
const bookings = new Set(['bookings', 'outbox']);

test('sends the present result, then only what changed', async () => {
  live.subscribe('a', run, (envelope) => got.push(envelope));
  await time.advance(0);
  live.touch(bookings);
  await time.advance(30);
  value = 2;
  live.touch(bookings);
  await time.advance(30);
  expect(got).toStrictEqual([answered(1), answered(2)]);
});

test('runs at most once per 30 ms, and the last change is never missed', async () => {
  live.subscribe('a', run, (envelope) => got.push(envelope));
  await time.advance(0);
  for (let at = 0; at < 90; at++) {
    value = at;
    live.touch(bookings);
    await time.advance(1);
  }
  await time.advance(30);
  expect(runs).toBeLessThanOrEqual(6);
  expect(got.at(-1)).toStrictEqual(answered(89));
});

test('a clock that is set back does not hold a screen up', async () => {
  live.subscribe('a', run, (envelope) => got.push(envelope));
  await time.advance(1000);
  time.setClock(-3_600_000);
  value = 2;
  live.touch(bookings);
  await time.advance(30);
  expect(got).toStrictEqual([answered(1), answered(2)]);
});

test('a change long after the last is shown at once', async () => {
  live.subscribe('a', run, (envelope) => got.push(envelope));
  await time.advance(1000);
  value = 2;
  live.touch(bookings);
  await time.advance(0);
  expect(got).toHaveLength(2);
});

test('tables it did not look at do not matter', async () => {
  live.subscribe('a', run, (envelope) => got.push(envelope));
  await time.advance(0);
  live.touch(new Set(['users']));
  await time.advance(100);
  expect(runs).toBe(1);
});

test('many subscribers of one key share a run; a late one gets the present result at once', async () => {
  const ends = Array.from({ length: 5 }, () =>
    live.subscribe('a', run, (envelope) => got.push(envelope)),
  );
  await time.advance(0);
  ends.push(live.subscribe('a', run, (envelope) => got.push(envelope)));
  expect({ runs, sent: got.length }).toStrictEqual({ runs: 1, sent: 6 });
  for (const end of ends) end();
  live.touch(bookings);
  await time.advance(100);
  expect({ runs, armed: time.armed() }).toStrictEqual({ runs: 1, armed: [] });
});

test('what failed runs again when anything changes that its last good run or the failed one looked at', async () => {
  const failing = (...tables: string[]) => ({
    envelope: refused('internal'),
    tables: new Set(tables),
    whole: false,
  });
  const results = [
    { ...run(), tables: new Set(['bookings', 'users']) },
    failing('users'),
    failing('replica'),
    { ...run(), tables: new Set(['users']) },
  ];
  runs = 0;
  const next = () => {
    runs += 1;
    return must(results[runs - 1], 'one more result');
  };
  const changed = async (table: string) => {
    live.touch(new Set([table]));
    await time.advance(30);
    return runs;
  };
  live.subscribe('a', next, (envelope) => got.push(envelope));
  await time.advance(0);
  expect(await changed('users')).toBe(2);
  expect(await changed('bookings')).toBe(3);
  expect(await changed('replica')).toBe(4);
  expect(await changed('bookings')).toBe(4);
  expect(await changed('replica')).toBe(4);
});

test('after stop nothing runs any more', async () => {
  live.subscribe('a', run, (envelope) => got.push(envelope));
  await time.advance(0);
  live.touch(bookings);
  live.stop();
  await time.advance(100);
  expect(runs).toBe(1);
});
