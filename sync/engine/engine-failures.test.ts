import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { LONGEST_WAIT } from './backoff.ts';
import type { Engine } from './engine.ts';

let desk: EngineDesk;
let engine: Engine;
beforeEach(async () => {
  desk = engineDesk();
  ({ engine } = desk);
  expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  engine.start();
  engine.setInterest('focused');
  await desk.time.advance(3000);
  expect(engine.status().light).toBe('up_to_date');
  desk.central.calls.length = 0;
});
afterEach(() => engine.stop());

const called = (name: string) => desk.central.calls.filter((call) => call === name).length;

describe('what only a person can mend', () => {
  test.each([
    ['revoked', 'revoked', 'device_revoked'],
    ['untrusted', 'offline', 'central_untrusted'],
  ] as const)(
    'central that answers %s is asked again every five minutes, and all is well once it is',
    async (failure, light, code) => {
      desk.central.failNext('pull', failure);
      desk.central.failNext('hello', failure, 2);
      await desk.time.advance(2000);
      expect(engine.status()).toMatchObject({ light, error: { code } });
      desk.central.calls.length = 0;
      await desk.time.advance(2 * LONGEST_WAIT);
      expect(called('hello')).toBe(2);
      expect(engine.status().light).toBe(light);
      desk.replica.write('things', thing(1));
      engine.localWrite();
      await desk.time.advance(LONGEST_WAIT + 3000);
      expect(engine.status()).toMatchObject({ light: 'up_to_date', error: null });
      expect(desk.replica.outbox).toStrictEqual([]);
    },
  );
});

test('verdicts of other ops than those sent are no progress: they are not sent for ever', async () => {
  const connect = desk.central.connect.bind(desk.central);
  let sent = 0;
  desk.central.connect = () => {
    const link = connect();
    return {
      ...link,
      push: async (ops) => {
        sent += 1;
        if (sent > 50) throw new Error('sent for ever');
        const reply = await link.push(ops);
        if (reply.kind !== 'verdicts') return reply;
        const verdicts = reply.verdicts.map((verdict) => ({ ...verdict, op_id: thing(999) }));
        return { ...reply, verdicts };
      },
    };
  };
  await engine.setPlugged(false);
  desk.replica.write('things', thing(1));
  await engine.setPlugged(true);
  await desk.time.advance(1000);
  // Tried again after growing waits, as whatever fails.
  expect(sent).toBeLessThan(5);
  expect(engine.status()).toMatchObject({ state: { waiting: 1 }, error: { code: 'internal' } });
});

describe('what is over soon', () => {
  test('a busy central is asked again on the same connection, and nobody is told that it is away', async () => {
    const { links } = desk.central;
    desk.central.failNext('pull', 'busy', 3);
    await desk.time.advance(1100);
    expect(engine.status()).toMatchObject({ error: { code: 'central_unreachable' } });
    expect(engine.status().light).not.toBe('offline');
    await desk.time.advance(20_000);
    expect(engine.status()).toMatchObject({ light: 'up_to_date', error: null });
    expect(desk.central.links).toBe(links);
  });

  test('a central too busy to let us in is away, and tried anew', async () => {
    await engine.setPlugged(false);
    desk.central.failNext('hello', 'busy', 2);
    const { links } = desk.central;
    await engine.setPlugged(true);
    await desk.time.settle();
    expect(engine.status().light).toBe('offline');
    await desk.time.advance(20_000);
    expect(engine.status().light).toBe('up_to_date');
    expect(desk.central.links).toBe(links + 3);
  });

  test('an upload that meets a dead link is told at once, though the download is tried all the same', async () => {
    desk.replica.write('things', thing(1));
    desk.central.failNext('push', 'unreachable');
    const lights: string[] = [];
    engine.onChange(() => lights.push(engine.status().light));
    engine.localWrite();
    await desk.time.advance(10);
    expect(lights).toContain('offline');
    expect(called('pull')).toBeGreaterThan(0);
    await desk.time.advance(10_000);
    expect(engine.status().light).toBe('up_to_date');
  });

  test('a machine that slept is not up to date, greets again and is', async () => {
    desk.time.sleepThrough(3_600_000);
    expect(engine.status().light).toBe('offline');
    await desk.time.advance(5000);
    expect(called('hello')).toBe(1);
    expect(engine.status().light).toBe('up_to_date');
  });
});

describe('a link that never holds for long', () => {
  test('is tried again soon as long as something gets through each time', async () => {
    for (let n = 1; n <= 5000; n++) desk.replica.write('things', thing(n));
    let left = desk.replica.outbox.length;
    engine.onChange(() => {
      if (desk.replica.outbox.length === left) return;
      left = desk.replica.outbox.length;
      for (const call of ['push', 'pull'] as const) desk.central.failNext(call);
    });
    engine.localWrite();
    // Ten pieces, and a second at most before each; waits that grow would come to ten minutes.
    await desk.time.advance(15_000);
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('carries less at a time until it gets through, without longer waits meanwhile', async () => {
    for (let n = 1; n <= 1000; n++) desk.replica.write('things', thing(n));
    desk.central.onPush = (ops) => {
      if (ops.length <= 60) return;
      desk.time.sleepThrough(200);
      desk.central.failNext('pull');
      throw new LinkError('unreachable', 'test', 'cut');
    };
    engine.localWrite();
    await desk.time.advance(12_000);
    expect(desk.replica.outbox.length).toBeLessThan(1000);
    await desk.time.advance(60_000);
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('is given the upload as soon as it is there again', async () => {
    desk.replica.write('things', thing(1));
    desk.central.failNext('push');
    engine.localWrite();
    await desk.time.advance(20);
    expect(desk.replica.outbox).toHaveLength(1);
    desk.replica.write('things', thing(2));
    engine.localWrite();
    await desk.time.advance(20);
    expect(desk.replica.outbox).toStrictEqual([]);
  });

  test('but an upload that never gets through has to wait, whatever comes down', async () => {
    desk.central.failNext('push', 'unreachable', 1000);
    desk.replica.write('things', thing(1));
    engine.localWrite();
    for (let n = 2; n < 100; n++) {
      desk.central.write('things', thing(n));
      desk.central.hint();
      await desk.time.advance(600);
    }
    expect(called('push')).toBeLessThan(10);
    expect(desk.replica.rows.has(thing(99))).toBe(true);
  });
});

describe('a full disk', () => {
  beforeEach(async () => {
    desk.replica.full = true;
    desk.central.write('things', thing(1));
    desk.central.hint();
    await desk.time.settle();
  });

  test('is told as such, keeps the connection, and is tried again after growing waits', async () => {
    expect(engine.status()).toMatchObject({ light: 'disk_full', error: { code: 'disk_full' } });
    const { links } = desk.central;
    desk.central.calls.length = 0;
    await desk.time.advance(60_000);
    expect(called('pull')).toBeLessThan(10);
    expect(called('pull')).toBeGreaterThan(2);
    expect(engine.status().light).toBe('disk_full');
    expect(desk.central.links).toBe(links);
    desk.replica.full = false;
    await desk.time.advance(LONGEST_WAIT);
    expect(engine.status()).toMatchObject({ light: 'up_to_date', error: null });
  });

  test('is over as soon as something could be stored here', async () => {
    await desk.time.advance(60_000);
    desk.replica.full = false;
    desk.replica.write('things', thing(2));
    engine.localWrite();
    await desk.time.advance(20);
    expect(desk.replica.outbox).toStrictEqual([]);
    expect(desk.replica.rows.has(thing(1))).toBe(true);
  });
});

test('a full disk that a first fill met is over with the first chunk that finds room', async () => {
  const filling = engineDesk();
  for (let n = 1; n <= 40; n++) filling.central.write('things', thing(n));
  filling.replica.full = true;
  expect(await filling.engine.syncOnce()).toMatchObject({ error: { code: 'disk_full' } });
  expect(filling.engine.status().light).toBe('disk_full');
  filling.replica.full = false;
  const lights: string[] = [];
  filling.engine.onChange(() => {
    if (filling.replica.rows.size > 0) lights.push(filling.engine.status().light);
  });
  await filling.engine.syncOnce();
  expect(lights.slice(1)).not.toContain('disk_full');
  expect(lights.at(-1)).toBe('up_to_date');
});

describe('versions too far apart', () => {
  test.each(['device_update', 'central_update'] as const)(
    'for ops (%s): rows come, ops wait, a word says so; after the update they go',
    async (needs) => {
      desk.central.needs = needs;
      await engine.setPlugged(false);
      await engine.setPlugged(true);
      desk.replica.write('things', thing(1));
      engine.localWrite();
      desk.central.write('things', thing(2));
      await desk.time.advance(5000);
      expect(engine.status()).toMatchObject({
        light: 'update_needed',
        state: { needs, waiting: 1 },
        error: { code: 'update_needed' },
      });
      expect(called('push')).toBe(0);
      expect(desk.replica.rows.has(thing(2))).toBe(true);
      expect(await engine.syncOnce()).toMatchObject({ error: { code: 'update_needed' } });
      desk.central.needs = null;
      await desk.time.advance(5000);
      expect(desk.replica.outbox).toStrictEqual([]);
      expect(engine.status()).toMatchObject({ light: 'up_to_date', state: { needs: null } });
    },
  );

  test('for a single word: nothing travels, and it is tried again every five minutes', async () => {
    desk.central.welcome = { kind: 'incompatible', needs: 'device_update' };
    await engine.setPlugged(false);
    await engine.setPlugged(true);
    await desk.time.advance(1000);
    expect(engine.status()).toMatchObject({
      light: 'update_needed',
      error: { code: 'update_needed' },
    });
    desk.central.calls.length = 0;
    await desk.time.advance(LONGEST_WAIT);
    expect(desk.central.calls).toStrictEqual(['hello']);
    desk.central.welcome = null;
    await desk.time.advance(LONGEST_WAIT + 3000);
    expect(engine.status().light).toBe('up_to_date');
  });
});

test('a difference that no repair mends is compared less and less often, and never called up to date', async () => {
  const own = desk.replica.checksums.bind(desk.replica);
  desk.replica.checksums = () => [...own(), { table: 'things', bucket: 200, count: 1, sum: 1 }];
  desk.central.write('things', thing(1));
  await desk.time.advance(3000);
  desk.central.calls.length = 0;
  const { length } = desk.replica.incidents;
  await desk.time.advance(60 * 60_000);
  expect(engine.status().light).toBe('syncing');
  expect(called('bucketRows')).toBeGreaterThan(10);
  expect(called('bucketRows')).toBeLessThan(100);
  expect(desk.replica.incidents.length - length).toBeLessThan(150);
  // Mended, at central perhaps, it is noticed without anybody's help.
  desk.replica.checksums = own;
  await desk.time.advance(LONGEST_WAIT + 3000);
  expect(engine.status().light).toBe('up_to_date');
  // And what differs next is looked at without delay.
  desk.central.calls.length = 0;
  desk.central.corrupt('things', thing(1));
  desk.central.write('things', thing(2));
  await desk.time.advance(3000);
  expect(engine.status().light).toBe('up_to_date');
});

test('a download that central gives up each time, so much has changed, is done in parts', async () => {
  await engine.setPlugged(false);
  for (let n = 0; n < 600; n++) desk.central.write('things', thing(n));
  const connect = desk.central.connect.bind(desk.central);
  let allowed = 100;
  desk.central.connect = () => {
    const link = connect();
    return {
      ...link,
      pull: async (...asked) => {
        const pulled = await link.pull(...asked);
        if (pulled.images.length <= allowed) return pulled;
        throw new LinkError('busy', '57014', 'central: 57014');
      },
    };
  };
  await engine.setPlugged(true);
  await desk.time.advance(60_000);
  expect(desk.replica.rows.size).toBe(600);
  expect(engine.status()).toMatchObject({ light: 'up_to_date', error: null });
  // A central that is too busy for anything is waited for.
  allowed = -1;
  desk.central.calls.length = 0;
  await desk.time.advance(60 * 60_000);
  expect(called('pull')).toBeLessThan(60);
  allowed = 100;
  await desk.time.advance(LONGEST_WAIT + 3000);
  expect(engine.status().light).toBe('up_to_date');
});
