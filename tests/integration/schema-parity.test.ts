import { beforeAll, describe, expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import { describeCentral } from '#db/postgres/describe.node.ts';
import { centralAsDefined, loosely, UNSAID } from '#db/schema/describe-central.ts';
import { replicaAsDefined } from '#db/schema/describe-replica.ts';
import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import type { Description, SchemaObject } from '#db/schema/description.ts';
import { deviceRegistry } from '#db/schema/sync-class.ts';
import { keyParts } from '#db/schema/table.ts';
import type { Key, Table } from '#db/schema/table.ts';
import { describeReplica } from '#db/sqlite/describe.node.ts';
import { schemaNow } from '#db/sqlite/migrate.node.ts';
import { createCentral } from '#tests/helpers/postgres.ts';

// What the definitions say against what the databases tell of themselves, column by column.

let central: Description;
let replica: Description;
beforeAll(async () => {
  const made = await createCentral();
  central = await describeCentral(made.admin);
  await made.drop();
  using fresh = schemaNow(registry);
  replica = describeReplica(fresh.driver);
});

const sentences = (expected: Description, found: Description) =>
  compareDescriptions(expected, found).map(sentenceOf);

test('a replica is what the definitions say', () => {
  const names = new Set(deviceRegistry(registry).tables.map(({ name }) => name));
  const kinds = new Set(['table', 'column', 'check', 'key', 'reference']);
  const found = replica.filter(
    ({ kind, table, name }) => kinds.has(kind) && names.has(kind === 'table' ? name : table),
  );
  expect(sentences(replicaAsDefined(registry), found)).toEqual([]);
});

test('a central is what the definitions say', () => {
  const expected = centralAsDefined(registry);
  const unsaid = new Set(
    expected
      .filter(({ properties }) => properties['says'] === UNSAID)
      .map(({ table, name }) => `${table} ${name}`),
  );
  const found = central
    .filter(({ kind, table, name }) => (kind === 'table' ? name : table).startsWith('data.'))
    .filter(({ kind }) => kind !== 'index')
    .map((object) => spelled(object, unsaid));
  expect(sentences(expected, found)).toEqual([]);
});

/** In the spelling of the definitions. */
function spelled(object: SchemaObject, unsaid: ReadonlySet<string>): SchemaObject {
  const { kind, table, name, properties } = object;
  const loose = (property: string) => {
    const value = properties[property];
    return typeof value === 'string' ? loosely(value) : (value ?? null);
  };
  if (kind === 'trigger')
    return { ...object, properties: { enabled: properties['enabled'] ?? null } };
  if (kind === 'policy') {
    return {
      ...object,
      properties: { ...properties, using: loose('using'), with_check: loose('with_check') },
    };
  }
  if (kind === 'column') {
    return {
      ...object,
      properties: { ...properties, default: loose('default'), generated: loose('generated') },
    };
  }
  if (kind === 'table') return object;
  expect(properties['validated']).toBe(true);
  const says = unsaid.has(`${table} ${name}`) ? UNSAID : loose('says');
  return { ...object, properties: { says } };
}

describe('indexes', () => {
  const columnsOf = (key: Key) => keyParts(key).columns.join(', ');
  const references = (table: Table) =>
    Object.entries(table.own).flatMap(([name, { shape }]) =>
      shape.reference?.enforced === true ? [name] : [],
    );
  const wanted = (table: Table): readonly Key[] => [
    ...(table.options.unique ?? []),
    ...(table.options.indexes ?? []),
    ...references(table).map((name) => [name]),
  ];

  test('of a replica serve every key, every wish and every reference, and nothing else', () => {
    for (const table of deviceRegistry(registry).tables) {
      const found = replica
        .filter(({ kind, table: of }) => kind === 'index' && of === table.name)
        .map(({ name }) => name.slice(1).replace(/\).*$/, ''));
      const asked = wanted(table).map(columnsOf);
      const unserved = asked.filter(
        (key) => !found.some((index) => `${index},`.startsWith(`${key},`)),
      );
      expect(unserved, table.name).toEqual([]);
      expect(
        found.filter((index) => !asked.includes(index)),
        table.name,
      ).toEqual([]);
    }
  });

  test('of central serve every wish and every reference', () => {
    for (const table of registry.tables.filter(({ options }) => options.sync !== 'local')) {
      const found = central
        .filter(
          ({ kind, table: of }) => ['index', 'key'].includes(kind) && of === `data.${table.name}`,
        )
        .map(({ properties }) => String(properties['says']).replaceAll('"', ''))
        .map((says) => /\(organization_id, ([^)]*)\)/.exec(says)?.[1] ?? '');
      const unserved = wanted(table)
        .map(columnsOf)
        .filter((key) => !found.some((index) => `${index},`.startsWith(`${key},`)));
      expect(unserved, table.name).toEqual([]);
    }
  });

  test('of central keep unique what the definitions call unique while a condition holds', () => {
    for (const table of registry.tables.filter(({ options }) => options.sync !== 'local')) {
      const partial = (table.options.unique ?? []).filter(
        (key) => keyParts(key).while !== undefined,
      );
      const found = central.filter(
        ({ kind, table: of, properties }) =>
          kind === 'index' &&
          of === `data.${table.name}` &&
          String(properties['says']).startsWith('CREATE UNIQUE INDEX'),
      );
      expect(found, table.name).toHaveLength(partial.length);
      for (const { properties } of found) expect(String(properties['says'])).toContain(' WHERE ');
    }
  });
});

test('functions of central: devices reach only the api, nobody makes or owns more', () => {
  const functions = central.filter(({ kind }) => kind === 'function');
  expect(functions.length).toBeGreaterThan(50);
  // Chores of the feed's owner: fixed ones, which the others may only start.
  const chores = [
    'sync.drop_partitions(interval)',
    'sync.end_stale_sessions(interval)',
    'sync.forget_old()',
    'sync.make_partitions()',
    'sync.restart_feed()',
  ];
  for (const { name, properties } of functions) {
    if (chores.includes(name)) {
      expect(properties, name).toMatchObject({
        owner: 'hf_owner',
        rights: 'hf_api: execute',
        as_definer: true,
      });
      expect(properties['settings'], name).toContain('search_path=pg_catalog');
      continue;
    }
    expect(properties['owner'], name).toBe('hf_api');
    const allowed = name.startsWith('api.enrol(')
      ? 'hf_enrol: execute'
      : name.startsWith('api.')
        ? 'hf_device: execute'
        : null;
    expect(properties['rights'], name).toBe(allowed);
    expect(properties['as_definer'], name).toBe(name.startsWith('api.'));
    if (name.startsWith('api.'))
      expect(properties['settings'], name).toContain('search_path=pg_catalog');
  }
});
