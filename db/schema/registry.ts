import type { Table } from './table.ts';

/** A set of tables in reference order, looked up by name: no name from a message reaches SQL text. */
export interface Registry {
  readonly tables: readonly Table[];
  get(name: string): Table | undefined;
  /** Small stable number of a table in central's feed: its place in `tables`, starting at 1. */
  number(table: Table): number;
}

export function createRegistry(tables: readonly Table[]): Registry {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return {
    tables,
    get: (name) => byName.get(name),
    number: (table) => tables.indexOf(table) + 1,
  };
}
