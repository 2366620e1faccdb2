import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import type { Role } from '#db/schema/table.ts';

/** Where an import goes: the replica's reads and its one write path. */
export interface ImportTarget<DB> {
  readonly organization_id: Id;
  readonly actor: { readonly id: Id; readonly role: Role };
  readonly reads: Reads<DB>;
  readonly writer: {
    write<T, C extends string>(
      options: { readonly command: string; readonly actor: ImportTarget<DB>['actor'] },
      command: (tx: Writes<DB>) => Result<T, C>,
    ): Result<unknown>;
    /** Several writes in one durable transaction: all of them or none. */
    batch<T, C extends string>(run: () => Result<T, C>): Result<T>;
  };
}

export interface ImportOptions {
  /** Reads and plans, writes nothing; the report is the same. */
  readonly dryRun: boolean;
  /** Writes the good rows although others are refused. Never helps against a refused file. */
  readonly skipRefused: boolean;
}
