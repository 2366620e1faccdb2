import { remaining } from '#db/kernel/clock.ts';
import type { Clock, Timer, Timers } from '#db/kernel/clock.ts';
import { unreachable } from '#db/kernel/must.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { FromHost, HostPort, ToHost } from '#electron/transports/messages.ts';
import type { DataProcess, StartDataProcess } from './data-process-child.ts';
import { refusal } from './serve.ts';

export interface SupervisorOptions {
  readonly start: StartDataProcess;
  readonly clock: Clock;
  readonly timers: Timers;
  /** One line for the log whenever the data process starts, ends or is given up. */
  readonly log: (line: string) => void;
}

export interface Supervisor extends HostPort {
  readonly state: () => SupervisorState;
  /** Process id of the running data process, for diagnostics. */
  readonly pid: () => number | undefined;
}

export type SupervisorState = 'starting' | 'running' | 'restarting' | 'safe_mode' | 'stopped';

/** At most 3 restarts in 5 minutes. */
const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 300_000;
const RESTART_DELAYS_MS = [50, 500, 2000];
/** A data process that does not end within this after `stop` is killed. */
const STOP_MS = 10_000;

interface Subscription {
  readonly name: string;
  readonly input: unknown;
  readonly on: (envelope: Envelope) => void;
}

/**
 * Keeps the data process running and relays to it. When it ends unasked: calls under way answer
 * `data_process_restarted`, it is started again, and open subscriptions are opened again. After
 * too many restarts every call and subscription answers `safe_mode`.
 */
export function createSupervisor({ start, clock, timers, log }: SupervisorOptions): Supervisor {
  const calls = new Map<number, (envelope: Envelope) => void>();
  const subscriptions = new Map<number, Subscription>();
  const restarts: number[] = [];
  let waiting: ToHost[] = [];
  let state: SupervisorState = 'starting';
  let child: DataProcess | null = null;
  let pause: Timer | null = null;
  let lastId = 0;
  let reason = '';
  let stopped: (() => void) | null = null;

  const launch = (): void => {
    state = 'starting';
    const mine = start();
    child = mine;
    mine.onMessage((message) => {
      // A dead generation may still have messages in the pipe.
      if (child === mine) receive(mine, message);
    });
    mine.onClose(() => {
      if (child === mine) ended();
    });
  };

  const receive = (from: DataProcess, message: FromHost): void => {
    switch (message.kind) {
      case 'ready':
        state = 'running';
        log('data process ready');
        for (const [id, { name, input }] of subscriptions) {
          from.send({ kind: 'subscribe', id, name, input });
        }
        for (const held of waiting) from.send(held);
        waiting = [];
        return;
      case 'reply':
        calls.get(message.id)?.(message.envelope);
        calls.delete(message.id);
        return;
      case 'value':
        subscriptions.get(message.id)?.on(message.envelope);
        return;
      case 'fatal':
        reason = message.message;
        log(`data process cannot serve: ${reason}`);
        return;
      case 'stopped':
        return;
      default:
        unreachable(message);
    }
  };

  const ended = (): void => {
    child = null;
    waiting = [];
    const asked = stopped !== null;
    for (const answer of calls.values()) answer(asked ? gone() : restarted());
    calls.clear();
    if (stopped !== null) {
      stopped();
      return;
    }
    const now = clock.now();
    while (restarts[0] !== undefined && remaining(now, restarts[0], RESTART_WINDOW_MS) === 0) {
      restarts.shift();
    }
    const delay = RESTART_DELAYS_MS[restarts.length];
    if (restarts.length >= MAX_RESTARTS || delay === undefined) {
      state = 'safe_mode';
      log('data process failed too often; safe mode');
      for (const { on } of subscriptions.values()) on(safeMode());
      return;
    }
    restarts.push(now);
    state = 'restarting';
    log(`data process ended; restart ${restarts.length} in ${delay} ms`);
    pause = timers.after(delay, launch);
  };

  const safeMode = (): Envelope =>
    refusal('safe_mode', 'The data process failed too often and stays down.', { reason });

  const post = (message: ToHost): void => {
    if (state === 'running') child?.send(message);
    else waiting.push(message);
  };

  launch();
  return {
    state: () => state,
    pid: () => child?.pid(),
    invoke: async (name, input) => {
      if (state === 'safe_mode') return safeMode();
      if (state === 'stopped') return gone();
      const id = ++lastId;
      return await new Promise<Envelope>((resolve) => {
        calls.set(id, resolve);
        post({ kind: 'invoke', id, name, input });
      });
    },
    subscribe: (name, input, on) => {
      const id = ++lastId;
      subscriptions.set(id, { name, input, on });
      if (state === 'safe_mode') on(safeMode());
      // Until it is ready, `ready` opens everything in the map.
      else if (state === 'running') child?.send({ kind: 'subscribe', id, name, input });
      return () => {
        if (subscriptions.delete(id) && state === 'running') {
          child?.send({ kind: 'unsubscribe', id });
        }
      };
    },
    stop: async () => {
      pause?.cancel();
      subscriptions.clear();
      const running = child;
      if (running !== null && stopped === null) {
        const end = new Promise<void>((resolve) => {
          stopped = resolve;
        });
        running.send({ kind: 'stop' });
        const limit = timers.after(STOP_MS, () => running.kill());
        await end;
        limit.cancel();
      }
      state = 'stopped';
    },
  };
}

function restarted(): Envelope {
  return refusal(
    'data_process_restarted',
    'The data process ended and was started again. Look at the history before trying again.',
  );
}

function gone(): Envelope {
  return refusal('data_process_restarted', 'Holdfast is closing.');
}
