import { dirname } from 'node:path';
import type { Registry } from '#db/schema/registry.ts';
import type { Driver, Statement } from './driver.node.ts';
import { isBroken, ReplicaError, typedFailure } from './failures.node.ts';
import { suspect } from './suspicion.node.ts';

/** Called after a commit with the tables whose rows changed. */
export type TouchedListener = (tables: ReadonlySet<string>) => void;

/** The one writing connection to a replica file. */
export interface Connection {
  readonly file: string;
  /** The tables of a replica: no others are known here. */
  readonly registry: Registry;
  /** True when the last process that held the file did not close it. */
  readonly unclean: boolean;
  /** Prepared once per text. Throws `ReplicaError` for failures of the file. */
  prepare<R>(sql: string): Statement<R>;
  exec(sql: string): void;
  pragma(text: string): unknown;
  /** All or nothing, durable when it returns. Throws what `run` throws, after rolling back. */
  transaction<T>(run: () => T): T;
  /** The same with references unchecked: central's images come in any order. */
  applying<T>(run: () => T): T;
  /**
   * `applying` of what central can send again. A power failure may take the last of these back, as a
   * whole and in the order they were made; the next durable transaction makes all of them durable.
   */
  loading<T>(run: () => T): T;
  /**
   * What sorts many rows meanwhile, an index being built above all, does so in files beside the replica
   * instead of in memory. Not where the replica is encrypted: such files are not, and never plain.
   */
  spilling<T>(run: () => T): T;
  readonly inTransaction: boolean;
  /**
   * An error of the driver with its type. Damage, or a disk that failed, is noted beside the file, so
   * that the next start heals it whatever it reads first, and told; nothing is written from then on.
   */
  met(error: unknown): unknown;
  /** Called once, when damage or a failing disk is met: whoever holds the file should close it and open it again. */
  onDamage(listener: () => void): void;
  onTouched(listener: TouchedListener): () => void;
  touch(tables: ReadonlySet<string>): void;
  /** Checkpoints and closes; harmless when closed. */
  close(): void;
}

// What the largest desk uses at once, generously; the statement unused for longest gives way.
const STATEMENTS = 1000;

// Pages of the log before they go into the file: the last ones of a table are written once, not often.
const LOADING_LOG = 4000;

export function createConnection(
  driver: Driver,
  options: {
    readonly file: string;
    readonly registry: Registry;
    readonly unclean: boolean;
    readonly encrypted: boolean;
  },
): Connection {
  const { encrypted, ...about } = options;
  const statements = new Map<string, Statement<unknown>>();
  const listeners = new Set<TouchedListener>();

  const damageListeners = new Set<() => void>();
  let stopped: ReplicaError | undefined;

  const met = (error: unknown): unknown => {
    const typed = typedFailure(error, about.file);
    if (stopped !== undefined || !(typed instanceof ReplicaError)) return typed;
    if (typed.code === 'replica_damaged' || isBroken(typed)) {
      stopped = typed;
      suspect(about.file, typed.cause_code);
      for (const listener of damageListeners) listener();
    }
    return typed;
  };

  const guarded = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw met(error);
    }
  };

  const prepare = <R>(sql: string): Statement<R> => {
    const known = statements.get(sql);
    if (known !== undefined) {
      // Only a crowded map needs to know what was used last.
      if (statements.size > STATEMENTS / 2) {
        statements.delete(sql);
        statements.set(sql, known);
      }
      // The text fixes the shape of the rows; callers of one text agree on R.
      return known as Statement<R>;
    }
    const statement = guarded(() => driver.prepare<R>(sql));
    const oldest = statements.size >= STATEMENTS ? statements.keys().next().value : undefined;
    if (oldest !== undefined) statements.delete(oldest);
    statements.set(sql, statement);
    return statement;
  };

  const transaction = <T>(run: () => T): T => {
    if (driver.inTransaction) throw new Error('Bug: a transaction inside a transaction');
    if (stopped !== undefined) throw stopped;
    return guarded(() => {
      prepare('BEGIN IMMEDIATE').run();
      try {
        const value = run();
        prepare('COMMIT').run();
        return value;
      } catch (error) {
        // A full disk or a broken file rolls back by itself.
        if (driver.inTransaction) prepare('ROLLBACK').run();
        throw error;
      }
    });
  };

  const applying = <T>(run: () => T): T => {
    // Ignored inside a transaction, hence before it.
    driver.pragma('foreign_keys = OFF');
    try {
      return transaction(run);
    } finally {
      driver.pragma('foreign_keys = ON');
    }
  };

  return {
    ...about,
    prepare,
    exec: (sql) => guarded(() => void driver.exec(sql)),
    pragma: (text) => guarded(() => driver.pragma(text, { simple: true })),
    transaction,
    applying,
    loading: (run) => {
      const durability = String(driver.pragma('synchronous', { simple: true }));
      const log = String(driver.pragma('wal_autocheckpoint', { simple: true }));
      driver.pragma('synchronous = NORMAL');
      driver.pragma(`wal_autocheckpoint = ${LOADING_LOG}`);
      try {
        return applying(run);
      } finally {
        driver.pragma(`wal_autocheckpoint = ${log}`);
        driver.pragma(`synchronous = ${durability}`);
      }
    },
    spilling: (run) => {
      if (encrypted) return run();
      const folder = dirname(about.file).replaceAll("'", "''");
      driver.pragma(`temp_store_directory = '${folder}'`);
      driver.pragma('temp_store = FILE');
      try {
        return run();
      } finally {
        driver.pragma('temp_store = MEMORY');
        driver.pragma(`temp_store_directory = ''`);
      }
    },
    met,
    onDamage: (listener) => void damageListeners.add(listener),
    get inTransaction() {
      return driver.inTransaction;
    },
    onTouched: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    touch: (tables) => {
      if (tables.size > 0) for (const listener of listeners) listener(tables);
    },
    close: () => {
      statements.clear();
      if (driver.open) guarded(() => void driver.close());
    },
  };
}
