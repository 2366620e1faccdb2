import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { centralAsDefined } from '#db/schema/describe-central.ts';
import { replicaAsDefined } from '#db/schema/describe-replica.ts';
import type { Description } from '#db/schema/description.ts';
import { tableDdl } from '#db/schema/postgres-ddl.ts';
import { sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import { arrives, onDevice } from '#db/schema/sync-class.ts';
import type { Table } from '#db/schema/table.ts';
import { parsed } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const schemaList: CliCommand = {
  usage: '',
  summary:
    'Prints every table with its columns, classes, merge policies, privacy and retention, and what both databases make of it.',
  async run(args) {
    parsed(args, [], {});
    return await Promise.resolve({ ok: true, print: listSchema() });
  },
};

/** The registry as data: what this version keeps, where, for how long and who may see it. */
export function listSchema() {
  const replica = replicaAsDefined(registry);
  const central = centralAsDefined(registry);
  const indexes = new Map(sqliteDdl(registry).map((ddl) => [ddl.table.name, ddl]));
  return {
    version: SCHEMA_VERSION,
    tables: registry.tables.map((table) => {
      const { sync, retention, rights, unique, links, search, noOverlap } = table.options;
      const ddl = indexes.get(table.name);
      return {
        name: table.name,
        sync,
        retention: retention ?? null,
        rights: rights ?? null,
        feed_number: arrives(table) ? registry.number(table) : null,
        columns: columnsOf(table, replica, central),
        unique: unique ?? [],
        links: links ?? [],
        search: search ?? [],
        no_overlap: noOverlap ?? null,
        sqlite: onDevice(table)
          ? {
              checks: named(replica, table.name, 'check'),
              indexes: (ddl?.indexes ?? []).map(({ create }) => create),
              search: ddl?.search?.create ?? null,
            }
          : null,
        postgres:
          sync === 'local'
            ? null
            : {
                checks: named(central, `data.${table.name}`, 'check'),
                references: named(central, `data.${table.name}`, 'reference'),
                keys: named(central, `data.${table.name}`, 'key'),
                policies: named(central, `data.${table.name}`, 'policy'),
                indexes: indexesOf(table),
              },
      };
    }),
  };
}

function columnsOf(table: Table, replica: Description, central: Description) {
  const typeIn = (description: Description, of: string, name: string) =>
    description.find((one) => one.kind === 'column' && one.table === of && one.name === name)
      ?.properties['type'] ?? null;
  const stored = Object.entries(table.columns).map(([name, { shape }]) => ({
    name,
    kind: shape.kind,
    sqlite: typeIn(replica, table.name, name),
    postgres: typeIn(central, `data.${table.name}`, name),
    nullable: shape.nullable,
    default: shape.defaultValue ?? null,
    values: shape.values ?? null,
    max_length: shape.maxLength ?? null,
    digits: shape.digits ?? null,
    reference: shape.reference ?? null,
    merge: shape.merge,
    together: shape.group ?? null,
    privacy: shape.privacy,
    generated: null,
  }));
  const generated = Object.entries(table.options.generated ?? {}).map(([name, sql]) => ({
    name,
    kind: 'text',
    sqlite: typeIn(replica, table.name, name),
    postgres: typeIn(central, `data.${table.name}`, name),
    generated: sql,
  }));
  return [...stored, ...generated];
}

function named(description: Description, of: string, kind: string): readonly string[] {
  return description
    .filter((object) => object.kind === kind && object.table === of)
    .map(({ name }) => name);
}

function indexesOf(table: Table): readonly string[] {
  return tableDdl(table, undefined)
    .split('\n')
    .filter((line) => /^create (unique )?index /.test(line));
}
