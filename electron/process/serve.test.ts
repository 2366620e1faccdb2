import { expect, test } from 'vitest';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { FromHost, HostPort, ToHost } from '#electron/transports/messages.ts';
import { serve } from './serve.ts';

function setUp(host: Partial<HostPort> = {}) {
  let receive: (message: ToHost) => void = () => undefined;
  let closed: () => void = () => undefined;
  const sent: FromHost[] = [];
  const state = { ended: 0, stopped: 0, open: 0 };
  let emit: (envelope: Envelope) => void = () => undefined;
  serve(
    {
      send: (message) => void sent.push(message),
      onMessage: (listener) => void (receive = listener),
      onClose: (listener) => void (closed = listener),
      close: () => undefined,
    },
    {
      invoke: async (name, input) => ({ ok: true, value: { name, input } }),
      subscribe: (_name, _input, on) => {
        state.open += 1;
        emit = on;
        return () => (state.open -= 1);
      },
      stop: async () => void (state.stopped += 1),
      ...host,
    },
    () => (state.ended += 1),
  );
  const settle = () => new Promise((done) => setImmediate(done));
  return {
    sent,
    state,
    settle,
    receive: (message: ToHost) => receive(message),
    close: () => closed(),
    emit: (envelope: Envelope) => emit(envelope),
  };
}

test('says ready, answers calls and passes values on until unsubscribed', async () => {
  const { sent, state, receive, emit, settle } = setUp();
  receive({ kind: 'invoke', id: 1, name: 'a.b', input: 2 });
  receive({ kind: 'subscribe', id: 2, name: 'c.d', input: {} });
  emit({ ok: true, value: 3 });
  await settle();
  receive({ kind: 'unsubscribe', id: 2 });
  receive({ kind: 'unsubscribe', id: 99 });
  expect(state.open).toBe(0);
  expect(sent).toEqual([
    { kind: 'ready' },
    { kind: 'value', id: 2, envelope: { ok: true, value: 3 } },
    { kind: 'reply', id: 1, envelope: { ok: true, value: { name: 'a.b', input: 2 } } },
  ]);
});

test('a bug in the host is answered without its text', async () => {
  const { sent, receive, settle } = setUp({
    invoke: () => Promise.reject(new Error('select secret from /home/ana')),
  });
  receive({ kind: 'invoke', id: 1, name: 'a.b', input: {} });
  await settle();
  expect(sent.at(-1)).toMatchObject({ kind: 'reply', envelope: { error: { code: 'internal' } } });
  expect(JSON.stringify(sent)).not.toMatch(/secret|home/);
});

test('stop ends subscriptions, stops the host once and says so', async () => {
  const { sent, state, receive, close, settle } = setUp();
  receive({ kind: 'subscribe', id: 1, name: 'c.d', input: {} });
  receive({ kind: 'stop' });
  receive({ kind: 'stop' });
  close();
  await settle();
  expect(state).toEqual({ ended: 1, stopped: 1, open: 0 });
  expect(sent.at(-1)).toEqual({ kind: 'stopped' });
});

test('a parent that is gone stops the host too', async () => {
  const { state, close, settle } = setUp();
  close();
  await settle();
  expect(state).toEqual({ ended: 1, stopped: 1, open: 0 });
});
