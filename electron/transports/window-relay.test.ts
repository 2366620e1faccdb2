import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Envelope } from '#electron/contract/envelope.ts';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { CALLS_AT_ONCE, CALLS_UNDER_WAY, OPEN_SUBSCRIPTIONS } from './allowance.ts';
import { isOurSender } from './sender.ts';
import { MAX_MESSAGE, createWindowRelay } from './window-relay.ts';

const fine: Envelope = { ok: true, value: 1 };
const codeOf = (envelope: Envelope | undefined) =>
  envelope?.ok === false ? envelope.error.code : 'ok';

function setUp(answer: () => Promise<Envelope> = async () => fine) {
  const time = createManualTime();
  const calls: string[] = [];
  const delivered: [number, Envelope][] = [];
  const open = new Map<string, (envelope: Envelope) => void>();
  const state = { confirmed: 0, subscribed: 0 };
  const relay = createWindowRelay({
    host: {
      invoke: (name) => {
        calls.push(name);
        return answer();
      },
      subscribe: (name, _input, on) => {
        state.subscribed += 1;
        open.set(name, on);
        return () => open.delete(name);
      },
    },
    clock: time.clock,
    deliver: (id, envelope) => delivered.push([id, envelope]),
    confirmClose: () => (state.confirmed += 1),
  });
  return { relay, time, calls, delivered, open, state };
}

test('relays a call and its answer', async () => {
  const { relay, calls } = setUp();
  expect(await relay.invoke({ name: 'bookings.day', input: { day: 'x' } })).toBe(fine);
  expect(calls).toEqual(['bookings.day']);
});

test.each([
  null,
  undefined,
  1,
  'bookings.day',
  [],
  {},
  { name: 'bookings' },
  { name: 'bookings.day; drop' },
  { name: 'Bookings.day', input: {} },
  { name: '__proto__.day', input: {} },
  { name: 'a.b'.repeat(40), input: {} },
  { name: 'bookings.day', input: {}, extra: 1 },
  { name: 'bookings.day', input: new Map() },
  { name: 'bookings.day', input: 'x'.repeat(MAX_MESSAGE) },
])('refuses %j without asking the host', async (message) => {
  const { relay, calls } = setUp();
  expect(codeOf(await relay.invoke(message))).toBe('bad_input');
  expect(calls).toEqual([]);
});

test('no value makes it throw or reach the host unasked', async () => {
  const { relay, calls, state, time } = setUp();
  await fc.assert(
    fc.asyncProperty(
      fc.anything({ withMap: true, withBigInt: true, withDate: true }),
      async (it) => {
        time.sleepThrough(1000);
        expect(codeOf(await relay.invoke(it))).toBe('bad_input');
        relay.watch(it);
      },
    ),
    { numRuns: 2000 },
  );
  expect(calls).toEqual([]);
  expect(state).toEqual({ confirmed: 0, subscribed: 0 });
});

test('a flood is refused until time has passed', async () => {
  const { relay, time } = setUp();
  const call = async () => codeOf(await relay.invoke({ name: 'a.b', input: {} }));
  for (let n = 0; n < CALLS_AT_ONCE; n++) expect(await call()).toBe('ok');
  expect(await call()).toBe('too_busy');
  time.sleepThrough(1000);
  expect(await call()).toBe('ok');
  time.sleepThrough(-3_600_000);
  expect(await call()).toBe('ok');
});

test('too many calls under way are refused, and a failing one counts down', async () => {
  let fail: (reason: Error) => void = () => undefined;
  const { relay } = setUp(() => new Promise((_resolve, reject) => (fail = reject)));
  const under = Array.from({ length: CALLS_UNDER_WAY }, () =>
    relay.invoke({ name: 'a.b', input: {} }).catch(() => 'failed'),
  );
  expect(codeOf(await relay.invoke({ name: 'a.b', input: {} }))).toBe('too_busy');
  fail(new Error('x'));
  expect(await under.at(-1)).toBe('failed');
  void relay.invoke({ name: 'a.b', input: {} }).catch(() => undefined);
  expect(codeOf(await relay.invoke({ name: 'a.b', input: {} }))).toBe('too_busy');
});

test('subscriptions deliver, close one by one and all at the end', () => {
  const { relay, open, delivered } = setUp();
  relay.watch({ id: 1, open: { name: 'a.one', input: {} } });
  relay.watch({ id: 2, open: { name: 'a.two', input: {} } });
  open.get('a.one')?.(fine);
  expect(delivered).toEqual([[1, fine]]);
  relay.watch({ id: 1, open: null });
  expect([...open.keys()]).toEqual(['a.two']);
  const late = open.get('a.two');
  relay.close();
  expect(open.size).toBe(0);
  late?.(fine);
  relay.watch({ id: 3, open: { name: 'a.three', input: {} } });
  expect(open.size).toBe(0);
  expect(delivered).toHaveLength(1);
});

test('an id used again replaces its subscription', () => {
  const { relay, open } = setUp();
  relay.watch({ id: 1, open: { name: 'a.one', input: {} } });
  relay.watch({ id: 1, open: { name: 'a.two', input: {} } });
  expect([...open.keys()]).toEqual(['a.two']);
});

test('the number of open subscriptions is capped', () => {
  const { relay, delivered, state } = setUp();
  for (let id = 1; id <= OPEN_SUBSCRIPTIONS + 1; id++) {
    relay.watch({ id, open: { name: 'a.one', input: { id } } });
  }
  expect(state.subscribed).toBe(OPEN_SUBSCRIPTIONS);
  expect(delivered.map(([id, envelope]) => [id, codeOf(envelope)])).toEqual([
    [OPEN_SUBSCRIPTIONS + 1, 'too_busy'],
  ]);
});

test('closing the window is asked of the page only while it listens', async () => {
  const { relay, delivered, state, calls } = setUp();
  expect(relay.requestClose()).toBe(false);
  relay.watch({ id: 5, open: { name: 'app.closeRequests', input: {} } });
  expect(relay.requestClose()).toBe(true);
  expect(delivered).toEqual([[5, { ok: true, value: {} }]]);
  await relay.invoke({ name: 'app.confirmClose', input: {} });
  expect(state).toEqual({ confirmed: 1, subscribed: 0 });
  expect(calls).toEqual([]);
  relay.watch({ id: 5, open: null });
  expect(relay.requestClose()).toBe(false);
});

const frame = { origin: 'holdfast://app', parent: null };
const sender = { id: 7, isDestroyed: () => false };

test.each([
  ['our main frame', { senderFrame: frame, sender }, true],
  ['no frame', { senderFrame: null, sender }, false],
  ['a sub-frame', { senderFrame: { ...frame, parent: {} }, sender }, false],
  ['another origin', { senderFrame: { ...frame, origin: 'https://evil.example' }, sender }, false],
  ['an opaque origin', { senderFrame: { ...frame, origin: 'null' }, sender }, false],
  ['another host', { senderFrame: { ...frame, origin: 'holdfast://evil' }, sender }, false],
  ['an unknown window', { senderFrame: frame, sender: { ...sender, id: 8 } }, false],
  ['a destroyed window', { senderFrame: frame, sender: { id: 7, isDestroyed: () => true } }, false],
])('%s may call: %#', (_what, event, expected) => {
  expect(isOurSender(event, new Set([7]))).toBe(expected);
});
