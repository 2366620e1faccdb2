import { beforeEach, expect, test } from 'vitest';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { guardCrash } from './crash-guard.ts';

const MINUTE = 60_000;

let time: ReturnType<typeof createManualTime>;
let seen: string[];
let die: (reason: string) => void;
beforeEach(() => {
  time = createManualTime();
  seen = [];
  guardCrash(
    {
      on: (_event, listener) => {
        die = (reason) => listener({}, { reason });
      },
      reload: () => seen.push('reload'),
    },
    { clock: time.clock, log: () => {}, giveUp: () => seen.push('give up') },
  );
});

test.each(['crashed', 'oom', 'killed', 'launch-failed'])(
  'a page that ended (%s) is loaded again',
  (reason) => {
    die(reason);
    expect(seen).toEqual(['reload']);
  },
);

test('a page that ended as it should is left alone', () => {
  die('clean-exit');
  expect(seen).toEqual([]);
});

test('after three times in five minutes nobody is left in front of a window that dies', async () => {
  for (let times = 0; times < 3; times++) {
    die('crashed');
    await time.advance(MINUTE);
  }
  die('crashed');
  expect(seen).toEqual(['reload', 'reload', 'reload', 'give up']);
});

test('three times in a longer while are no reason to give up', async () => {
  for (let times = 0; times < 9; times++) {
    die('crashed');
    await time.advance(2 * MINUTE);
  }
  expect(new Set(seen)).toEqual(new Set(['reload']));
});
