import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Compilable } from 'kysely';
import type { Reads } from '#db/schema/access.ts';
import type { Cell } from '#db/schema/column.ts';
import { searchName } from '#db/schema/sqlite-ddl-search.ts';
import type { Connection } from './connection.node.ts';

export interface TrackedReads<DB> extends Reads<DB> {
  /** Runs `read` and answers which tables it looked at, as `onTouched` names them. */
  tracked<T>(read: () => T): { readonly value: T; readonly tables: ReadonlySet<string> };
}

const LOCAL_TABLES = [
  'replica',
  'outbox',
  'outbox_sent',
  'rejected_ops',
  'pending_rows',
  'shadow',
  'checksums',
  'doubts',
  'fill_progress',
  'quarantine',
  'incidents',
];

/** Kysely builds and types the SQL; the connection runs it at once. */
export function createReads<DB>(connection: Connection): TrackedReads<DB> {
  const sql = new Kysely<DB>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const names = nameMap(connection);
  const collecting: Set<string>[] = [];

  const collect = (node: unknown, sqlText: string, into: Set<string>): void => {
    const found = new Set<string>();
    collectTables(node, names, found);
    // A live query that does not know what it read would never run again.
    if (found.size === 0) throw new Error(`Bug: no table named by sql.table() in ${sqlText}`);
    for (const table of found) into.add(table);
  };

  const run = <R>(query: Compilable<R>): R[] => {
    const compiled = query.compile();
    const collector = collecting.at(-1);
    if (collector !== undefined) collect(compiled.query, compiled.sql, collector);
    try {
      const statement = connection.prepare<R>(compiled.sql);
      if (!statement.reader) throw new Error('Bug: a read that changes rows');
      return statement.all(...compiled.parameters.map(bindable));
    } catch (error) {
      throw connection.met(error);
    }
  };

  return {
    sql,
    all: run,
    first: (query) => run(query)[0],
    tracked: (read) => {
      const tables = new Set<string>();
      collecting.push(tables);
      try {
        return { value: read(), tables };
      } finally {
        collecting.pop();
        const outer = collecting.at(-1);
        if (outer !== undefined) for (const table of tables) outer.add(table);
      }
    },
  };
}

// A search index changes with its table.
function nameMap(connection: Connection): ReadonlyMap<string, string> {
  const { tables } = connection.registry;
  return new Map([
    ...LOCAL_TABLES.map((name) => [name, name] as const),
    ...tables.map((table) => [table.name, table.name] as const),
    ...tables.map((table) => [searchName(table), table.name] as const),
  ]);
}

/** Tables a compiled query reads, from its operation tree, so that nobody keeps a list by hand. */
function collectTables(node: unknown, names: ReadonlyMap<string, string>, into: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  if ('kind' in node && node.kind === 'TableNode' && 'table' in node) {
    const name = names.get(tableName(node.table));
    if (name !== undefined) into.add(name);
    return;
  }
  for (const child of Object.values(node)) collectTables(child, names, into);
}

function tableName(schemable: unknown): string {
  if (typeof schemable !== 'object' || schemable === null || !('identifier' in schemable))
    return '';
  const { identifier } = schemable;
  if (typeof identifier !== 'object' || identifier === null || !('name' in identifier)) return '';
  return String(identifier.name);
}

function bindable(parameter: unknown): Cell {
  if (typeof parameter === 'boolean') return parameter ? 1 : 0;
  if (parameter === null || typeof parameter === 'string' || typeof parameter === 'number') {
    return parameter;
  }
  throw new Error(`Bug: a parameter of type ${typeof parameter}`);
}
