import { unreachable } from '#db/kernel/must.ts';
import { centralTables, plain, sharedTables } from './postgres-names.ts';
import type { Registry } from './registry.ts';
import type { SyncClass, Table } from './table.ts';

export type Right = 'select' | 'insert' | 'update' | 'delete';

/** What the functions that devices call may do to a table; its rows are the caller's only. */
export function apiRights({ options }: Table): readonly Right[] {
  return rightsOf(options.sync);
}

function rightsOf(sync: SyncClass): readonly Right[] {
  switch (sync) {
    case 'both':
      return ['select', 'insert', 'update', 'delete'];
    case 'down':
      return ['select'];
    case 'up':
      return ['select', 'insert'];
    case 'central':
    case 'local':
      return [];
    default:
      return unreachable(sync);
  }
}

/**
 * Grants on tables and on the functions that were generated for them. Run after `090-rights.sql`; run
 * again, it takes back what the definitions no longer say.
 */
export function rightsSql(registry: Registry): string {
  const byRights = Map.groupBy(centralTables(registry), (table) => apiRights(table).join(', '));
  const shared = sharedTables(registry).map(
    ({ name }) => `api.snapshot_${plain(name)}(text, uuid, integer)`,
  );
  return [
    'revoke all on all tables in schema data from hf_api;',
    ...[...byRights]
      .filter(([rights]) => rights !== '')
      .map(
        ([rights, tables]) =>
          `grant ${rights} on ${tables.map(({ name }) => `data.${plain(name)}`).join(', ')} to hf_api;`,
      ),
    ...(shared.length === 0
      ? []
      : [`grant execute on function ${shared.join(', ')} to hf_device;`]),
  ].join('\n');
}
