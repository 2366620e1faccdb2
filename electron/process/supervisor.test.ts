import { expect, test } from 'vitest';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { FromHost, ToHost } from '#electron/transports/messages.ts';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { runnerFor } from './data-process-child.ts';
import type { DataProcess } from './data-process-child.ts';
import { createSupervisor } from './supervisor.ts';

interface FakeChild extends DataProcess {
  readonly sent: ToHost[];
  says(message: FromHost): void;
  dies(): void;
}

function fakeChild(pid: number): FakeChild {
  let receive: (message: FromHost) => void = () => undefined;
  let closed: () => void = () => undefined;
  const sent: ToHost[] = [];
  return {
    sent,
    pid: () => pid,
    send: (message) => void sent.push(message),
    onMessage: (listener) => void (receive = listener),
    onClose: (listener) => void (closed = listener),
    close: () => undefined,
    kill: () => closed(),
    says: (message) => receive(message),
    dies: () => closed(),
  };
}

function setUp() {
  const time = createManualTime();
  const children: FakeChild[] = [];
  const log: string[] = [];
  const supervisor = createSupervisor({
    start: () => {
      const child = fakeChild(100 + children.length);
      children.push(child);
      return child;
    },
    clock: time.clock,
    timers: time.timers,
    log: (line) => log.push(line),
  });
  const child = (at: number): FakeChild => {
    const found = children[at];
    if (found === undefined) throw new Error(`child ${at} was not started`);
    return found;
  };
  return { supervisor, children, child, time, log };
}

const seven: Envelope = { ok: true, value: 7 };
const codeOf = (envelope: Envelope | undefined) => envelope?.ok === false && envelope.error.code;

test('holds calls until the process is ready, then relays in order', async () => {
  const { supervisor, child } = setUp();
  const answer = supervisor.invoke('bookings.day', { day: 'x' });
  expect(child(0).sent).toEqual([]);
  child(0).says({ kind: 'ready' });
  expect(child(0).sent).toEqual([
    { kind: 'invoke', id: 1, name: 'bookings.day', input: { day: 'x' } },
  ]);
  child(0).says({ kind: 'reply', id: 1, envelope: seven });
  expect(await answer).toBe(seven);
});

test('calls under way when it dies get a typed error that says to try again', async () => {
  const { supervisor, child, time } = setUp();
  child(0).says({ kind: 'ready' });
  const answer = supervisor.invoke('bookings.create', {});
  child(0).dies();
  expect(await answer).toMatchObject({
    ok: false,
    error: { code: 'data_process_restarted', retry: true },
  });
  await time.advance(50);
  child(1).says({ kind: 'ready' });
  const again = supervisor.invoke('bookings.create', {});
  child(1).says({ kind: 'reply', id: 2, envelope: seven });
  expect(await again).toBe(seven);
});

test('open subscriptions are opened again, closed ones are not, late messages are dropped', async () => {
  const { supervisor, child, time } = setUp();
  child(0).says({ kind: 'ready' });
  const values: Envelope[] = [];
  supervisor.subscribe('bookings.day', { day: 'x' }, (value) => values.push(value));
  const close = supervisor.subscribe('sync.status', {}, () => undefined);
  close();
  expect(child(0).sent.at(-1)).toEqual({ kind: 'unsubscribe', id: 2 });
  child(0).says({ kind: 'value', id: 1, envelope: seven });
  child(0).dies();
  child(0).says({ kind: 'value', id: 1, envelope: seven });
  expect(values).toHaveLength(1);
  await time.advance(50);
  child(1).says({ kind: 'ready' });
  expect(child(1).sent).toEqual([
    { kind: 'subscribe', id: 1, name: 'bookings.day', input: { day: 'x' } },
  ]);
  child(1).says({ kind: 'value', id: 1, envelope: seven });
  expect(values).toHaveLength(2);
});

test('a subscription made before the process is ready is opened exactly once', () => {
  const { supervisor, child } = setUp();
  supervisor.subscribe('bookings.day', {}, () => undefined);
  child(0).says({ kind: 'ready' });
  expect(child(0).sent).toHaveLength(1);
});

test('three restarts in five minutes, then safe mode for calls and subscriptions', async () => {
  const { supervisor, children, child, time } = setUp();
  const values: Envelope[] = [];
  supervisor.subscribe('bookings.day', {}, (value) => values.push(value));
  for (let round = 0; round < 3; round++) {
    child(round).says({ kind: 'fatal', message: 'replica_failed' });
    child(round).dies();
    await time.advance(2000);
  }
  expect(children).toHaveLength(4);
  expect(supervisor.state()).toBe('starting');
  const answer = supervisor.invoke('bookings.day', {});
  child(3).dies();
  await time.advance(600_000);
  expect(children).toHaveLength(4);
  expect(supervisor.state()).toBe('safe_mode');
  expect(codeOf(await answer)).toBe('data_process_restarted');
  expect(values.map(codeOf)).toEqual(['safe_mode']);
  expect(await supervisor.invoke('bookings.day', {})).toMatchObject({
    error: { code: 'safe_mode', retry: false, details: { reason: 'replica_failed' } },
  });
  supervisor.subscribe('sync.status', {}, (value) => values.push(value));
  expect(values.map(codeOf)).toEqual(['safe_mode', 'safe_mode']);
});

test('a restart more than five minutes ago does not count', async () => {
  const { supervisor, children, child, time } = setUp();
  for (let round = 0; round < 8; round++) {
    child(round).says({ kind: 'ready' });
    child(round).dies();
    await time.advance(101_000);
  }
  expect(children).toHaveLength(9);
  expect(supervisor.state()).toBe('starting');
});

test('a restart before the clock was set back does not count', async () => {
  const { supervisor, child, time } = setUp();
  for (let round = 0; round < 8; round++) {
    child(round).says({ kind: 'ready' });
    child(round).dies();
    await time.advance(60_000);
    time.setClock(-3_600_000);
  }
  expect(supervisor.state()).toBe('starting');
});

test('stop asks, waits for the end, and starts nothing again', async () => {
  const { supervisor, children, child, time } = setUp();
  child(0).says({ kind: 'ready' });
  let stopped = false;
  const stop = supervisor.stop().then(() => (stopped = true));
  expect(child(0).sent).toEqual([{ kind: 'stop' }]);
  await time.settle();
  expect(stopped).toBe(false);
  child(0).says({ kind: 'stopped' });
  child(0).dies();
  await stop;
  await time.advance(600_000);
  expect(children).toHaveLength(1);
  expect(supervisor.state()).toBe('stopped');
  expect(time.armed()).toEqual([]);
});

test('stop kills a process that does not end', async () => {
  const { supervisor, time } = setUp();
  const stop = supervisor.stop();
  await time.advance(10_000);
  await stop;
  expect(supervisor.state()).toBe('stopped');
});

test('stop during the pause before a restart ends it', async () => {
  const { supervisor, children, child, time } = setUp();
  child(0).dies();
  await supervisor.stop();
  await time.advance(600_000);
  expect(children).toHaveLength(1);
});

test('an Electron too old for the addon forks Node, but never when packaged', () => {
  expect(runnerFor(10, false)).toBe('utility-process');
  expect(runnerFor(11, true)).toBe('utility-process');
  expect(runnerFor(9, false)).toBe('node');
  expect(() => runnerFor(9, true)).toThrow(/packaged/);
});
