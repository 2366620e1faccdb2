import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Reads, Writes } from '#db/schema/access.ts';
import type { Role } from '#db/schema/table.ts';
import type { BookingTables } from '../tables-seen.ts';

/** Where an import goes: the replica's reads and its one write path. */
export interface ImportTarget {
  readonly organization_id: Id;
  readonly actor: { readonly id: Id; readonly role: Role };
  readonly reads: Reads<BookingTables>;
  readonly writer: {
    write<T, C extends string>(
      options: { readonly command: string; readonly actor: ImportTarget['actor'] },
      command: (tx: Writes<BookingTables>) => Result<T, C>,
    ): Result<unknown>;
    /** Several writes in one durable transaction: all of them or none. */
    batch<T, C extends string>(run: () => Result<T, C>): Result<T>;
  };
}

/** Row changes in one op, at most: what central takes in one slice. */
export const OP_ROWS = 500;

export function slices<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(of.length / size) }, (_, i) =>
    of.slice(i * size, (i + 1) * size),
  );
}
