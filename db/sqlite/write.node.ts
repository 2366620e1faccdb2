import type { Clock } from '#db/kernel/clock.ts';
import type { Id, Ids } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Failure, Result } from '#db/kernel/result.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import type { Role } from '#db/schema/table.ts';
import { changeOf } from './changed-rows.ts';
import type { Connection } from './connection.node.ts';
import { createConstraints } from './constraints.node.ts';
import { sqliteCode } from './failures.node.ts';
import { inKeyOrder } from './key-order.node.ts';
import { appendOp, keepOp } from './outbox.node.ts';
import { createStatements } from './table-statements.node.ts';
import { record } from './transaction.node.ts';
import { WriteRefusal } from './write-refusal.ts';
import type { RefusalCode } from './write-refusal.ts';

/** Most row changes in one op: what central takes in one slice. */
export const OP_CHANGES = 500;

export interface WriteOptions {
  /** Contract name, `bookings.move`. */
  readonly command: string;
  readonly actor: { readonly id: Id; readonly role: Role };
  /** The command's own idea of now; the clock's when left out. */
  readonly at?: Instant;
  /** Given when the command must know its op beforehand. */
  readonly op_id?: Id;
}

export interface Written<T> {
  readonly value: T;
  /** Null when nothing changed that others may see: no op then. */
  readonly op_id: Id | null;
}

export interface Writer<DB> {
  /**
   * Runs `command` in one transaction that becomes one op; rows of `local` tables stay out of it.
   * Answers after the durable COMMIT. A failure that `command` returns, a refusal of the write path,
   * or a throw leaves nothing behind. Throws `ReplicaError` when file or disk fail. Changes: at most
   * `OP_CHANGES` rows.
   */
  write<T, C extends string>(
    options: WriteOptions,
    command: (tx: Writes<DB>) => Result<T, C>,
  ): Result<Written<T>, C | RefusalCode>;
  /**
   * Several writes, each its own op, in one durable transaction. When `run` returns a failure or
   * throws, none of them happened; a failed write inside it that `run` survives leaves no trace.
   */
  batch<T, C extends string>(run: () => Result<T, C>): Result<T, C | RefusalCode>;
}

export interface WriterParts<DB> {
  readonly connection: Connection;
  readonly reads: Reads<DB>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schemaVersion: number;
}

interface ReplicaHead {
  readonly organization_id: Id;
  readonly phase: string;
  readonly last_op_no: number;
  readonly central: string;
  readonly login_role: string;
}

/** The only way to change rows of the replica, apart from what central sends. */
export function createWriter<DB>(parts: WriterParts<DB>): Writer<DB> {
  const { connection, ids } = parts;
  const statements = createStatements(connection);
  const refuseBroken = createConstraints(connection);
  // Tables touched by the writes of a running batch; undefined outside of one.
  let batched: Set<string> | undefined;

  const perform = <T, C extends string>(
    options: WriteOptions,
    command: (tx: Writes<DB>) => Result<T, C>,
    tables: Set<string>,
    refuse: Refuse<C>,
  ): Written<T> => {
    const at = options.at ?? instantOf(parts.clock.now());
    const replica = must(
      connection
        .prepare<ReplicaHead>(
          'SELECT organization_id, phase, last_op_no, central, login_role FROM replica',
        )
        .get(),
      'a replica knows who it is',
    );
    if (replica.phase !== 'ready') throw new WriteRefusal('replica_not_ready', {});
    const standalone = replica.central === '';
    if (!standalone && replica.login_role === '') throw new WriteRefusal('adoption_unfinished', {});
    const { tx, touched } = record<DB>({
      reads: parts.reads,
      statements,
      organization_id: replica.organization_id,
      actor: options.actor,
      at,
      newId: () => ids.next(),
    });
    const result = command(tx);
    if (!result.ok) return refuse(result);
    const rows = [...touched.values()].flatMap((row) => {
      const change = changeOf(row);
      return change === undefined ? [] : [{ row, change }];
    });
    const sent = rows.filter(({ row }) => row.table.options.sync !== 'local');
    if (sent.length > OP_CHANGES) throw new Error(`Bug: ${sent.length} changes in one op`);
    refuseBroken(rows.map(({ row }) => row));
    const ordered = inKeyOrder(connection, sent);
    for (const { change } of rows) tables.add(change.table);
    if (sent.length === 0) return { value: result.value, op_id: null };
    const op = {
      op_id: options.op_id ?? ids.next(),
      op_no: replica.last_op_no + 1,
      command: options.command,
      actor_id: options.actor.id,
      at,
    };
    const append = standalone ? keepOp : appendOp;
    append(connection, { ...op, schema_version: parts.schemaVersion }, ordered);
    for (const local of ['outbox', 'pending_rows', 'replica']) tables.add(local);
    return { value: result.value, op_id: op.op_id };
  };

  return {
    write: <T, C extends string>(
      options: WriteOptions,
      command: (tx: Writes<DB>) => Result<T, C>,
    ) => {
      const tables = new Set<string>();
      const result = settled<Written<T>, C>((refuse) => {
        const work = () => perform(options, command, tables, refuse);
        return batched === undefined ? connection.transaction(work) : savepoint(connection, work);
      });
      if (result.ok) {
        if (batched === undefined) connection.touch(tables);
        else for (const table of tables) batched.add(table);
      }
      return result;
    },
    batch: <T, C extends string>(run: () => Result<T, C>) => {
      if (batched !== undefined) throw new Error('Bug: a batch inside a batch');
      const tables = new Set<string>();
      batched = tables;
      try {
        const result = settled<T, C>((refuse) =>
          connection.transaction(() => {
            const inner = run();
            return inner.ok ? inner.value : refuse(inner);
          }),
        );
        if (result.ok) connection.touch(tables);
        return result;
      } finally {
        batched = undefined;
      }
    },
  };
}

/** Thrown to roll back for a failure that a command returned; never leaves this file. */
class Refused extends Error {}

type Refuse<C extends string> = (failure: Failure<C>) => never;

function settled<T, C extends string>(run: (refuse: Refuse<C>) => T): Result<T, C | RefusalCode> {
  let refused: Failure<C> | undefined;
  try {
    return ok(
      run((failure) => {
        refused = failure;
        throw new Refused();
      }),
    );
  } catch (error) {
    if (error instanceof Refused && refused !== undefined) return refused;
    if (error instanceof WriteRefusal) return error.failure();
    if (sqliteCode(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY') {
      return new WriteRefusal('missing_reference', {}).failure();
    }
    throw error;
  }
}

function savepoint<T>(connection: Connection, run: () => T): T {
  connection.prepare('SAVEPOINT one_write').run();
  try {
    const value = run();
    connection.prepare('RELEASE one_write').run();
    return value;
  } catch (error) {
    if (connection.inTransaction) {
      connection.prepare('ROLLBACK TO one_write').run();
      connection.prepare('RELEASE one_write').run();
    }
    throw error;
  }
}
