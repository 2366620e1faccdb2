import type { Registry } from '#db/schema/registry.ts';
import type { Table } from '#db/schema/table.ts';

/** Tables whose rows a desk without a central holds for the organization, in reference order. */
export function movedTables(registry: Registry): readonly Table[] {
  return registry.tables.filter(({ options }) => !['local', 'central'].includes(options.sync));
}

/** What of a row moves: all but its version, which central gives. */
export function movedColumns(table: Table): readonly string[] {
  return Object.keys(table.columns).filter((name) => name !== 'row_version');
}
