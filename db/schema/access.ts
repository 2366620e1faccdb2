import type { Compilable, Kysely } from 'kysely';
import type { Id, Ids } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { NewRow, Patch, Role, Table } from './table.ts';

/** Builds selects, and compiles raw ones. Changes go through `Writes`. */
export type Selects<DB> = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'getExecutor'>;

// `out`: who sees more tables stands in for who needs fewer, decided by the tables alone. Without
// it the type checker compares every method of Kysely, anew for each pair of `DB`s.
/** Synchronous reads of the replica. `DB` is narrowed to the tables a domain may see. */
export interface Reads<out DB> {
  /** Builds and types SQL; running it is for `all` and `first`. */
  readonly sql: Selects<DB>;
  all<R>(query: Compilable<R>): readonly R[];
  first<R>(query: Compilable<R>): R | undefined;
}

/** Reads and changes inside one transaction, which becomes one op; local rows stay out of it. */
export interface Writes<out DB> extends Reads<DB> {
  /** Inserts with the given id or a new one; answers the id. */
  insert<T extends Table>(table: T, row: NewRow<T>, id?: Id): Id;
  /** Changes some columns. Columns that hold the value already are left out of the op. */
  update<T extends Table>(table: T, id: Id, patch: Patch<T>): void;
  delete(table: Table, id: Id): void;
}

/** Who acts, when and where: all that a rule may not find out for itself. */
export interface Acting {
  readonly now: Instant;
  readonly ids: Ids;
  readonly organization_id: Id;
  readonly person: { readonly id: Id; readonly role: Role };
}
