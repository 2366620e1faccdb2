import { beforeEach, expect, test } from 'vitest';
import { createPatience } from './patience.ts';
import type { Patience } from './patience.ts';

let now: number;
let patience: Patience;
beforeEach(() => {
  now = 0;
  patience = createPatience({ now: () => now });
});

const limit = (kind: string, bytes = 0) => patience.begin(kind, bytes).limit;

function answered(kind: string, bytes: number, took: number): void {
  const waiting = patience.begin(kind, bytes);
  now += took;
  waiting.end('answered');
}

test('silence is borne for ten seconds, whatever the call', () => {
  expect([limit('hello'), limit('pull')]).toStrictEqual([10_000, 10_000]);
});

test('a kind of call that met silence gets longer each time, up to a bound; others do not', () => {
  const borne = Array.from({ length: 5 }, () => {
    const waiting = patience.begin('pull', 0);
    waiting.end('silent');
    return waiting.limit;
  });
  expect(borne).toStrictEqual([10_000, 20_000, 40_000, 70_000, 70_000]);
  expect(limit('hello')).toBe(10_000);
  answered('hello', 0, 5);
  expect(limit('pull')).toBe(70_000);
  answered('pull', 0, 5);
  expect(limit('pull')).toBe(10_000);
});

test('what is being sent gets the time it needs at 1 kB a second, as far as the machine holds it back', () => {
  expect(limit('push', 16_000)).toBe(26_000);
  expect(limit('push', 1_000_000)).toBe(74_000);
});

test('on a link that was seen to be quick, a large call is missed as soon as a small one', () => {
  answered('push', 100_000, 100);
  expect(limit('push', 1_000_000)).toBeLessThan(10_500);
  // Then it was slow: 4 kB took 8 seconds.
  answered('push', 4000, 8000);
  expect(limit('push', 16_000)).toBe(26_000);
});

test('after silence nothing is known of the link any more', () => {
  answered('push', 100_000, 100);
  patience.begin('hello', 0).end('silent');
  expect(limit('push', 16_000)).toBe(26_000);
});
