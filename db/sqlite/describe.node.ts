import type { Description, SchemaObject } from '#db/schema/description.ts';
import { enclosed, listed, sameSpelling, sqlTokens } from '#db/schema/sql-tokens.ts';
import type { Driver } from './driver.node.ts';

interface TableRow {
  readonly name: string;
  readonly type: 'table' | 'view' | 'virtual' | 'shadow';
  readonly wr: number;
  readonly strict: number;
  readonly sql: string;
}

interface ColumnRow {
  readonly table_name: string;
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  readonly hidden: number;
}

/** The schema of an open replica as SQLite tells it, in normal form. */
export function describeReplica(driver: Pick<Driver, 'prepare'>): Description {
  const all = driver
    .prepare<TableRow>(
      `SELECT l.name, l.type, l.wr, l.strict, m.sql FROM pragma_table_list AS l
       JOIN sqlite_schema AS m ON m.name = l.name AND m.type IN ('table', 'view')
       WHERE l.schema = 'main'`,
    )
    .all();
  // The tables in which FTS5 keeps its index are its own affair.
  const tables = all.filter(({ type }) => type !== 'shadow');
  return [
    ...tables.flatMap(describeTable),
    ...columns(driver, tables),
    ...indexes(driver),
    ...references(driver, tables),
    ...triggers(driver),
  ];
}

function describeTable({ name, type, wr, strict, sql }: TableRow): readonly SchemaObject[] {
  if (type === 'virtual') {
    return [{ kind: 'search', table: '', name, properties: { as: afterName(sql) } }];
  }
  const properties = { is: type, strict: strict === 1, row_numbers: wr === 0 };
  const table: SchemaObject = { kind: 'table', table: '', name, properties };
  if (type === 'view') return [{ ...table, properties: { is: type, as: afterName(sql) } }];
  const checks = clausesOf(sql).flatMap(checksIn);
  return [
    table,
    ...checks.map((check): SchemaObject => ({
      kind: 'check',
      table: name,
      name: check,
      properties: {},
    })),
  ];
}

/** Without the name: a virtual table is what comes after USING. */
function afterName(sql: string): string {
  const tokens = sqlTokens(sql);
  return tokens.slice(tokens.findIndex((token) => token === 'using' || token === 'as')).join(' ');
}

/** What stands between the commas of a CREATE TABLE. */
function clausesOf(sql: string): readonly (readonly string[])[] {
  const tokens = sqlTokens(sql);
  return listed(enclosed(tokens, tokens.indexOf('(')));
}

function checksIn(clause: readonly string[]): readonly string[] {
  return clause.flatMap((token, at) =>
    token === 'check' && clause[at + 1] === '(' ? [enclosed(clause, at + 1).join(' ')] : [],
  );
}

// pragma_table_xinfo: hidden is 2 for a virtual generated column, 3 for a stored one.
const GENERATED: Readonly<Record<number, string>> = { 2: 'virtual', 3: 'stored' };

function columns(
  driver: Pick<Driver, 'prepare'>,
  tables: readonly TableRow[],
): readonly SchemaObject[] {
  const rows = driver
    .prepare<ColumnRow>(
      `SELECT m.name AS table_name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
       FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x WHERE m.type = 'table'`,
    )
    .all();
  const clauses = new Map(
    tables.filter(({ type }) => type === 'table').map(({ name, sql }) => [name, clausesOf(sql)]),
  );
  return rows.flatMap((row): SchemaObject[] => {
    const clause = clauses.get(row.table_name)?.find(([name]) => name === row.name);
    if (clause === undefined) return [];
    const { type, dflt_value, pk, hidden } = row;
    const how = GENERATED[hidden];
    const properties = {
      type,
      required: row.notnull === 1,
      default: dflt_value === null ? null : sameSpelling(dflt_value),
      key: pk === 0 ? null : String(pk),
      generated:
        how === undefined ? null : `${how} ${enclosed(clause, clause.indexOf('as') + 1).join(' ')}`,
    };
    return [{ kind: 'column', table: row.table_name, name: row.name, properties }];
  });
}

// An index is what it does with its columns and condition. A fill drops it by its name, though.
function indexes(driver: Pick<Driver, 'prepare'>): readonly SchemaObject[] {
  const rows = driver
    .prepare<{
      table_name: string;
      name: string;
      columns: string;
      unique: number;
      origin: string;
      sql: string | null;
    }>(
      `SELECT m.name AS table_name, l.name, l."unique", l.origin, i.sql,
         (SELECT group_concat(coalesce(x.name, '(' || x.cid || ')') || CASE x.desc WHEN 1 THEN ' desc' ELSE '' END
            || CASE x.coll WHEN 'BINARY' THEN '' ELSE ' ' || x.coll END, ', ' ORDER BY x.seqno)
          FROM pragma_index_xinfo(l.name) AS x WHERE x.key = 1) AS columns
       FROM sqlite_schema AS m, pragma_index_list(m.name) AS l
       LEFT JOIN sqlite_schema AS i ON i.type = 'index' AND i.name = l.name
       WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
         AND m.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')`,
    )
    .all();
  return rows.map(({ table_name, name, columns: names, unique, origin, sql }) => {
    const tokens = sqlTokens(sql ?? '');
    const condition = tokens.indexOf('where');
    const where = condition < 0 ? '' : ` where ${tokens.slice(condition + 1).join(' ')}`;
    return {
      kind: origin === 'c' ? 'index' : 'key',
      table: table_name,
      name: `(${names})${where}`,
      properties:
        origin === 'c' ? { unique: unique === 1, called: name } : { primary: origin === 'pk' },
    };
  });
}

function references(
  driver: Pick<Driver, 'prepare'>,
  tables: readonly TableRow[],
): readonly SchemaObject[] {
  const rows = driver
    .prepare<{
      table_name: string;
      from: string;
      target: string;
      to: string | null;
      on_update: string;
      on_delete: string;
    }>(
      `SELECT m.name AS table_name, f."from", f."table" AS target, f."to", f.on_update, f.on_delete
       FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'`,
    )
    .all();
  const late = new Set(
    tables
      .filter(({ type }) => type === 'table')
      .flatMap(({ name, sql }) =>
        clausesOf(sql)
          .filter((clause) => clause.join(' ').includes('deferrable initially deferred'))
          .map(([column]) => `${name}.${column}`),
      ),
  );
  return rows.map((row) => ({
    kind: 'reference',
    table: row.table_name,
    name: `(${row.from}) to ${row.target}(${row.to ?? 'its key'})`,
    properties: {
      at_commit: late.has(`${row.table_name}.${row.from}`),
      on_update: row.on_update.toLowerCase(),
      on_delete: row.on_delete.toLowerCase(),
    },
  }));
}

function triggers(driver: Pick<Driver, 'prepare'>): readonly SchemaObject[] {
  return driver
    .prepare<{ name: string; tbl_name: string; sql: string }>(
      `SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'`,
    )
    .all()
    .map(({ name, tbl_name, sql }) => ({
      kind: 'trigger',
      table: tbl_name,
      name,
      properties: { as: sameSpelling(sql) },
    }));
}
