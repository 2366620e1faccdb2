import { afterEach, beforeEach, expect, test } from 'vitest';
import { PUSH_OPS } from '#sync/core/protocol.ts';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import { createWaker } from './waker.ts';

let desk: EngineDesk;
beforeEach(async () => {
  desk = engineDesk();
  expect(await desk.engine.syncOnce()).toMatchObject({ ok: true });
  desk.engine.start();
  await desk.time.settle();
  desk.central.calls.length = 0;
});
afterEach(() => desk.engine.stop());

const sent = () => desk.central.calls.filter((call) => call === 'push' || call === 'wake');

/** Keeps verdicts from being settled until it is called. */
function holdSettling(): () => void {
  const { replica } = desk;
  const settle = replica.settle.bind(replica);
  const held = Promise.withResolvers<void>();
  replica.settle = async (verdicts) => {
    await held.promise;
    await settle(verdicts);
  };
  return held.resolve;
}

test('the other desks hear of a change before this one has settled it', async () => {
  const release = holdSettling();
  desk.replica.write('things', thing(1));
  desk.engine.localWrite();
  await desk.time.advance(10);
  expect(sent()).toStrictEqual(['push', 'wake']);
  expect(desk.replica.outbox).toHaveLength(1);
  release();
  await desk.time.settle();
  expect(desk.replica.outbox).toHaveLength(0);
  expect(sent()).toStrictEqual(['push', 'wake']);
});

test('the hint of one batch does not wait behind the next', async () => {
  for (let n = 1; n <= PUSH_OPS + 1; n++) desk.replica.write('things', thing(n));
  desk.engine.localWrite();
  await desk.time.advance(10);
  expect(sent()).toStrictEqual(['push', 'wake', 'push']);
  expect(desk.replica.outbox).toHaveLength(0);
});

test('nobody is woken for what central refused', async () => {
  desk.central.refused.add(desk.replica.write('things', thing(1)));
  desk.engine.localWrite();
  await desk.time.advance(10);
  expect(sent()).toStrictEqual(['push']);
});

test('a clock that is set back does not keep a hint back', async () => {
  for (const by of [0, -3_600_000]) {
    desk.time.setClock(by);
    desk.replica.write('things', thing(1));
    desk.engine.localWrite();
    await desk.time.advance(10);
  }
  expect(sent()).toStrictEqual(['push', 'wake', 'push', 'wake']);
});

test('a hint that waits goes out on the connection that is open by then', async () => {
  const { time } = desk;
  const waker = createWaker({ clock: time.clock, timers: time.timers, log: { write: () => {} } });
  const heard: string[] = [];
  const linkTo = (name: string) => ({
    ...desk.central.connect(),
    wake: async () => void heard.push(name),
  });
  waker.wake(linkTo('one'));
  waker.wake(linkTo('one, lost since'));
  await time.advance(20);
  waker.wake(linkTo('two'));
  await time.advance(1000);
  expect(heard).toStrictEqual(['one', 'two']);
});

test('stop does not wait long for a hint that nobody takes', async () => {
  const silent = engineDesk();
  const connect = silent.central.connect.bind(silent.central);
  silent.central.connect = () => ({ ...connect(), wake: () => new Promise(() => {}) });
  await silent.engine.syncOnce();
  silent.engine.start();
  await silent.time.settle();
  silent.replica.write('things', thing(1));
  silent.engine.localWrite();
  await silent.time.advance(50);
  let over = false;
  const stopping = silent.engine.stop().then(() => (over = true));
  await silent.time.advance(2500);
  expect(over).toBe(true);
  await stopping;
});
