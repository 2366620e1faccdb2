import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import type { Engine } from './engine.ts';

// Central was put back from a backup, and says so by its epoch. Each bucket of the desk is fetched anew.
const THINGS = 256;
let desk: EngineDesk;
let engine: Engine;
beforeEach(async () => {
  desk = engineDesk();
  ({ engine } = desk);
  for (let n = 0; n < THINGS; n++) desk.central.write('things', thing(n));
  expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  await engine.stop();
  desk.central.epoch = '00000000-0000-7000-8000-0000000000e2';
  desk.central.calls.length = 0;
  engine = desk.another();
});
afterEach(() => engine.stop());

const called = (name: string) => desk.central.calls.filter((call) => call === name).length;
const resent = () => desk.replica.incidents.filter((kind) => kind === 'resent').length;

test('a desk that needs longer than a lease to fetch what is in doubt fetches each bucket once', async () => {
  const replace = desk.replica.replaceBuckets.bind(desk.replica);
  desk.replica.replaceBuckets = async (scopes, images) => {
    desk.time.sleepThrough(61_000);
    return await replace(scopes, images);
  };
  expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  expect(resent()).toBe(1);
  // 64 buckets travel together, and one call is the inspection of the day.
  expect(called('bucketRows')).toBeLessThanOrEqual(THINGS / 64 + 1);
});

test('a desk that is cut off in between goes on where it was', async () => {
  const hello = called('hello');
  desk.central.failNext('bucketRows', 'unreachable', 0);
  const replace = desk.replica.replaceBuckets.bind(desk.replica);
  let taken = 0;
  desk.replica.replaceBuckets = async (scopes, images) => {
    taken += 1;
    if (taken % 2 === 0) desk.central.failNext('bucketRows');
    return await replace(scopes, images);
  };
  for (let tries = 0; tries < 3; tries++) if ((await engine.syncOnce()).ok) break;
  expect(engine.status().light).toBe('up_to_date');
  expect(called('hello')).toBeGreaterThan(hello);
  expect(resent()).toBe(1);
});

test('a central put back while what the feed forgot is fetched does not get its old cursor again', async () => {
  await engine.syncOnce();
  for (let n = 0; n < THINGS; n++) desk.central.write('things', thing(n));
  desk.central.failNext('pull', 'forgotten');
  const replace = desk.replica.replaceBuckets.bind(desk.replica);
  const applyPull = desk.replica.applyPull.bind(desk.replica);
  const taken: number[] = [];
  desk.replica.applyPull = async (reply) => {
    taken.push(Number(reply.cursor));
    await applyPull(reply);
  };
  desk.replica.replaceBuckets = async (...asked) => {
    desk.replica.replaceBuckets = replace;
    // The lease has to be renewed; behind a pooler the connection holds.
    desk.time.sleepThrough(61_000);
    desk.central.epoch = '00000000-0000-7000-8000-0000000000e3';
    desk.central.write('things', thing(THINGS));
    return await replace(...asked);
  };
  expect(await engine.syncOnce()).toMatchObject({ error: { code: 'central_unreachable' } });
  expect(taken).toStrictEqual([2 * THINGS + 1]);
  expect(await engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  expect(resent()).toBe(2);
});

test('what central got meanwhile stays in doubt where a repair is cut off before it', async () => {
  const cut = engineDesk();
  // One call carries 64 buckets; the last one has nothing here yet.
  for (let n = 0; n < 64; n++) cut.central.write('things', thing(n));
  await cut.engine.syncOnce();
  await cut.engine.stop();
  cut.central.epoch = '00000000-0000-7000-8000-0000000000e2';
  cut.central.write('things', thing(200));
  const replace = cut.replica.replaceBuckets.bind(cut.replica);
  cut.replica.replaceBuckets = async (...asked) => {
    cut.central.failNext('bucketRows');
    return await replace(...asked);
  };
  expect(await cut.another().syncOnce()).toMatchObject({ error: { code: 'central_unreachable' } });
  expect(cut.replica.doubts()).toEqual([{ table: 'things', bucket: 200 }]);
  cut.replica.replaceBuckets = replace;
  const later = cut.another();
  expect(await later.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  expect(cut.replica.state().doubted).toBe(false);
  expect(cut.replica.rows.has(thing(200))).toBe(true);
  await later.stop();
});
