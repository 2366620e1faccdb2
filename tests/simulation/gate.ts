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
  /** The same message reaches central twice. */
  readonly twice: number;
}

export const CALM: LineFaults = { hold: 0, cut: 0, abort: 0, lost: 0, twice: 0 };

/** What a call met; counted for coverage. */
export type LineEvent = 'cut' | 'abort' | 'lost' | 'held' | 'late' | 'busy' | 'twice';

export interface Gate {
  readonly transactions: Transactions;
  /** Where the running call waits, if it does. */
  readonly waits: Point | null;
  /** Chances of the calls from now on. */
  use(dice: Dice, faults: LineFaults): void;
  /** Lets the waiting call go on. `dies` breaks it there: `commit` after all, or not. */
  release(dies?: 'commit' | 'abort'): void;
  /** Central went down: a transaction that waits here is rolled back, and nothing brings it back. */
  sever(): Promise<void>;
  /** The caller hears that the call broke; its transaction stays open until it is released. */
  abandon(): void;
  /** Resolves when no call runs, or the running one waits, and nothing more follows by itself. */
  rest(): Promise<void>;
  /** From now on every call fails: the process behind it is gone. */
  kill(): void;
  revive(): void;
}

interface GateOptions {
  readonly inner: Transactions;
  /** In the call's transaction, when its work is done and before anything else can happen. */
  readonly onApplied: (mode: Mode) => void;
  /** After a push; `late` when the call was held between its work and its commit. */
  readonly onCommit: (late: boolean) => Promise<void>;
  readonly onEvent: (event: LineEvent) => void;
  /** The device calls and calls, and never comes to rest. */
  readonly onEndless: () => void;
  /** Planted: what central made of a call is believed before it is committed. */
  readonly hasty?: boolean;
}

/** No other call of a desk puts ops into central's history. */
const PUSH = 'api.push';

/** Calls without a rest, more than any round needs. */
const ENDLESS = 400;

type Dies = 'commit' | 'abort';

function noting(session: Session, seen: { pushed: boolean }): Session {
  return {
    ...session,
    rows: (sql, values) => {
      seen.pushed ||= sql.includes(PUSH);
      return session.rows(sql, values);
    },
  };
}

/**
 * Stands between a device and central. Every call is one transaction; the gate decides when it goes
 * on and how it ends. Only the schedule opens it, and a device's calls run one by one, so that one
 * seed gives one order of events.
 */
export function createGate(options: GateOptions): Gate {
  const { inner, onApplied, onCommit, onEvent, onEndless, hasty } = options;
  let dice: Dice | undefined;
  let faults = CALM;
  let dead = false;
  let waits: Point | null = null;
  let open: ((dies?: Dies) => void) | undefined;
  let held: Session | undefined;
  let severed = false;
  let leave: ((error: Error) => void) | undefined;
  let calls = 0;
  let streak = 0;
  let moved: (() => void) | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  const broken = (why: string) => new LinkError('unreachable', why, `simulated: ${why}`);

  const wait = (point: Point): Promise<Dies | undefined> => {
    waits = point;
    onEvent(point === 'applied' ? 'held' : 'late');
    return new Promise((go) => {
      open = (dies) => {
        waits = null;
        open = undefined;
        go(dies);
      };
      moved?.();
    });
  };

  // The server itself rolls back. Its session lives on whatever the desk is told: a new one would plan
  // every statement again.
  async function abort(session: Session): Promise<never> {
    onEvent('abort');
    await session.rows(`do $$ begin raise 'simulated' using errcode = '40001'; end $$`, []);
    throw broken('aborted');
  }

  function planned() {
    const chance = (probability: number) => dice?.chance(probability) ?? false;
    return {
      cut: chance(faults.cut),
      holdApplied: chance(faults.hold),
      abort: chance(faults.abort),
      busy: chance(0.5),
      lost: chance(faults.lost),
      holdAnswered: chance(faults.hold / 2),
      twice: chance(faults.twice),
      second: chance(0.5),
    };
  }

  async function applied<T>(mode: Mode, work: (session: Session) => Promise<T>): Promise<T> {
    const seen = { pushed: false };
    const value = await inner.transaction(mode, async (session) => {
      const result = await work(noting(session, seen));
      onApplied(mode);
      return result;
    });
    if (seen.pushed) await onCommit(false);
    return value;
  }

  async function call<T>(mode: Mode, work: (session: Session) => Promise<T>): Promise<T> {
    if (dead) throw broken('gone');
    streak += 1;
    if (streak > ENDLESS) {
      onEndless();
      throw broken('endless');
    }
    const plan = planned();
    if (plan.cut) {
      onEvent('cut');
      throw broken('cut');
    }
    const end = { dies: false, gone: false, severed: false, pushed: false };
    let believed: { readonly value: T } | undefined;
    let value: T;
    try {
      value = await inner.transaction(mode, async (session) => {
        const result = await work(noting(session, end));
        onApplied(mode);
        if (hasty === true && mode === 'write') believed = { value: result };
        held = session;
        const dies = plan.holdApplied ? await wait('applied') : undefined;
        end.severed = severed;
        severed = false;
        end.gone = end.severed || (plan.abort && !plan.busy && dies === undefined);
        if (dies === 'abort' || (plan.abort && dies === undefined)) await abort(session);
        end.dies = dies === 'commit';
        return result;
      });
      // Who only read has what they wanted, as on the product's own connections.
      if (end.severed && mode === 'write') throw broken('lost');
    } catch (error) {
      if (error instanceof LinkError && error.code === '55P03') onEvent('busy');
      if (believed !== undefined) return believed.value;
      if (end.gone) throw broken('aborted');
      throw error;
    }
    if (end.pushed) await onCommit(plan.holdApplied);
    if (end.dies) throw broken('gone');
    if (plan.twice && mode === 'write') {
      onEvent('twice');
      const again = await applied(mode, work);
      if (plan.second) value = again;
    }
    if (plan.holdAnswered && (await wait('answered')) !== undefined) throw broken('gone');
    if (plan.lost) {
      onEvent('lost');
      throw broken('lost');
    }
    return value;
  }

  // In turn, as on one connection; who waits for an abandoned call hears at once that it broke.
  async function inTurn<T>(mode: Mode, work: (session: Session) => Promise<T>): Promise<T> {
    // Not behind a call that was left behind: who waited for that would go on when it ends.
    if (dead) throw broken('gone');
    calls += 1;
    const gone = new Promise<never>((_, fail) => {
      const before = leave;
      leave = (error) => {
        before?.(error);
        fail(error);
      };
    });
    gone.catch(() => undefined);
    const turn = tail
      .then(() => call(mode, work))
      .finally(() => {
        calls -= 1;
        if (calls === 0) leave = undefined;
        moved?.();
      });
    tail = turn.catch(() => undefined);
    return await Promise.race([turn, gone]);
  }

  const resting = () => calls === 0 || waits !== null;

  return {
    // What stops on its way stops in a transaction: a single statement is given one.
    transactions: {
      transaction: (mode, work) => inTurn(mode === 'statement' ? 'write' : mode, work),
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
    sever: async () => {
      if (waits !== 'applied') return;
      severed = true;
      await held?.rows('rollback', []);
    },
    abandon: () => leave?.(broken('timeout')),
    rest: async () => {
      for (;;) {
        if (!resting()) await new Promise<void>((done) => (moved = done));
        moved = undefined;
        // One turn of the event loop runs all that follows without another call.
        await new Promise((done) => setImmediate(done));
        if (resting()) break;
      }
      streak = 0;
    },
    kill: () => void (dead = true),
    revive: () => void (dead = false),
  };
}
