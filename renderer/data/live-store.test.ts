import { expect, test, vi } from 'vitest';
import type { Envelope } from '#electron/contract/envelope.ts';
import { createLiveStore } from './live-store.ts';

/** A bridge that remembers who listens; `send` answers all listeners of a key. */
function listening() {
  const open = new Map<string, Set<(envelope: Envelope) => void>>();
  const asked: string[] = [];
  return {
    asked,
    listeners: (key: string) => open.get(key)?.size ?? 0,
    send: (key: string, envelope: Envelope) => open.get(key)?.forEach((on) => on(envelope)),
    subscribe: (name: string, input: unknown, onValue: (envelope: Envelope) => void) => {
      const key = `${name} ${JSON.stringify(input)}`;
      asked.push(key);
      const here = open.get(key) ?? new Set();
      open.set(key, here.add(onValue));
      return () => void here.delete(onValue);
    },
  };
}

const KEY = 'bookings.get {"id":"a"}';

test('the same question is asked once, however many look at it', () => {
  const bridge = listening();
  const store = createLiveStore(bridge);
  const stops = [1, 2].map(() =>
    store.entry('bookings.get', { id: 'a' }).subscribe(() => undefined),
  );
  expect(bridge.asked).toEqual([KEY]);
  stops[0]?.();
  expect(bridge.listeners(KEY)).toBe(1);
  stops[1]?.();
  expect(bridge.listeners(KEY)).toBe(0);
});

test('key order of the input does not matter', () => {
  const store = createLiveStore(listening());
  expect(store.entry('q', { a: 1, b: 2 })).toBe(store.entry('q', { b: 2, a: 1 }));
});

test('a value that went out of sight is shown again at once, as loading', () => {
  const bridge = listening();
  const store = createLiveStore(bridge);
  const onChange = vi.fn<() => void>();
  const entry = store.entry('bookings.get', { id: 'a' });
  const stop = entry.subscribe(onChange);
  bridge.send(KEY, { ok: true, value: 7 });
  expect(onChange).toHaveBeenCalledOnce();
  expect(entry.get()).toEqual({ status: 'ready', value: 7, error: null });
  stop();
  const again = store.entry('bookings.get', { id: 'a' });
  expect(again.get()).toEqual({ status: 'loading', value: 7, error: null });
  again.subscribe(onChange);
  expect(bridge.asked).toHaveLength(2);
});

test('a failure keeps the last value, so that rows do not vanish', () => {
  const bridge = listening();
  const entry = createLiveStore(bridge).entry('bookings.get', { id: 'a' });
  entry.subscribe(() => undefined);
  bridge.send(KEY, { ok: true, value: 7 });
  const error = { code: 'safe_mode', message: '', retry: false, details: {} } as const;
  bridge.send(KEY, { ok: false, error });
  expect(entry.get()).toEqual({ status: 'failed', value: 7, error });
});

test('memory is bounded, and a watched entry is never forgotten', () => {
  const bridge = listening();
  const store = createLiveStore(bridge);
  const watched = store.entry('q', { n: 0 });
  watched.subscribe(() => undefined);
  const unwatched = store.entry('q', { n: 1 });
  for (let n = 2; n < 200; n++) store.entry('q', { n });
  expect(store.entry('q', { n: 0 })).toBe(watched);
  expect(store.entry('q', { n: 1 })).not.toBe(unwatched);
});
