import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { writeSqliteStep } from '#db/migrations/sqlite-writer.node.ts';
import { productSteps } from '#db/migrations/steps.node.ts';
import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import { integer, text } from '#db/schema/column.ts';
import type { Registry } from '#db/schema/registry.ts';
import { createRegistry } from '#db/schema/registry.ts';
import { table } from '#db/schema/table.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';
import { registryGrown } from '#tests/helpers/grown-tables.ts';
import { idV1, makeReplicaV1, withoutWhatCameLater } from '#tests/helpers/replica-v1.ts';
import type { ReplicaV1Options } from '#tests/helpers/replica-v1.ts';
import type { Connection } from './connection.node.ts';
import { describeReplica } from './describe.node.ts';
import { openDriver } from './driver.node.ts';
import { ReplicaError } from './failures.node.ts';
import { schemaAt, schemaNow } from './migrate.node.ts';
import { openReplica } from './open.node.ts';

const KEY = new Uint8Array(32).map((_, at) => at * 5);
const first = productSteps('sqlite').slice(0, 1);
const grown = [...first, { version: 2, name: 'grown', sql: writeSqliteStep(registryGrown, first) }];

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-migrate-'));
  file = join(folder, 'replica.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function differences(wanted: Registry, found: Connection): readonly string[] {
  using fresh = schemaNow(wanted);
  return compareDescriptions(describeReplica(fresh.driver), describeReplica(found)).map(sentenceOf);
}

function migrated(options: Partial<ReplicaV1Options> = {}, steps = grown): Connection {
  makeReplicaV1({ file, ...options });
  return openAs(2, steps, options.key);
}

function openAs(schemaVersion: number, steps = grown, key?: Uint8Array): Connection {
  const open = { file, registry: registryGrown, schemaVersion, steps };
  return openReplica(key === undefined ? open : { ...open, key });
}

function failureOf(run: () => unknown): ReplicaError {
  try {
    run();
  } catch (error) {
    if (error instanceof ReplicaError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Opens the file as it lies, whatever its version. */
function looking<T>(at: string, look: (connection: Pick<Connection, 'prepare'>) => T): T {
  const driver = openDriver(at, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    return look(driver);
  } finally {
    driver.close();
  }
}

describe('both paths end in one schema', () => {
  test('the product: a fresh replica and one that took every step', () => {
    using stepwise = schemaAt(SCHEMA_VERSION, productSteps('sqlite'));
    using fresh = schemaNow(registry);
    const found = compareDescriptions(
      describeReplica(fresh.driver),
      describeReplica(stepwise.driver),
    ).map(sentenceOf);
    expect(found, 'write the step again: npm run schema:step -- NAME').toEqual([]);
  });

  test('version 1 is what its definitions made', () => {
    using frozen = schemaAt(1, first);
    using made = schemaNow(registryV1);
    withoutWhatCameLater(made.driver);
    expect(
      compareDescriptions(describeReplica(made.driver), describeReplica(frozen.driver)),
    ).toEqual([]);
  });

  test('a replica with rows, encrypted or not', () => {
    for (const options of [{}, { key: KEY }]) {
      const connection = migrated(options);
      expect(differences(registryGrown, connection)).toEqual([]);
      expect(connection.pragma('integrity_check')).toBe('ok');
      connection.close();
      rmSync(file);
    }
  });

  test('a fill that was cut off begins again, with all its indexes', () => {
    const connection = migrated({ phase: 'filling' });
    expect(differences(registryGrown, connection)).toEqual([]);
    expect(connection.prepare('SELECT phase, cursor FROM replica').get()).toEqual({
      phase: 'empty',
      cursor: null,
    });
    connection.close();
  });
});

describe('rows', () => {
  test('keep their row numbers, are found by search, and wait to be fetched again', () => {
    const connection = migrated();
    const rows = connection
      .prepare<{ n: number; numbers: number; confirmed: number; shown: string }>(
        `SELECT count(*) AS n, max(row_no) AS numbers, sum(row_version <> 0) AS confirmed,
           max(origin) AS shown FROM bookings`,
      )
      .get();
    expect(rows).toEqual({ n: 21, numbers: 21, confirmed: 0, shown: 'desk' });
    const found = connection
      .prepare<{ id: string }>(
        `SELECT b.id FROM bookings_search AS s JOIN bookings AS b ON b.row_no = s.rowid
         WHERE bookings_search MATCH '"reuniao 7"'`,
      )
      .all();
    expect(found.map(({ id }) => id)).toEqual([idV1('d0', 7)]);
    connection.exec(
      `INSERT INTO bookings_search (bookings_search, rank) VALUES ('integrity-check', 1)`,
    );
    // Counted, so that a row central lacks is noticed; without a sum, so that nothing looks equal.
    expect(
      connection
        .prepare(
          `SELECT table_name, sum(count) AS n, sum(sum <> 0) > 0 AS confirmed FROM checksums
           GROUP BY 1 ORDER BY 1`,
        )
        .all(),
    ).toEqual([
      { table_name: 'bookings', n: 20, confirmed: 0 },
      { table_name: 'organizations', n: 1, confirmed: 1 },
      { table_name: 'resources', n: 1, confirmed: 1 },
      { table_name: 'users', n: 1, confirmed: 0 },
    ]);
    connection.close();
  });

  test('with waiting ops keep them, and the images behind them know the new columns', () => {
    const connection = migrated();
    const ops = connection
      .prepare<{ command: string; schema_version: number }>(
        'SELECT command, schema_version FROM outbox ORDER BY op_no',
      )
      .all();
    expect(ops).toEqual([
      { command: 'bookings.create', schema_version: 1 },
      { command: 'bookings.edit', schema_version: 1 },
    ]);
    const shadow = connection
      .prepare<{ image: string }>('SELECT image FROM shadow WHERE row_id = ?')
      .get(idV1('d0', 1));
    expect(JSON.parse(shadow?.image ?? '{}')).toMatchObject({
      title: 'Reunião 1',
      contact: null,
      is_private: 0,
      origin: 'desk',
      row_version: 0,
    });
    connection.close();
  });
});

describe('the copy before', () => {
  test('is the old file, opens with the same key, and the next migration takes it away', () => {
    migrated({ key: KEY }).close();
    expect(readdirSync(folder).sort()).toEqual(['replica.sqlite', 'replica.sqlite.before-2']);
    expect(readFileSync(`${file}.before-2`).includes('Made here')).toBe(false);
    const old = openReplica({
      file: `${file}.before-2`,
      registry: registryV1,
      schemaVersion: 1,
      key: KEY,
    });
    expect(old.prepare('SELECT count(*) AS n FROM bookings').get()).toEqual({ n: 21 });
    expect(old.prepare('SELECT count(*) AS n FROM outbox').get()).toEqual({ n: 2 });
    old.close();
    const third = { version: 3, name: 'nothing', sql: 'SELECT 1;' };
    openAs(3, [...grown, third], KEY).close();
    expect(readdirSync(folder).sort()).toEqual(['replica.sqlite', 'replica.sqlite.before-3']);
  });

  test('a half-made one is of no consequence', () => {
    makeReplicaV1({ file });
    const leftover = `${file}.before-2.unfinished`;
    openDriver(leftover, { readonly: false, fileMustExist: false, timeout: 0 }).close();
    openAs(2).close();
    expect(existsSync(leftover)).toBe(false);
  });
});

describe('refused, and left as it was', () => {
  const version = () =>
    looking(file, (old) => old.prepare('SELECT user_version FROM pragma_user_version').get());

  test('a file of a newer version', () => {
    migrated().close();
    const error = failureOf(() =>
      openReplica({ file, registry: registryV1, schemaVersion: 1, steps: grown }),
    );
    expect(error.code).toBe('replica_too_new');
    expect(error.message).toBe(
      'the replica has schema 2, this version of Holdfast knows 1: it needs the newer one',
    );
  });

  test('a file that is not what its version was', () => {
    makeReplicaV1({ file });
    const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
    driver.exec('DROP INDEX bookings_status');
    driver.close();
    const error = failureOf(() => openAs(2));
    expect(error.code).toBe('replica_failed');
    expect(error.message).toContain('index (status) of bookings is missing');
    expect(readdirSync(folder)).toEqual(['replica.sqlite']);
    expect(version()).toEqual({ user_version: 1 });
  });

  test('a step that fails on the way', () => {
    const broken = { version: 2, name: 'broken', sql: `${grown[1]?.sql}; SELECT nonsense;` };
    makeReplicaV1({ file });
    expect(() => openAs(2, [...first, broken])).toThrow('nonsense');
    expect(readdirSync(folder)).toEqual(['replica.sqlite']);
    expect(version()).toEqual({ user_version: 1 });
    using known = schemaAt(1, first);
    expect(
      looking(file, (old) =>
        compareDescriptions(describeReplica(known.driver), describeReplica(old)),
      ),
    ).toEqual([]);
  });

  test('a step that leaves references without their rows', () => {
    const sql = `${grown[1]?.sql}; DELETE FROM resources;`;
    makeReplicaV1({ file });
    const error = failureOf(() => openAs(2, [...first, { version: 2, name: 'broken', sql }]));
    expect(error.message).toContain('rows of bookings would refer to nothing');
    expect(version()).toEqual({ user_version: 1 });
  });

  test('a version without steps', () => {
    makeReplicaV1({ file });
    expect(failureOf(() => openAs(2, first)).message).toContain('there are no steps');
  });
});

test('a step is not written that would lose or invent what rows hold', () => {
  const [organizations, ...others] = registryV1.tables;
  const { timezone: _, ...fewer } = organizations?.own ?? {};
  const options = { sync: 'down' } as const;
  const less = createRegistry([table('organizations', fewer, options), ...others]);
  expect(() => writeSqliteStep(less, first)).toThrow('organizations would lose timezone');
  const more = { ...organizations?.own, floor: integer(), motto: text() };
  const required = createRegistry([table('organizations', more, options), ...others]);
  expect(() => writeSqliteStep(required, first)).toThrow('organizations.floor is new, required');
});
