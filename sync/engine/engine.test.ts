import { must } from '#db/kernel/must.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import type { Engine } from './engine.ts';

let desk: EngineDesk;
let engine: Engine;
beforeEach(() => {
  desk = engineDesk();
  ({ engine } = desk);
});
afterEach(() => engine.stop());

async function ready(): Promise<void> {
  const first = await engine.syncOnce();
  expect(first).toMatchObject({ ok: true, value: { verified: true } });
  desk.central.calls.length = 0;
  desk.replica.order.length = 0;
}

describe('the first fill', () => {
  test('begins at a snapshot, copies in chunks, pulls what changed meanwhile, then is ready and verified', async () => {
    for (let n = 1; n <= 5; n++) desk.central.write('things', thing(n));
    const release = desk.central.holdNext('snapshotChunk');
    const done = engine.syncOnce();
    await desk.time.settle();
    expect(engine.status().light).toBe('filling');
    desk.central.write('things', thing(1));
    release();
    expect(await done).toMatchObject({ ok: true, value: { verified: true } });
    const { order } = desk.replica;
    expect(order.indexOf('applyPull')).toBeLessThan(order.indexOf('finishFill'));
    expect(desk.replica.rows.size).toBe(5);
    expect(engine.status().light).toBe('up_to_date');
  });

  test('goes on where it was interrupted', async () => {
    for (let n = 1; n <= 9; n++) desk.central.write('things', thing(n));
    const release = desk.central.holdNext('snapshotChunk');
    const broken = engine.syncOnce();
    await desk.time.settle();
    desk.central.failNext('pull');
    release();
    expect(await broken).toMatchObject({ ok: false, error: { code: 'central_unreachable' } });
    const chunks = desk.central.calls.filter((call) => call === 'snapshotChunk').length;
    expect(desk.replica.state().phase).toBe('filling');
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    // All chunks were there already: none is fetched again.
    expect(desk.central.calls.filter((call) => call === 'snapshotChunk')).toHaveLength(chunks);
    expect(desk.replica.order.filter((step) => step === 'beginFill')).toHaveLength(1);
  });
});

describe('one round', () => {
  beforeEach(ready);

  test('sends, fetches and compares; the report counts what was confirmed', async () => {
    desk.replica.write('things', thing(100));
    desk.central.write('things', thing(200));
    expect(await engine.syncOnce()).toStrictEqual({
      ok: true,
      // Two rows: the other desk's, and our own coming back.
      value: { pushed: 1, pulled: 2, conflicts: 0, rejected: 0, verified: true },
    });
    expect(engine.status().light).toBe('up_to_date');
  });

  test('a lost answer sends the op again and applies it once', async () => {
    desk.replica.write('things', thing(100));
    desk.central.dropNext('push');
    expect(await engine.syncOnce()).toMatchObject({ ok: false });
    const { version } = desk.central.rows.get(thing(100)) ?? { version: 0 };
    expect(await engine.syncOnce()).toMatchObject({
      ok: true,
      value: { pushed: 1, verified: true },
    });
    expect(desk.central.rows.get(thing(100))?.version).toBe(version);
  });

  test.each(['unreachable', 'busy', 'broken'] as const)(
    'a push that fails as %s does not keep the pull from running',
    async (failure) => {
      desk.replica.write('things', thing(100));
      desk.central.write('things', thing(200));
      desk.central.failNext('push', failure);
      expect(await engine.syncOnce()).toMatchObject({ ok: false });
      expect(desk.replica.rows.has(thing(200))).toBe(true);
      expect(engine.status().error).not.toBeNull();
      expect(engine.status().light).toBe('syncing');
    },
  );

  test('a rejected op needs attention, and those behind it go on', async () => {
    desk.central.refused.add(desk.replica.write('things', thing(100)));
    desk.replica.write('things', thing(101));
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { pushed: 2, rejected: 1 } });
    expect(desk.central.rows.has(thing(101))).toBe(true);
    expect(engine.status().light).toBe('attention');
  });

  test('two at once run one after the other', async () => {
    desk.replica.write('things', thing(100));
    const release = desk.central.holdNext('push');
    const both = Promise.all([engine.syncOnce(), engine.syncOnce()]);
    await desk.time.settle();
    expect(desk.central.calls.filter((call) => call === 'push')).toHaveLength(1);
    release();
    const [first, second] = await both;
    expect(first).toMatchObject({ ok: true, value: { pushed: 1 } });
    expect(second).toMatchObject({ ok: true, value: { pushed: 0 } });
  });
});

describe('what does not fit', () => {
  beforeEach(ready);

  test('a row that differs is noticed by checksums, put on record and fetched again', async () => {
    desk.central.write('things', thing(1));
    await engine.syncOnce();
    desk.central.corrupt('things', thing(1));
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    expect(desk.replica.incidents).toStrictEqual(['checksums_differ']);
    expect(desk.replica.rows.get(thing(1))?.version).toBe(desk.central.rows.get(thing(1))?.version);
  });

  test('a restored file gets a new incarnation, keeps what was not sent, and is compared', async () => {
    desk.replica.write('things', thing(1));
    await engine.syncOnce();
    await engine.stop();
    desk.replica.restore({ op_no: 0 });
    const before = desk.replica.state().incarnation;
    engine = desk.another();
    desk.replica.write('things', thing(3));
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    expect(desk.replica.state().incarnation).not.toBe(before);
    expect(desk.replica.incidents).toContain('reincarnated');
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('a central put back from a backup is compared in full, and its epoch remembered after that', async () => {
    desk.central.write('things', thing(1));
    await engine.syncOnce();
    await engine.stop();
    desk.central.epoch = '00000000-0000-7000-8000-0000000000e2';
    desk.central.rows.delete(thing(1));
    engine = desk.another();
    expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
    expect(desk.replica.rows.size).toBe(0);
    expect(desk.replica.state().epoch).toBe(desk.central.epoch);
  });
});

describe('by itself', () => {
  beforeEach(async () => {
    await ready();
    engine.start();
    await desk.time.settle();
    desk.central.calls.length = 0;
  });

  test('a local write travels within 10 ms, several together, and wakes the other desks once', async () => {
    desk.replica.write('things', thing(1));
    engine.localWrite();
    desk.replica.write('things', thing(2));
    engine.localWrite();
    expect(engine.status().light).toBe('syncing');
    await desk.time.advance(10);
    expect(desk.central.calls.filter((call) => call === 'push')).toHaveLength(1);
    expect(desk.central.calls.filter((call) => call === 'wake')).toHaveLength(1);
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('a local write travels although counting what waits failed', async () => {
    // Until nothing else is due for long.
    await desk.time.advance(5000);
    desk.replica.write('things', thing(1));
    const broken = vi.spyOn(desk.replica, 'state').mockImplementation(() => {
      throw new Error('once');
    });
    expect(() => engine.localWrite()).toThrow('once');
    broken.mockRestore();
    await desk.time.advance(10);
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('hints are at least 100 ms apart', async () => {
    for (let n = 1; n <= 5; n++) {
      desk.replica.write('things', thing(n));
      engine.localWrite();
      await desk.time.advance(15);
    }
    expect(desk.central.calls.filter((call) => call === 'push')).toHaveLength(5);
    expect(desk.central.calls.filter((call) => call === 'wake')).toHaveLength(1);
    await desk.time.advance(100);
    expect(desk.central.calls.filter((call) => call === 'wake')).toHaveLength(2);
  });

  test("another desk's hint is followed at once", async () => {
    desk.central.write('things', thing(1));
    desk.central.hint();
    await desk.time.settle();
    expect(desk.replica.rows.has(thing(1))).toBe(true);
    expect(engine.status().lag).toBe(0);
  });

  test('turns green only after a comparison once things are quiet', async () => {
    desk.central.write('things', thing(1));
    desk.central.hint();
    await desk.time.settle();
    expect(engine.status().light).toBe('syncing');
    engine.setInterest('focused');
    await desk.time.advance(2500);
    expect(engine.status().light).toBe('up_to_date');
  });

  test.each([
    ['focused', 1000],
    ['visible', 5000],
    ['hidden', 30_000],
  ] as const)('polls without hints while %s', async (interest, every) => {
    engine.setInterest(interest);
    await desk.time.advance(every * 1.1);
    desk.central.calls.length = 0;
    await desk.time.advance(every * 10);
    const { calls } = desk.central;
    // Idle means quiet: no push, and one small query at a time. A hello takes the place of a pull.
    expect(calls.length).toBeGreaterThanOrEqual(9);
    expect(calls.length).toBeLessThanOrEqual(11);
    expect(calls.filter((call) => call !== 'pull' && call !== 'hello')).toStrictEqual([]);
    const hellos = calls.filter((call) => call === 'hello').length;
    expect(hellos).toBeLessThanOrEqual((every * 10) / 60_000);
    if (interest === 'hidden') expect(hellos).toBeGreaterThanOrEqual(3);
  });

  test('at rest a comparison takes the place of a pull', async () => {
    engine.setInterest('focused');
    await desk.time.advance(7000);
    // Compared now, so that later comparisons do not fall together with a hello.
    await engine.syncOnce();
    let pulls = 0;
    for (let poll = 0; poll < 700; poll++) {
      desk.central.calls.length = 0;
      await desk.time.advance(must(desk.time.armed()[0], 'the next poll'));
      const fetched = desk.central.calls.filter((call) => call === 'pull').length;
      expect(fetched).toBeLessThanOrEqual(1);
      pulls += fetched;
    }
    expect(pulls).toBeGreaterThan(600);
  });

  test('without central it is offline, tries again after growing waits, and comes back', async () => {
    engine.setInterest('focused');
    await desk.time.settle();
    for (const call of ['pull', 'hello'] as const) desk.central.failNext(call, 'unreachable', 2);
    await desk.time.advance(1100);
    expect(engine.status()).toMatchObject({
      light: 'offline',
      error: { code: 'central_unreachable' },
    });
    expect(engine.status().nextTryAt).toBeGreaterThan(desk.time.clock.now());
    await desk.time.advance(120_000);
    expect(engine.status()).toMatchObject({ light: 'up_to_date', error: null, nextTryAt: null });
  });

  test('typing while central is away does not hammer it', async () => {
    for (const call of ['pull', 'hello', 'push'] as const) {
      desk.central.failNext(call, 'unreachable', 1000);
    }
    await desk.time.advance(100_000);
    desk.central.calls.length = 0;
    for (let n = 1; n <= 100; n++) {
      desk.replica.write('things', thing(n));
      engine.localWrite();
      await desk.time.advance(20);
    }
    expect(desk.central.calls.length).toBeLessThan(5);
    expect(engine.status().state.waiting).toBe(100);
  });

  test('unplugged it stays away whatever happens; plugged in it goes at once', async () => {
    await engine.setPlugged(false);
    desk.central.calls.length = 0;
    desk.replica.write('things', thing(1));
    engine.localWrite();
    engine.setInterest('focused');
    await desk.time.advance(100_000);
    expect(await engine.syncOnce()).toMatchObject({ ok: false });
    expect(desk.central.calls).toStrictEqual([]);
    expect(engine.status().light).toBe('offline');
    await engine.setPlugged(true);
    await desk.time.settle();
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('stop ends a call that would never return, and arms nothing more', async () => {
    desk.central.holdNext('pull');
    desk.central.hint();
    await desk.time.settle();
    await engine.stop();
    expect(desk.time.armed()).toStrictEqual([]);
  });
});

describe('contents that rotted under an unchanged version', () => {
  const days = 24 * 60 * 60_000;

  test('are found within a hundred days, put on record and fetched again', async () => {
    desk.central.write('things', thing(1));
    await ready();
    const row = must(desk.replica.rows.get(thing(1)), 'the thing');
    desk.replica.rows.set(thing(1), { ...row, rotten: true });
    let day = 0;
    for (; day < 100 && !desk.replica.incidents.includes('contents_differ'); day++) {
      await desk.time.advance(days);
      await engine.syncOnce();
    }
    expect(desk.replica.incidents).toContain('contents_differ');
    expect(desk.logged).toContain('sync.contents_differed');
    expect(desk.replica.rows.get(thing(1))).toStrictEqual(row);
    expect(engine.status().light).toBe('up_to_date');
  });

  test('are looked for once a day', async () => {
    desk.central.write('things', thing(1));
    await ready();
    const looks = () => desk.central.calls.filter((call) => call === 'bucketRows').length;
    for (let hour = 0; hour < 100 * 24; hour += 6) {
      await desk.time.advance(days / 4);
      await engine.syncOnce();
    }
    expect(looks()).toBe(1);
  });
});
