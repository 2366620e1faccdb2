import { createHash } from 'node:crypto';
import { must } from '#db/kernel/must.ts';
import type { Registry } from '#db/schema/registry.ts';
import { LOCAL_DDL } from '#db/schema/sqlite-ddl-local.ts';
import { sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import type { Connection } from './connection.node.ts';
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

/**
 * Creates the schema in an empty file; leaves a current one alone. Throws `replica_too_new` for a
 * file of a later version and `replica_failed` for a file that is not a replica.
 */
export function migrate(connection: Connection, schemaVersion: number): void {
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
      `the replica has schema ${version}, this version knows ${schemaVersion}`,
    );
  }
  const kept = connection.prepare<{ definitions: string }>('SELECT definitions FROM schema_state');
  if (version < schemaVersion || kept.get()?.definitions !== definitionsHash(connection.registry)) {
    throw new ReplicaError(
      'replica_failed',
      'none',
      `no way from schema ${version} of the replica to ${schemaVersion}`,
    );
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
