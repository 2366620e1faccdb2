import { holdsNumber } from './cell.ts';
import type { Cell, ColumnKind, ColumnShape } from './column.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Registry } from './registry.ts';
import { searchDdl } from './sqlite-ddl-search.ts';
import type { SearchDdl } from './sqlite-ddl-search.ts';
import { onDevice } from './sync-class.ts';
import { keyParts } from './table.ts';
import type { Key, Table, While } from './table.ts';

/** DDL of one table of a replica, split so that a fill can build what is slow to keep afterwards. */
export interface TableDdl {
  readonly table: Table;
  readonly create: string;
  readonly indexes: readonly { readonly name: string; readonly create: string }[];
  readonly search: SearchDdl | undefined;
}

/** DDL of every table a replica has, in reference order. */
export function sqliteDdl(registry: Registry): readonly TableDdl[] {
  return registry.tables.filter(onDevice).map((table) => ({
    table,
    create: createTable(table),
    indexes: indexesOf(table),
    search: searchDdl(table),
  }));
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** When a partial key holds, as SQL; `alias` names the row it speaks of. */
export function whileCondition({ column, values }: While, alias?: string): string {
  const name = alias === undefined ? quoted(column) : `${alias}.${quoted(column)}`;
  // A chain of comparisons would do as well, but SQLite uses a partial index only for the same words.
  const list = values.filter((value) => value !== null).map(literal);
  const parts = list.length === 0 ? [] : [`${name} IN (${list.join(', ')})`];
  if (values.includes(null)) parts.push(`${name} IS NULL`);
  return parts.length > 1 ? `(${parts.join(' OR ')})` : must(parts[0], 'a condition has values');
}

// row_no is the rowid that full text refers to: without an INTEGER PRIMARY KEY a VACUUM may renumber
// rows and leave the search index pointing at strangers. It never leaves the file.
function createTable(table: Table): string {
  const lines = [
    'row_no INTEGER PRIMARY KEY',
    ...Object.entries(table.columns).map(([name, { shape }]) => columnLine(name, shape)),
    ...Object.entries(table.options.generated ?? {}).map(
      ([name, sql]) => `${quoted(name)} TEXT GENERATED ALWAYS AS (${sql}) VIRTUAL`,
    ),
    ...(table.options.checks ?? []).map((check) => `CHECK (${check})`),
  ];
  return `CREATE TABLE ${quoted(table.name)} (\n  ${lines.join(',\n  ')}\n) STRICT;`;
}

/** The type SQLite keeps a kind of value in. */
export function sqliteType(kind: ColumnKind): 'INTEGER' | 'TEXT' {
  return holdsNumber(kind) ? 'INTEGER' : 'TEXT';
}

function columnLine(name: string, shape: ColumnShape): string {
  const parts = [quoted(name), sqliteType(shape.kind)];
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
    case 'money':
    case 'decimal':
    case 'instant':
    case 'day':
    case 'clock':
    case 'wall':
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

function literal(value: Cell): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

// Uniqueness is judged by the write path and by central. A UNIQUE index here would refuse images
// that central accepted: two rows that swapped names arrive one after the other.
function indexesOf(table: Table): TableDdl['indexes'] {
  const references: Key[] = Object.entries(table.columns)
    .filter(([, { shape }]) => shape.reference?.enforced === true)
    .map(([name]) => [name]);
  const wanted = [...(table.options.unique ?? []), ...(table.options.indexes ?? []), ...references];
  const kept = wanted.filter(
    (key, at) => !wanted.some((other, place) => place !== at && covers(other, key, place < at)),
  );
  return kept.map((key) => {
    const { columns, while: condition } = keyParts(key);
    const list = columns.map(quoted).join(', ');
    const [suffix, where] =
      condition === undefined
        ? ['', '']
        : [`_while_${condition.column}`, ` WHERE ${whileCondition(condition)}`];
    const name = `${table.name}_${columns.join('_')}${suffix}`;
    return {
      name,
      create: `CREATE INDEX ${quoted(name)} ON ${quoted(table.name)} (${list})${where};`,
    };
  });
}

/** Everything the index of `key` finds, the index of `longer` finds as well. */
function covers(longer: Key, key: Key, evenIfEqual: boolean): boolean {
  const [outer, inner] = [keyParts(longer), keyParts(key)];
  const same =
    outer.while === inner.while ||
    (outer.while !== undefined &&
      inner.while !== undefined &&
      whileCondition(outer.while) === whileCondition(inner.while));
  if (!same) return false;
  const { length } = inner.columns;
  if (outer.columns.length < length || (outer.columns.length === length && !evenIfEqual))
    return false;
  return inner.columns.every((column, at) => outer.columns[at] === column);
}
