import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape } from './column.ts';
import type { Registry } from './registry.ts';
import { arrives } from './sync-class.ts';
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

/**
 * A name made of several, at most 63 bytes long: Postgres would cut it there and might find it taken.
 * A longer one keeps its beginning and ends in a hash of the whole.
 */
export function joined(...parts: readonly string[]): string {
  const name = parts.map(plain).join('_');
  return name.length <= 63 ? name : `${name.slice(0, 54)}_${shortHash(name)}`;
}

/** FNV-1a on 32 bits, as eight hexadecimal digits. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

export function literal(value: Cell): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

export function list(values: readonly string[]): string {
  return values.map((value) => literal(value)).join(', ');
}

/** Tables that central holds, in reference order. */
export function centralTables(registry: Registry): readonly Table[] {
  return registry.tables.filter((table) => table.options.sync !== 'local');
}

/** Tables whose rows reach devices, in reference order. */
export function sharedTables(registry: Registry): readonly Table[] {
  return registry.tables.filter(arrives);
}

export function typeOf(shape: ColumnShape): string {
  switch (shape.kind) {
    case 'id':
      return 'uuid';
    case 'text':
    case 'enum':
    case 'clock':
    case 'wall':
      return 'text';
    case 'integer':
    case 'money':
      return 'bigint';
    case 'decimal': {
      const { precision, scale } = digitsOf(shape);
      return `numeric(${precision},${scale})`;
    }
    case 'instant':
      return 'timestamptz(3)';
    case 'day':
      return 'date';
    case 'boolean':
      return 'boolean';
    case 'json':
      return 'jsonb';
    default:
      return unreachable(shape.kind);
  }
}

export function digitsOf({ digits }: ColumnShape): {
  readonly precision: number;
  readonly scale: number;
} {
  return must(digits, 'a decimal has digits');
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
    case 'decimal':
      return `${literal(value)}::${typeOf(shape)}`;
    case 'day':
      return `${literal(value)}::date`;
    case 'text':
    case 'enum':
    case 'clock':
    case 'wall':
    case 'integer':
    case 'money':
      return literal(value);
    default:
      return unreachable(shape.kind);
  }
}

/**
 * Type of the canonical form that travels: instants, days, decimals and JSON as text, booleans as 0
 * and 1.
 */
export function wireTypeOf(shape: ColumnShape): string {
  switch (shape.kind) {
    case 'instant':
    case 'day':
    case 'decimal':
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
    case 'day':
      return `to_char(${column}, 'YYYY-MM-DD')`;
    case 'decimal':
    case 'json':
      return `${column}::text`;
    default:
      return column;
  }
}

/**
 * Columns that COPY sends as they are stored: millions of instants are put into canonical form by who
 * receives them, since `to_char` would take half of central's time. They and days come in the ISO style
 * and the zone that the session asks for.
 */
export function travelsAsStored({ kind }: ColumnShape): boolean {
  return kind === 'instant' || kind === 'day';
}

/** A stored column as COPY sends it and `createCopyParser` reads it. */
export function copyExpression(alias: string, name: string, shape: ColumnShape): string {
  return travelsAsStored(shape) ? field(alias, name) : wireExpression(alias, name, shape);
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
