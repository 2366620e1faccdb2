import pg from 'pg';
import { clientConfig, destroy } from '#db/postgres/open.node.ts';
import type { Address, Login, OpenOptions } from '#db/postgres/open.node.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { copyOut } from './copy.node.ts';
import { asLinkError, isUsableAfter } from './failures.node.ts';
import type { Session } from './transactions.ts';

/** One connection, opened when needed and again after it broke; its calls wait for each other. */
export interface Lane {
  run<T>(begin: string, work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs on the connection itself, now and after every reconnect. */
  keep(setUp: (client: pg.Client) => Promise<void>): Promise<void>;
  /** Of the server's process behind the present or the last connection. */
  processId(): number | undefined;
  /** For good; breaks what runs. */
  close(): Promise<void>;
}

export function createLane(address: Address, login: Login, options: OpenOptions): Lane {
  let client: pg.Client | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let processId: number | undefined;
  let setUp: ((client: pg.Client) => Promise<void>) | undefined;
  let running = 0;
  let connecting: pg.Client | undefined;
  let closed = false;

  function forget(gone: pg.Client): void {
    if (client === gone) client = undefined;
    destroy(gone);
  }

  async function connected(): Promise<pg.Client> {
    if (closed) throw new LinkError('unreachable', 'closed', 'central: closed');
    if (client !== undefined) return client;
    const fresh = new pg.Client(clientConfig(address, login, options));
    fresh.on('error', () => forget(fresh));
    fresh.on('end', () => forget(fresh));
    connecting = fresh;
    try {
      await fresh.connect();
      await setUp?.(fresh);
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

  async function transaction<T>(begin: string, work: (session: Session) => Promise<T>): Promise<T> {
    const on = await connected();
    try {
      await on.query(begin);
      const result = await work(sessionOn(on, options));
      await on.query('commit');
      return result;
    } catch (error) {
      await clearUp(on, error);
      throw asLinkError(error);
    }
  }

  // After a timeout or a lost connection nobody knows what the server is doing: never reuse it.
  async function clearUp(on: pg.Client, error: unknown): Promise<void> {
    if (!isUsableAfter(error)) return forget(on);
    try {
      await on.query('rollback');
    } catch {
      forget(on);
    }
  }

  return {
    run: (begin, work) => inTurn(() => transaction(begin, work)),
    keep: (wanted) =>
      inTurn(async () => {
        const there = client;
        setUp = wanted;
        const on = await connected();
        if (there === on) await wanted(on);
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
        await open?.end().catch(() => undefined);
      });
    },
  };
}

function sessionOn(client: pg.Client, options: OpenOptions): Session {
  return {
    rows: async <R>(sql: string, values: readonly unknown[]) => {
      const { rows } = await client.query(sql, [...values]);
      // The server's functions are generated from the same definitions as the callers' types.
      return rows as R[];
    },
    copy: (sql, onLines) => copyOut(client, sql, options.queryTimeout ?? 60_000, onLines),
  };
}
