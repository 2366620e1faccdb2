import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape } from './column.ts';
import type { Registry } from './registry.ts';
import type { Table } from './table.ts';

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Names in definitions are plain: what generated SQL says is what people read. Throws otherwise. */
export function plain(name: string): string {
  if (!NAME.test(name)) throw new Error(`Bug: ${JSON.stringify(name)} is no plain SQL name`);
  return name;
}

/**
 * A column's name in SQL. Always quoted: words that are free in SQL, `type` or `message`, are taken in
 * PL/pgSQL, where an unquoted one silently names no field at all.
 */
export function quoted(name: string): string {
  return `"${plain(name)}"`;
}

/** Column `name` of the row `alias`. */
export function field(alias: string, name: string): string {
  return `${alias}.${quoted(name)}`;
}

/** A name made of several; Postgres would cut it at 63 bytes and might find it taken. */
export function joined(...parts: readonly string[]): string {
  const name = parts.map(plain).join('_');
  if (name.length > 63) throw new Error(`Bug: ${name} is too long for a name in Postgres`);
  return name;
}

export function literal(value: Cell): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

export function list(values: readonly string[]): string {
  return values.map((value) => literal(value)).join(', ');
}

/** Tables that central holds. A table keeps its number in the feed whatever its class. */
export function centralTables(registry: Registry): readonly Table[] {
  return registry.tables.filter((table) => table.options.sync !== 'local');
}

export function typeOf(shape: ColumnShape): string {
  switch (shape.kind) {
    case 'id':
      return 'uuid';
    case 'text':
    case 'enum':
      return 'text';
    case 'integer':
      return 'bigint';
    case 'instant':
      return 'timestamptz(3)';
    case 'boolean':
      return 'boolean';
    case 'json':
      return 'jsonb';
    default:
      return unreachable(shape.kind);
  }
}

/** A canonical cell as an SQL expression of the column's type. */
export function typedLiteral(shape: ColumnShape, value: Cell): string {
  if (value === null) return 'null';
  switch (shape.kind) {
    case 'boolean':
      return value === 1 ? 'true' : 'false';
    case 'json':
      return `${literal(value)}::jsonb`;
    case 'instant':
      return `${literal(value)}::timestamptz(3)`;
    case 'id':
      return `${literal(value)}::uuid`;
    case 'text':
    case 'enum':
    case 'integer':
      return literal(value);
    default:
      return unreachable(shape.kind);
  }
}

/** Type of the canonical form that travels: instants and JSON as text, booleans as 0 and 1. */
export function wireTypeOf(shape: ColumnShape): string {
  switch (shape.kind) {
    case 'instant':
    case 'json':
      return 'text';
    case 'boolean':
      return 'integer';
    default:
      return typeOf(shape);
  }
}

/** A stored column in canonical form. */
export function wireExpression(alias: string, name: string, shape: ColumnShape): string {
  const column = field(alias, name);
  switch (shape.kind) {
    case 'instant':
      return `sync.instant_text(${column})`;
    case 'boolean':
      return `${column}::integer`;
    case 'json':
      return `${column}::text`;
    default:
      return column;
  }
}

export function ownNames(table: Table): readonly string[] {
  return Object.keys(table.own).map(plain);
}

export function ownShape(table: Table, name: string): ColumnShape {
  return must(table.own[name], `${table.name} has no column ${name}`).shape;
}

/** The resource a conflict about this row belongs to, if any. */
export function resourceOf(table: Table, row: string): string {
  if (table.name === 'resources') return `${row}.id`;
  return table.own['resource_id'] === undefined ? 'null' : field(row, 'resource_id');
}

/** Body lines indented by `depth` levels of two spaces, blank lines dropped. */
export function indent(text: string, depth: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => '  '.repeat(depth) + line)
    .join('\n');
}
