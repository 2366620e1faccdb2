import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape } from './column.ts';
import type { Description, SchemaObject } from './description.ts';
import type { Registry } from './registry.ts';
import { sameSpelling } from './sql-tokens.ts';
import { onDevice } from './sync-class.ts';
import type { Table } from './table.ts';

/**
 * What the definitions say of a replica's tables, written down a second time and apart from the DDL, so
 * that a mistake in either shows. Indexes and search are for speed and not part of it.
 */
export function replicaAsDefined(registry: Registry): Description {
  return registry.tables.filter(onDevice).flatMap(describeTable);
}

function describeTable(table: Table): readonly SchemaObject[] {
  const { name, columns, options } = table;
  const generated = Object.entries(options.generated ?? {});
  return [
    {
      kind: 'table',
      table: '',
      name,
      properties: { is: 'table', strict: true, row_numbers: true },
    },
    { kind: 'key', table: name, name: '(id)', properties: { primary: false } },
    column(name, 'row_no', { type: 'INTEGER', key: '1' }),
    ...Object.entries(columns).map(([own, { shape }]) =>
      column(name, own, {
        type: storedAs(shape),
        required: !shape.nullable,
        default: shape.defaultValue === undefined ? null : sameSpelling(text(shape.defaultValue)),
      }),
    ),
    ...generated.map(([own, sql]) =>
      column(name, own, { type: 'TEXT', generated: `virtual ${sameSpelling(sql)}` }),
    ),
    ...Object.entries(columns).flatMap(([own, { shape }]) => checks(name, own, shape)),
    ...(options.checks ?? []).map((sql) => check(name, sql)),
    ...Object.entries(columns).flatMap(([own, { shape }]) => references(name, own, shape)),
  ];
}

function column(table: string, name: string, properties: SchemaObject['properties']): SchemaObject {
  const all = { required: false, default: null, key: null, generated: null, ...properties };
  return { kind: 'column', table, name, properties: all };
}

function storedAs({ kind }: ColumnShape): string {
  switch (kind) {
    case 'integer':
    case 'money':
    case 'boolean':
      return 'INTEGER';
    case 'id':
    case 'text':
    case 'enum':
    case 'json':
    case 'decimal':
    case 'instant':
    case 'day':
    case 'clock':
    case 'wall':
      return 'TEXT';
    default:
      return unreachable(kind);
  }
}

function text(value: Cell): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function check(table: string, sql: string): SchemaObject {
  return { kind: 'check', table, name: sameSpelling(sql), properties: {} };
}

function checks(table: string, name: string, { kind, values }: ColumnShape): SchemaObject[] {
  if (kind === 'boolean') return [check(table, `"${name}" in (0, 1)`)];
  if (kind === 'json') return [check(table, `json_valid("${name}")`)];
  if (kind !== 'enum') return [];
  const choices = must(values, 'enum without values').map((value) => `"${name}" = ${text(value)}`);
  return [check(table, choices.join(' or '))];
}

function references(table: string, name: string, { reference }: ColumnShape): SchemaObject[] {
  if (reference?.enforced !== true) return [];
  const properties = { at_commit: true, on_update: 'no action', on_delete: 'no action' };
  return [{ kind: 'reference', table, name: `(${name}) to ${reference.table}(id)`, properties }];
}
