import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LinkError } from '#sync/core/protocol.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import { LONGEST_WAIT } from './backoff.ts';
import type { Engine } from './engine.ts';

// Central gives a call up after a minute, and a slow link carries so many rows in one.
const MINUTE = 60_000;
const CARRIED = 100;
let desk: EngineDesk;
let engine: Engine;
let carried: number;
let givenUp: number;
/** What an answer that is too long ends with. */
let failure: () => LinkError;
beforeEach(() => {
  desk = engineDesk({ chunkRows: 5000 });
  ({ engine } = desk);
  carried = CARRIED;
  givenUp = 0;
  failure = () => new LinkError('busy', '57014', 'central: 57014');
  const connect = desk.central.connect.bind(desk.central);
  desk.central.connect = () => slow(connect());
});
afterEach(() => engine.stop());

function slow(link: CentralLink): CentralLink {
  const carry = async <T>(answer: Promise<T>, rowsOf: (of: T) => number): Promise<T> => {
    const reply = await answer;
    const rows = rowsOf(reply);
    desk.time.sleepThrough(Math.min(MINUTE, rows === 0 ? 0 : (MINUTE * rows) / carried));
    if (rows <= carried) return reply;
    givenUp += 1;
    throw failure();
  };
  return {
    ...link,
    snapshotChunk: (...asked) => carry(link.snapshotChunk(...asked), ({ rows }) => rows.length),
    pull: (...asked) => carry(link.pull(...asked), ({ images }) => images.length),
    bucketRows: (...asked) => carry(link.bucketRows(...asked), (images) => images.length),
    bucketPart: (...asked) => carry(link.bucketPart(...asked), (images) => images.length),
  };
}

const called = (name: string) => desk.central.calls.filter((call) => call === name).length;

/** Somebody else writes things, the n-th with the id that `id` makes of n. */
function written(things: number, id: (n: number) => number = (n) => n): void {
  for (let n = 1; n <= things; n++) desk.central.write('things', thing(id(n)));
}

/** All in one bucket. */
const together = (n: number) => 256 * n + 7;

describe('over a link too slow for what is asked at first', () => {
  test('a first fill ends with the first round, and learned what the link carries', async () => {
    written(3000);
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    expect(desk.replica.rows.size).toBe(3000);
    expect(givenUp).toBeLessThan(5);
    expect(called('snapshotChunk')).toBeLessThan((2 * 3000) / (CARRIED / 4));
  });

  test.each([
    ['of many buckets', (n: number) => n],
    ['of one bucket that is too large by itself', together],
  ])('what the feed was too long for is fetched with the first round: rows %s', async (_, id) => {
    expect(await engine.syncOnce()).toMatchObject({ ok: true });
    written(600, id);
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    expect(desk.replica.rows.size).toBe(600);
    expect(engine.status()).toMatchObject({ light: 'up_to_date', error: null });
  });

  test.each([
    ['of many buckets', (n: number) => n],
    ['of one bucket', together],
  ])('what checksums found is fetched with the first round: rows %s', async (_, id) => {
    written(600, id);
    expect(await engine.syncOnce()).toMatchObject({ ok: true });
    for (let n = 1; n <= 600; n++) desk.central.corrupt('things', thing(id(n)));
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    expect(engine.status().light).toBe('up_to_date');
  });
});

test('what was learned outlives the round and the link, and is unlearned on a quick one', async () => {
  written(2000);
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  await engine.setPlugged(false);
  await engine.setPlugged(true);
  givenUp = 0;
  for (let n = 1; n <= 2000; n++) desk.central.corrupt('things', thing(n));
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  expect(givenUp).toBe(0);
  carried = 10_000;
  for (let n = 1; n <= 2000; n++) desk.central.corrupt('things', thing(n));
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  desk.central.calls.length = 0;
  for (let n = 1; n <= 2000; n++) desk.central.corrupt('things', thing(n));
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  // 64 buckets a call.
  expect(called('bucketRows')).toBe(4);
});

test('what is written here while a long download comes in parts is sent between two of them', async () => {
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  written(600);
  const replace = desk.replica.replaceBuckets.bind(desk.replica);
  desk.replica.replaceBuckets = async (...asked) => {
    const n = 1000 + desk.central.acked.size;
    if (desk.replica.outbox.length === 0) desk.replica.write('things', thing(n));
    return await replace(...asked);
  };
  expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  // Each is at central before the next part is asked for, and nothing is pulled in between.
  const { calls } = desk.central;
  const parts = calls.flatMap((call, at) => (call === 'bucketRows' ? [at] : []));
  expect(parts.length).toBeGreaterThan(9);
  const between = calls.slice(parts.at(-9), parts.at(-1));
  expect(between.filter((call) => call === 'push')).toHaveLength(8);
  expect(between).not.toContain('pull');
  expect(desk.replica.outbox).toStrictEqual([]);
});

test('an upload that fails in between is left for the next round, and the download goes on', async () => {
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  written(600);
  const replace = desk.replica.replaceBuckets.bind(desk.replica);
  desk.replica.replaceBuckets = async (...asked) => {
    if (desk.replica.outbox.length === 0) desk.replica.write('things', thing(1000));
    desk.replica.replaceBuckets = replace;
    return await replace(...asked);
  };
  desk.central.failNext('push', 'busy', 100);
  desk.central.calls.length = 0;
  expect(await engine.syncOnce()).toMatchObject({ error: { code: 'central_unreachable' } });
  expect(desk.replica.rows.size).toBe(600);
  expect(called('bucketRows')).toBeGreaterThan(9);
  expect(called('push')).toBe(1);
});

describe('over a link that is cut before a long answer is there', () => {
  let longest: number;
  beforeEach(() => {
    failure = () => new LinkError('unreachable', 'ECONNRESET', 'cut');
    longest = 0;
    engine.onChange(() => {
      const { nextTryAt } = engine.status();
      if (nextTryAt !== null) longest = Math.max(longest, nextTryAt - desk.time.clock.now());
    });
  });

  test('a first fill asks for less until it gets through, without longer waits', async () => {
    written(1000);
    engine.start();
    engine.setInterest('focused');
    await desk.time.advance(20 * MINUTE);
    expect(desk.replica.rows.size).toBe(1000);
    expect(engine.status().light).toBe('up_to_date');
    expect(longest).toBeLessThan(2001);
  });

  test('so do repairs, and waits do not grow while something is mended each time', async () => {
    written(600);
    carried = 10_000;
    expect(await engine.syncOnce()).toMatchObject({ ok: true });
    carried = CARRIED;
    for (let n = 1; n <= 600; n++) desk.central.corrupt('things', thing(n));
    // Every third call of the rest meets a dead link.
    const replace = desk.replica.replaceBuckets.bind(desk.replica);
    let mended = 0;
    desk.replica.replaceBuckets = async (...asked) => {
      mended += 1;
      if (mended % 3 === 0) desk.central.failNext('bucketRows');
      return await replace(...asked);
    };
    desk.central.write('things', thing(601));
    engine.start();
    engine.setInterest('focused');
    await desk.time.advance(15 * MINUTE);
    expect(mended).toBeGreaterThan(9);
    expect(engine.status().light).toBe('up_to_date');
    expect(longest).toBeLessThan(2001);
  });
});

test('a central that gives everything up is waited for, and work here is sent in between', async () => {
  written(600);
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  carried = 0;
  for (let n = 1; n <= 600; n++) desk.central.corrupt('things', thing(n));
  desk.central.write('things', thing(601));
  desk.central.calls.length = 0;
  engine.start();
  engine.setInterest('focused');
  await desk.time.advance(MINUTE);
  desk.replica.write('things', thing(700));
  engine.localWrite();
  await desk.time.advance(60 * MINUTE);
  expect(desk.replica.outbox).toStrictEqual([]);
  expect(called('bucketRows') + called('bucketPart')).toBeLessThan(60);
  carried = CARRIED;
  await desk.time.advance(LONGEST_WAIT + 20 * MINUTE);
  expect(engine.status().light).toBe('up_to_date');
});
