import { expect, test } from 'vitest';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import { createParking } from './parking.ts';
import { createPace, upload } from './upload.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** Stands in for a part of every link of the desk. */
function through(desk: EngineDesk, change: (link: CentralLink) => Partial<CentralLink>): void {
  const connect = desk.central.connect.bind(desk.central);
  desk.central.connect = () => {
    const link = connect();
    return { ...link, ...change(link) };
  };
}

test('a first fill that takes longer than any silence is not shown as offline', async () => {
  const desk = engineDesk();
  for (let number = 1; number <= 40; number++) desk.central.write('things', thing(number));
  through(desk, (link) => ({
    snapshotChunk: async (...asked) => {
      // Two without a word are longer than a silence may be, and a greeting renews less often.
      desk.time.sleepThrough(50_000);
      return await link.snapshotChunk(...asked);
    },
  }));
  const lights = new Set<string>();
  desk.engine.onChange(() => lights.add(desk.engine.status().light));
  await desk.engine.syncOnce();
  expect([...lights]).toStrictEqual(['filling', 'syncing', 'up_to_date']);
});

/** Rows in as many buckets as need several calls to fetch them. */
const MANY = 200;

function slowRepairs(desk: EngineDesk, lights: string[]): void {
  through(desk, (link) => ({
    bucketRows: async (...asked) => {
      desk.time.sleepThrough(50_000);
      lights.push(desk.engine.status().light);
      return await link.bucketRows(...asked);
    },
  }));
}

test('repairs that take longer than any silence are not shown as offline', async () => {
  const desk = engineDesk();
  const lights: string[] = [];
  slowRepairs(desk, lights);
  for (let number = 1; number <= MANY; number++) desk.central.write('things', thing(number));
  await desk.engine.syncOnce();
  for (let number = 1; number <= MANY; number++) desk.central.corrupt('things', thing(number));
  expect(await desk.engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  expect(lights.length).toBeGreaterThan(3);
  expect(new Set(lights)).toStrictEqual(new Set(['syncing']));
});

test('nor is catching up after the feed has forgotten', async () => {
  const desk = engineDesk();
  const lights: string[] = [];
  slowRepairs(desk, lights);
  await desk.engine.syncOnce();
  for (let number = 1; number <= MANY; number++) desk.central.write('things', thing(number));
  desk.central.failNext('pull', 'forgotten');
  desk.engine.onChange(() => lights.push(desk.engine.status().light));
  expect(await desk.engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  expect(desk.replica.incidents).toStrictEqual(['feed_forgotten']);
  expect(desk.central.calls.filter((call) => call === 'bucketRows').length).toBeGreaterThan(3);
  // Up to date again with the last word, the comparison, and not before.
  const sinceCompared = lights.slice(lights.indexOf('syncing'));
  expect(sinceCompared.indexOf('up_to_date')).toBeGreaterThan(sinceCompared.lastIndexOf('syncing'));
  expect(new Set(sinceCompared)).toStrictEqual(new Set(['syncing', 'up_to_date']));
});

test.each([0, -12 * HOUR, 12 * HOUR])(
  'after eight hours of sleep and a clock set by %d ms it is not up to date',
  async (by) => {
    const desk = engineDesk();
    await desk.engine.syncOnce();
    expect(desk.engine.status().light).toBe('up_to_date');
    desk.time.sleepThrough(8 * HOUR);
    desk.time.setClock(by);
    expect(desk.engine.status().light).toBe('offline');
  },
);

test('a clock set forward during a download does not end downloads while a queue is sent', async () => {
  const desk = engineDesk();
  await desk.engine.syncOnce();
  const { time, replica, central } = desk;
  for (let number = 1; number <= 60; number++) replica.write('things', thing(number));
  const pendingOps = replica.pendingOps.bind(replica);
  replica.pendingOps = (_, bytes, after) => pendingOps(1, bytes, after);
  let pulls = 0;
  central.onPush = () => time.sleepThrough(2000);
  await upload(
    {
      replica,
      link: central.connect(),
      tables: [],
      schemaVersion: 1,
      clock: time.clock,
      ids: { next: (): Id => thing(0) },
      place: 'here',
    },
    {
      pace: createPace(),
      parking: createParking(desk.time),
      sending: () => {},
      changed: () => {},
      settled: () => {},
      restored: async () => {},
      moment: () => ({ at: '', agreed: true }),
      pull: async () => {
        pulls += 1;
        if (pulls === 1) time.sleepThrough(YEAR);
      },
    },
  );
  expect(pulls).toBeGreaterThan(3);
});

/** Central's clock is right; that of the desk is ahead by what this answers. */
function aheadBy(desk: EngineDesk, by: () => number): void {
  through(desk, (link) => ({
    hello: async (hello) => {
      const welcome = await link.hello(hello);
      const now = instantOf(desk.time.clock.now() - by());
      return welcome.kind === 'welcome' ? { ...welcome, now } : welcome;
    },
  }));
}

test('verdicts are dated by central, and by a clock it does not share nothing may be forgotten', async () => {
  const desk = engineDesk();
  let ahead = 0;
  aheadBy(desk, () => ahead);
  const began = desk.time.clock.now();
  await desk.engine.syncOnce();
  desk.engine.start();
  for (const by of [0, 10 * YEAR, -20 * YEAR, 10 * YEAR]) {
    desk.time.setClock(by);
    ahead += by;
    desk.replica.write('things', thing(1));
    desk.engine.localWrite();
    await desk.time.advance(100);
  }
  await desk.engine.stop();
  const { moments } = desk.replica;
  expect(moments.map((moment) => moment?.agreed)).toStrictEqual([true, false, false, true]);
  for (const moment of moments) {
    const off = Date.parse(moment?.at ?? '') - began;
    expect(off).toBeGreaterThanOrEqual(0);
    expect(off).toBeLessThan(5 * 60_000);
  }
});

test('a row that comes first to a desk whose clock is ahead has not been on its way for years', async () => {
  const desk = engineDesk();
  const { central } = desk;
  aheadBy(desk, () => 10 * YEAR);
  await desk.engine.syncOnce();
  central.write('things', thing(1));
  for (const row of central.rows.values()) row.at -= 10 * YEAR;
  const again = desk.another();
  await again.syncOnce();
  expect(again.status()).toMatchObject({ clockOffset: 10 * YEAR, lag: 0 });
});
