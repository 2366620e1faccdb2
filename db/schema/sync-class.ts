import type { Registry } from './registry.ts';
import type { Table } from './table.ts';

/** A replica has the table: every class but the one that never leaves central. */
export function onDevice({ options }: Table): boolean {
  return options.sync !== 'central';
}

/** Central sends its rows: they are filled, pulled, counted in checksums and repaired. */
export function arrives({ options }: Table): boolean {
  return options.sync === 'both' || options.sync === 'down';
}

/** Devices change its rows; central alone makes and removes them. */
export function isMadeByCentral({ options }: Table): boolean {
  return (
    options.madeByCentral === true || options.checks?.includes('id = organization_id') === true
  );
}

/** The tables of a replica. Central's own are unknown there, like those of a later version. */
export function deviceRegistry(registry: Registry): Registry {
  return {
    tables: registry.tables.filter(onDevice),
    get: (name) => {
      const found = registry.get(name);
      return found !== undefined && onDevice(found) ? found : undefined;
    },
    number: (table) => registry.number(table),
  };
}
