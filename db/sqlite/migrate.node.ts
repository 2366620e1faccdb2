import { createHash } from 'node:crypto';
import { productSteps, stepsBetween } from '#db/migrations/steps.node.ts';
import type { Steps } from '#db/migrations/steps.node.ts';
import { must } from '#db/kernel/must.ts';
import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import type { Registry } from '#db/schema/registry.ts';
import { LOCAL_DDL } from '#db/schema/sqlite-ddl-local.ts';
import { sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import { deviceRegistry } from '#db/schema/sync-class.ts';
import { backUpBefore, forgetOlderBackups } from './backup.node.ts';
import type { Connection } from './connection.node.ts';
import { describeReplica } from './describe.node.ts';
import { openDriver } from './driver.node.ts';
import type { Driver } from './driver.node.ts';
import { ReplicaError } from './failures.node.ts';

// "Hold" in ASCII: `file` and other tools then name it, and a stranger's database is refused.
const APPLICATION_ID = 0x486f6c64;

/** The whole schema as SQL statements, in order. */
export function schemaStatements(registry: Registry): readonly string[] {
  return [
    ...LOCAL_DDL,
    ...sqliteDdl(registry).flatMap((table) => [
      table.create,
      ...table.indexes.map((index) => index.create),
      ...(table.search === undefined ? [] : [table.search.create]),
      ...(table.search?.triggers ?? []).map((trigger) => trigger.create),
    ]),
  ];
}

/** Fingerprint of the definitions: tells a changed definition without a raised version. */
export function definitionsHash(registry: Registry): string {
  return createHash('sha256').update(schemaStatements(registry).join('\n')).digest('hex');
}

export interface MigrateOptions {
  readonly schemaVersion: number;
  /** The product's, unless given. */
  readonly steps?: Steps;
}

/**
 * Creates the schema in an empty file, leaves a current one alone and brings an older one to this
 * version, with a copy of the old file beside it as `….before-N`. Throws `replica_too_new` for a file
 * of a later version, `replica_failed` for a file that is not a replica or whose schema is not that of
 * its version, `disk_full`; the file is then as it was.
 */
export function migrate(connection: Connection, options: MigrateOptions): void {
  const { schemaVersion } = options;
  const version = Number(connection.pragma('user_version'));
  const tables = connection.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get();
  if (version === 0 && must(tables, 'count of the schema').n === 0) {
    create(connection, schemaVersion);
    return;
  }
  if (Number(connection.pragma('application_id')) !== APPLICATION_ID) {
    throw new ReplicaError('replica_failed', 'none', 'the file is not a replica of Holdfast');
  }
  if (version > schemaVersion) {
    throw new ReplicaError(
      'replica_too_new',
      'none',
      `the replica has schema ${version}, this version of Holdfast knows ${schemaVersion}: it needs the newer one`,
    );
  }
  if (version < schemaVersion) {
    upgrade(connection, version, schemaVersion, options.steps ?? productSteps('sqlite'));
  }
  const kept = connection.prepare<{ definitions: string }>('SELECT definitions FROM schema_state');
  if (kept.get()?.definitions !== definitionsHash(connection.registry)) {
    throw noWay(version, schemaVersion, 'its definitions are others');
  }
}

function create(connection: Connection, schemaVersion: number): void {
  connection.transaction(() => {
    for (const statement of schemaStatements(connection.registry)) connection.exec(statement);
    connection
      .prepare('INSERT INTO schema_state (one, definitions) VALUES (1, ?)')
      .run(definitionsHash(connection.registry));
    connection.pragma(`application_id = ${APPLICATION_ID}`);
    connection.pragma(`user_version = ${schemaVersion}`);
  });
}

/** A schema without rows, in memory. */
export interface EmptySchema extends Disposable {
  readonly driver: Driver;
}

/** The schema that the steps up to `version` make. */
export function schemaAt(version: number, steps: Steps): EmptySchema {
  const way = must(stepsBetween(steps, 0, version), `steps up to ${version}`);
  return inMemory(way.map(({ sql }) => sql));
}

/** The schema that the definitions make. */
export function schemaNow(registry: Registry): EmptySchema {
  return inMemory(schemaStatements(deviceRegistry(registry)));
}

function inMemory(statements: readonly string[]): EmptySchema {
  const driver = openDriver(':memory:', { readonly: false, fileMustExist: false, timeout: 0 });
  driver.pragma('foreign_keys = OFF');
  for (const statement of statements) driver.exec(statement);
  return { driver, [Symbol.dispose]: () => void driver.close() };
}

function upgrade(connection: Connection, from: number, to: number, steps: Steps): void {
  const way = stepsBetween(steps, from, to);
  if (way === undefined || stepsBetween(steps, 0, from) === undefined) {
    throw noWay(from, to, 'there are no steps');
  }
  using known = schemaAt(from, steps);
  const filling = unfinishedFill(connection);
  const lacking = filling ? lackingObjects(connection, known.driver) : [];
  refuseOddities(connection, known.driver, from, to, lacking.length);
  const backup = backUpBefore(connection, to);
  try {
    // References are checked at the end: SQLite changes a table by making it anew.
    connection.applying(() => {
      const dangled = danglingReferences(connection);
      for (const sql of lacking) connection.exec(sql);
      for (const { sql } of way) connection.exec(sql);
      if (filling) connection.exec(`UPDATE replica SET phase = 'empty', cursor = NULL`);
      refuseDamage(connection, dangled, from, to);
      connection
        .prepare('UPDATE schema_state SET definitions = ?')
        .run(definitionsHash(connection.registry));
      connection.pragma(`user_version = ${to}`);
    });
  } catch (error) {
    backup.remove();
    throw error;
  }
  emptyLog(connection);
  forgetOlderBackups(connection.file, backup.file);
}

/** The log holds the whole step; a start should not carry it along. */
function emptyLog(connection: Connection): void {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // On a full disk the step is as safe in the log, until the next checkpoint.
    if (!(error instanceof ReplicaError)) throw error;
  }
}

/** A fill that was cut off begins again: it has taken indexes away, and its chunks are those of old columns. */
function unfinishedFill(connection: Connection): boolean {
  const row = connection.prepare<{ phase: string }>('SELECT phase FROM replica').get();
  return row?.phase === 'filling';
}

function lackingObjects(connection: Connection, known: Driver): readonly string[] {
  const list = `SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL`;
  const there = new Set(
    connection
      .prepare<{ name: string }>(list)
      .all()
      .map(({ name }) => name),
  );
  return known
    .prepare<{ name: string; sql: string }>(list)
    .all()
    .filter(({ name }) => !there.has(name))
    .map(({ sql }) => sql);
}

function refuseOddities(
  connection: Connection,
  known: Driver,
  from: number,
  to: number,
  lacking: number,
): void {
  const differences = compareDescriptions(describeReplica(known), describeReplica(connection));
  const odd = lacking === 0 ? differences : differences.filter(({ what }) => what !== 'missing');
  const [first] = odd;
  if (first === undefined) return;
  throw noWay(from, to, sentenceOf(first));
}

/** Rows that refer to nothing, by table; torn fills and quarantine may have left some. */
function danglingReferences(connection: Connection): ReadonlyMap<string, number> {
  const rows = connection
    .prepare<{ table: string; n: number }>(
      'SELECT "table", count(*) AS n FROM pragma_foreign_key_check GROUP BY 1',
    )
    .all();
  return new Map(rows.map(({ table, n }) => [table, n]));
}

function refuseDamage(
  connection: Connection,
  before: ReadonlyMap<string, number>,
  from: number,
  to: number,
): void {
  for (const [table, n] of danglingReferences(connection)) {
    if (n > (before.get(table) ?? 0))
      throw noWay(from, to, `rows of ${table} would refer to nothing`);
  }
}

function noWay(from: number, to: number, reason: string): ReplicaError {
  return new ReplicaError(
    'replica_failed',
    'none',
    `no way from schema ${from} of the replica to ${to}: ${reason}`,
  );
}
