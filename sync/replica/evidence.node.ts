import type { Instant } from '#db/kernel/instant.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { SalvagedOp } from '#db/sqlite/salvage.node.ts';

/** What was found when a replica was healed. */
export interface Finding {
  readonly kind: 'salvage' | 'log_damaged';
  readonly cause: string;
  /** Name of the damaged file in the same folder. */
  readonly kept: string | null;
  readonly saved: readonly SalvagedOp[];
  /** Numbers of ops that could not be saved; null where that cannot be told. */
  readonly lost: readonly number[] | null;
}

/** Puts a finding on record within the running transaction. */
export function recordFinding(connection: Connection, at: Instant, finding: Finding): void {
  const { kind, cause, kept, saved, lost } = finding;
  const who = connection.prepare<{ login_role: string }>('SELECT login_role FROM replica').get();
  // Numbers, codes and names of files only: evidence must hold nothing anybody typed.
  const detail = {
    saved: saved.length,
    lost: lost === null ? null : lost.length,
    lost_numbers: (lost ?? []).slice(0, 100),
    ops: saved.slice(0, 1000).map(({ op_id }) => op_id),
    cause,
    kept,
    // Where there was no central nothing waited for one.
    alone: who?.login_role === '',
  };
  connection
    .prepare('INSERT INTO incidents (at, kind, detail) VALUES (?, ?, ?)')
    .run(at, kind, JSON.stringify(detail));
}
