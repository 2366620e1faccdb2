import pg from 'pg';
import { clientConfig, destroy } from '#db/postgres/open.node.ts';
import type { Address, Login, OpenOptions } from '#db/postgres/open.node.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { copyOut } from './copy.node.ts';
import { asLinkError, isUsableAfter } from './failures.node.ts';
import { openWith } from './opening.node.ts';
import type { Patience } from './patience.ts';
import { whileHeard } from './silence.node.ts';
import type { Session } from './transactions.ts';

/** Milliseconds that closing waits for the other side. */
const GOODBYE = 1000;

/** One connection, opened when needed and again after it broke; its calls wait for each other. */
export interface Lane {
  /**
   * One transaction, or none around its statements where `begin` is null. `lasting` says that it
   * writes: then the answer is there after the commit only, and without it one way there and back
   * earlier.
   */
  run<T>(
    begin: string | null,
    lasting: boolean,
    work: (session: Session) => Promise<T>,
  ): Promise<T>;
  /** Runs on the connection itself, now and after every reconnect. */
  keep(setUp: (client: pg.Client) => Promise<void>): Promise<void>;
  /** Of the server's process behind the present or the last connection. */
  processId(): number | undefined;
  /** For good; breaks what runs. */
  close(): Promise<void>;
}

export interface LaneOptions extends Pick<OpenOptions, 'ca'> {
  readonly patience: Patience;
  /** A connection that was lost is not opened again: behind a new one may be another central. */
  readonly once?: boolean;
}

/** A connection on which nothing is heard while it should be is destroyed and never used again. */
export function createLane(address: Address, login: Login, options: LaneOptions): Lane {
  const { patience } = options;
  // How long a call takes in all is nobody's business: silence ends it.
  const config = clientConfig(address, login, { ...options, connectTimeout: 0, queryTimeout: 0 });
  let client: pg.Client | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let processId: number | undefined;
  let setUp: ((client: pg.Client) => Promise<void>) | undefined;
  let running = 0;
  let connecting: pg.Client | undefined;
  let closed = false;
  let had = false;

  function forget(gone: pg.Client): void {
    if (client === gone) client = undefined;
    destroy(gone);
  }

  async function heard<T>(
    on: pg.Client,
    kind: string,
    bytes: number,
    work: () => Promise<T>,
  ): Promise<T> {
    const waiting = patience.begin(kind, bytes);
    const done = await whileHeard(on, waiting.limit, work);
    if ('value' in done) {
      waiting.end('answered');
      return done.value;
    }
    if (done.silent) waiting.end('silent');
    throw done.error;
  }

  async function prepare(fresh: pg.Client): Promise<void> {
    const work = setUp;
    if (work !== undefined) await heard(fresh, 'listen', 0, () => work(fresh));
  }

  const say = (on: pg.Client, command: string) =>
    heard(on, command, 0, async () => {
      await on.query(command);
    });

  /** Begins with the first statement. */
  function sessionOn(on: pg.Client, begin: string | null): Session {
    let toSay = begin;
    return {
      rows: async <R>(sql: string, values: readonly unknown[]) => {
        const opening = values.length > 0 ? toSay : null;
        if (toSay !== null && opening === null) await say(on, toSay);
        toSay = null;
        const rows: unknown = await heard(on, sql, bytesOf(values), async () =>
          opening === null
            ? (await on.query(sql, [...values])).rows
            : await openWith(on, opening, sql, values),
        );
        // The server's functions are generated from the same definitions as the callers' types.
        return rows as R[];
      },
      copy: async (sql, onLines) => {
        if (toSay !== null) await say(on, toSay);
        toSay = null;
        return await heard(on, 'copy', 0, () => copyOut(on, sql, onLines));
      },
    };
  }

  async function connected(): Promise<pg.Client> {
    if (closed) throw new LinkError('unreachable', 'closed', 'central: closed');
    if (client !== undefined) return client;
    if (had && options.once === true) {
      throw new LinkError('unreachable', 'connection_lost', 'central: connection lost');
    }
    const fresh = new pg.Client(config);
    fresh.on('error', () => forget(fresh));
    fresh.on('end', () => forget(fresh));
    connecting = fresh;
    try {
      await heard(fresh, 'connect', 0, () => fresh.connect());
      await prepare(fresh);
    } catch (error) {
      destroy(fresh);
      throw asLinkError(error);
    } finally {
      connecting = undefined;
    }
    // The typings leave it out.
    const id: unknown = Reflect.get(fresh, 'processID');
    processId = typeof id === 'number' ? id : undefined;
    client = fresh;
    had = true;
    return fresh;
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    running += 1;
    const turn = last.then(work).finally(() => {
      running -= 1;
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  async function transaction<T>(
    begin: string | null,
    lasting: boolean,
    work: (session: Session) => Promise<T>,
  ): Promise<{ readonly result: T; readonly ended: Promise<unknown> }> {
    const on = await connected();
    try {
      const result = await work(sessionOn(on, begin));
      const ended = begin === null ? Promise.resolve() : say(on, 'commit');
      if (lasting) await ended;
      // Who only read has what they wanted; the connection is of no use then.
      return { result, ended: ended.catch(() => forget(on)) };
    } catch (error) {
      await clearUp(on, error);
      throw asLinkError(error);
    }
  }

  /** The next call waits for the end of this transaction, its caller only for the answer. */
  function run<T>(
    begin: string | null,
    lasting: boolean,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const done = inTurn(() => transaction(begin, lasting, work));
    running += 1;
    last = done
      .then(({ ended }) => ended)
      .catch(() => undefined)
      .finally(() => {
        running -= 1;
      });
    return done.then(({ result }) => result);
  }

  // After a timeout or a lost connection nobody knows what the server is doing: never reuse it.
  async function clearUp(on: pg.Client, error: unknown): Promise<void> {
    if (!isUsableAfter(error)) return forget(on);
    try {
      await say(on, 'rollback');
    } catch {
      forget(on);
    }
  }

  return {
    run,
    keep: (wanted) =>
      inTurn(async () => {
        const there = client;
        setUp = wanted;
        const on = await connected();
        if (there === on) await prepare(on);
      }),
    processId: () => processId,
    close: () => {
      // A call that would wait for its timeout must not hold up who closes.
      closed = true;
      const busy = connecting ?? (running > 0 ? client : undefined);
      if (busy !== undefined) forget(busy);
      return inTurn(async () => {
        const open = client;
        client = undefined;
        setUp = undefined;
        if (open === undefined) return;
        // Only a goodbye: whether it arrives does not matter.
        await whileHeard(open, GOODBYE, () => open.end());
        destroy(open);
      });
    },
  };
}

/** Roughly what the values of a call weigh on the way. */
function bytesOf(values: readonly unknown[]): number {
  return values.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
}
