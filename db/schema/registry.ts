import { must } from '#db/kernel/must.ts';
import type { Table } from './table.ts';

/** A set of tables in reference order, looked up by name: no name from a message reaches SQL text. */
export interface Registry {
  readonly tables: readonly Table[];
  get(name: string): Table | undefined;
  /** Small stable number of a table in central's feed. */
  number(table: Table): number;
}

/**
 * `tables` in reference order. `numbered` are their names by number, starting at 1: it only ever grows
 * at its end. Left out, a table's place is its number. Throws when a table has none.
 */
export function createRegistry(
  tables: readonly Table[],
  numbered: readonly string[] = tables.map((table) => table.name),
): Registry {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const numbers = new Map(numbered.map((name, at) => [name, at + 1]));
  return {
    tables,
    get: (name) => byName.get(name),
    number: (table) => must(numbers.get(table.name), `${table.name} has no number in the feed`),
  };
}
