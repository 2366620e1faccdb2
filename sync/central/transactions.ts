/** What a call may do inside its transaction. */
export interface Session {
  rows<R>(sql: string, values: readonly unknown[]): Promise<readonly R[]>;
  /** COPY … TO STDOUT: hands whole lines on as they arrive, answers the bytes that travelled. */
  copy(sql: string, onLines: (lines: Buffer) => void): Promise<number>;
}

/**
 * `write` is READ COMMITTED; `read` is one snapshot: REPEATABLE READ READ ONLY; in `statement` each
 * statement commits by itself, one way there and back earlier.
 */
export type Mode = 'write' | 'read' | 'statement';

/**
 * The layer below `CentralLink`: one call, one transaction. `transaction` commits when `work`
 * resolves and rolls back when it rejects, so whoever wraps it can stand between "applied" and
 * "commit" (inside `work`, after the inner one), abort (reject there), or lose the reply (reject after
 * the commit). Rejects with `LinkError`.
 */
export interface Transactions {
  transaction<T>(mode: Mode, work: (session: Session) => Promise<T>): Promise<T>;
  /** Calls back when another connection notifies `channel`; false when this one cannot listen. */
  listen(channel: string, onHint: () => void): Promise<boolean>;
  close(): Promise<void>;
}
