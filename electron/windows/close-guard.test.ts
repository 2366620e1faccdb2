import { expect, test } from 'vitest';
import type { Envelope } from '#electron/contract/envelope.ts';
import { refusal } from '#electron/process/serve.ts';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { guardClose } from './close-guard.ts';

function setUp(status: () => Promise<Envelope>, listening: boolean) {
  const time = createManualTime();
  let close: (event: { preventDefault(): void }) => void = () => undefined;
  const seen = { asked: 0, destroyed: 0, prevented: 0, statuses: 0 };
  const guard = guardClose(
    {
      on: (_event, listener) => {
        close = listener;
      },
      destroy: () => (seen.destroyed += 1),
    },
    {
      status: () => {
        seen.statuses += 1;
        return status();
      },
      ask: () => {
        if (listening) seen.asked += 1;
        return listening;
      },
      timers: time.timers,
    },
  );
  return {
    seen,
    time,
    guard,
    close: async () => {
      close({ preventDefault: () => (seen.prevented += 1) });
      await time.settle();
    },
  };
}

const waiting = (count: number) => async (): Promise<Envelope> => ({
  ok: true,
  value: { waiting: count },
});

test('closes when everything is sent', async () => {
  const { seen, close } = setUp(waiting(0), true);
  await close();
  expect(seen).toMatchObject({ prevented: 1, asked: 0, destroyed: 1 });
});

test('asks while work waits, as often as someone tries, and closes on the answer', async () => {
  const { seen, close, guard } = setUp(waiting(3), true);
  await close();
  await close();
  expect(seen).toMatchObject({ asked: 2, destroyed: 0 });
  guard.confirm();
  expect(seen.destroyed).toBe(1);
});

test('closes when no page listens', async () => {
  const { seen, close } = setUp(waiting(3), false);
  await close();
  expect(seen.destroyed).toBe(1);
});

test.each([
  ['a refusal', async () => refusal('safe_mode', 'stays down')],
  ['a rejection', async () => Promise.reject(new Error('gone'))],
  ['nonsense', async (): Promise<Envelope> => ({ ok: true, value: { waiting: 'many' } })],
])('closes when the host answers with %s', async (_what, status) => {
  const { seen, close } = setUp(status, true);
  await close();
  expect(seen).toMatchObject({ asked: 0, destroyed: 1 });
});

test('closes when the host does not answer in time, and asks it only once', async () => {
  const { seen, close, time } = setUp(() => new Promise(() => undefined), true);
  await close();
  await close();
  expect(seen).toMatchObject({ statuses: 1, destroyed: 0 });
  await time.advance(2000);
  expect(seen.destroyed).toBe(1);
});
