import type { ColumnShape } from './column.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Registry } from './registry.ts';
import { searchDdl } from './sqlite-ddl-search.ts';
import type { SearchDdl } from './sqlite-ddl-search.ts';
import type { Table } from './table.ts';

/** DDL of one replicated table, split so that a fill can build what is slow to keep afterwards. */
export interface TableDdl {
  readonly table: Table;
  readonly create: string;
  readonly indexes: readonly { readonly name: string; readonly create: string }[];
  readonly search: SearchDdl | undefined;
}

/** DDL of every replicated table, in reference order. */
export function sqliteDdl(registry: Registry): readonly TableDdl[] {
  return registry.tables.map((table) => ({
    table,
    create: createTable(table),
    indexes: indexesOf(table),
    search: searchDdl(table),
  }));
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

// row_no is the rowid that full text refers to: without an INTEGER PRIMARY KEY a VACUUM may renumber
// rows and leave the search index pointing at strangers. It never leaves the file.
function createTable(table: Table): string {
  const lines = [
    'row_no INTEGER PRIMARY KEY',
    ...Object.entries(table.columns).map(([name, { shape }]) => columnLine(name, shape)),
    ...(table.options.checks ?? []).map((check) => `CHECK (${check})`),
  ];
  return `CREATE TABLE ${quoted(table.name)} (\n  ${lines.join(',\n  ')}\n) STRICT;`;
}

function columnLine(name: string, shape: ColumnShape): string {
  const parts = [
    quoted(name),
    shape.kind === 'integer' || shape.kind === 'boolean' ? 'INTEGER' : 'TEXT',
  ];
  if (!shape.nullable) parts.push('NOT NULL');
  if (name === 'id') parts.push('UNIQUE');
  if (shape.defaultValue !== undefined) parts.push(`DEFAULT ${literal(shape.defaultValue)}`);
  const check = checkOf(name, shape);
  if (check !== undefined) parts.push(`CHECK (${check})`);
  if (shape.reference?.enforced === true) {
    parts.push(`REFERENCES ${quoted(shape.reference.table)}(id) DEFERRABLE INITIALLY DEFERRED`);
  }
  return parts.join(' ');
}

// Lengths and forms are the write path's to judge (`cell.ts`). A constraint here would also meet what
// central sends: a later version that allows longer notes would make this one hide them.
function checkOf(name: string, shape: ColumnShape): string | undefined {
  const column = quoted(name);
  switch (shape.kind) {
    case 'id':
    case 'text':
    case 'integer':
    case 'instant':
      return undefined;
    case 'boolean':
      return `${column} IN (0, 1)`;
    case 'json':
      return `json_valid(${column})`;
    case 'enum':
      // Not IN: SQLite builds its list anew in every statement, a quarter of the time of a fill.
      return must(shape.values, 'enum without values')
        .map((value) => `${column} = ${literal(value)}`)
        .join(' OR ');
    default:
      return unreachable(shape.kind);
  }
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

// Uniqueness is judged by the write path and by central. A UNIQUE index here would refuse images
// that central accepted: two rows that swapped names arrive one after the other.
function indexesOf(table: Table): TableDdl['indexes'] {
  const references = Object.entries(table.columns)
    .filter(([, { shape }]) => shape.reference?.enforced === true)
    .map(([name]) => [name]);
  const wanted = [...(table.options.unique ?? []), ...(table.options.indexes ?? []), ...references];
  const kept = wanted.filter(
    (columns, at) =>
      !wanted.some((other, place) => place !== at && covers(other, columns, place < at)),
  );
  return kept.map((columns) => {
    const name = `${table.name}_${columns.join('_')}`;
    const list = columns.map(quoted).join(', ');
    return { name, create: `CREATE INDEX ${quoted(name)} ON ${quoted(table.name)} (${list});` };
  });
}

function covers(
  longer: readonly string[],
  columns: readonly string[],
  evenIfEqual: boolean,
): boolean {
  if (longer.length < columns.length || (longer.length === columns.length && !evenIfEqual))
    return false;
  return columns.every((column, at) => longer[at] === column);
}
