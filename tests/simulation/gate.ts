import { LinkError } from '#sync/core/protocol.ts';
import type { Mode, Session, Transactions } from '#sync/central/transactions.ts';
import type { Dice } from './dice.ts';

/** How a call stops on its way: applied and not committed, or committed and not answered. */
export type Point = 'applied' | 'answered';

/** Chances of one device's calls to be held or broken. */
export interface LineFaults {
  readonly hold: number;
  readonly cut: number;
  readonly abort: number;
  readonly lost: number;
}

export const CALM: LineFaults = { hold: 0, cut: 0, abort: 0, lost: 0 };

/** What a call met; counted for coverage. */
export type LineEvent = 'cut' | 'abort' | 'lost' | 'held' | 'busy' | 'overtaken';

export interface Gate {
  readonly transactions: Transactions;
  /** Where the running call waits, if it does. */
  readonly waits: Point | null;
  /** Chances of the calls from now on. */
  use(dice: Dice, faults: LineFaults): void;
  /** Lets the waiting call go on. `dies` breaks it there: `commit` after all, or not. */
  release(dies?: 'commit' | 'abort'): void;
  /** Resolves when the running call waits. */
  untilWaiting(): Promise<void>;
  /** From now on every call fails: the device behind it is gone. */
  kill(): void;
  revive(): void;
}

interface GateOptions {
  readonly inner: Transactions;
  readonly onCommit: () => Promise<void>;
  readonly onEvent: (event: LineEvent) => void;
}

/**
 * Stands between a device and central. Every call is one transaction; the gate decides when it goes
 * on and how it ends. Only the schedule opens it, so that one seed gives one order of events.
 */
export function createGate({ inner, onCommit, onEvent }: GateOptions): Gate {
  let dice: Dice | undefined;
  let faults = CALM;
  let dead = false;
  let waits: Point | null = null;
  let open: ((dies?: 'commit' | 'abort') => void) | undefined;
  let arrived: (() => void) | undefined;

  const broken = (why: string) => new LinkError('unreachable', why, `simulated: ${why}`);

  const wait = (point: Point): Promise<'commit' | 'abort' | undefined> => {
    waits = point;
    onEvent('held');
    arrived?.();
    return new Promise((go) => {
      open = (dies) => {
        waits = null;
        open = undefined;
        go(dies);
      };
    });
  };

  async function abort(session: Session, how: 'busy' | 'gone'): Promise<never> {
    onEvent('abort');
    // The server is told before the connection breaks: locks are gone when this call is.
    if (how === 'gone') {
      await session.rows('rollback', []);
      throw broken('aborted');
    }
    await session.rows(`do $$ begin raise 'simulated' using errcode = '40001'; end $$`, []);
    throw broken('aborted');
  }

  async function call<T>(mode: Mode, work: (session: Session) => Promise<T>): Promise<T> {
    if (dead) throw broken('gone');
    const chance = (probability: number) => dice?.chance(probability) ?? false;
    const plan = {
      cut: chance(faults.cut),
      holdApplied: chance(faults.hold),
      abort: chance(faults.abort),
      busy: chance(0.5),
      lost: chance(faults.lost),
      holdAnswered: chance(faults.hold / 2),
    };
    if (plan.cut) {
      onEvent('cut');
      throw broken('cut');
    }
    const dying = { dies: false };
    let value: T;
    try {
      value = await inner.transaction(mode, async (session) => {
        const result = await work(session);
        const dies = plan.holdApplied ? await wait('applied') : undefined;
        if (dies === 'abort') await abort(session, 'busy');
        if (plan.abort && dies === undefined) await abort(session, plan.busy ? 'busy' : 'gone');
        dying.dies = dies === 'commit';
        return result;
      });
    } catch (error) {
      if (error instanceof LinkError && error.code === '55P03') onEvent('busy');
      throw error;
    }
    if (mode === 'write') await onCommit();
    if (dying.dies) throw broken('gone');
    if (plan.holdAnswered && (await wait('answered')) !== undefined) throw broken('gone');
    if (plan.lost) {
      onEvent('lost');
      throw broken('lost');
    }
    return value;
  }

  return {
    transactions: {
      transaction: call,
      listen: async () => false,
      close: async () => {},
    },
    get waits() {
      return waits;
    },
    use: (next, chances) => {
      dice = next;
      faults = chances;
    },
    release: (dies) => open?.(dies),
    untilWaiting: () =>
      waits === null ? new Promise((done) => (arrived = done)) : Promise.resolve(),
    kill: () => void (dead = true),
    revive: () => void (dead = false),
  };
}
