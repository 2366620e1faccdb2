import { cellProblem } from './cell.ts';
import type { Column, MergePolicy } from './column.ts';
import type { Registry } from './registry.ts';
import { STAMPED } from './table.ts';
import type { Table } from './table.ts';

const NAME = /^[a-z][a-z0-9_]{0,50}$/;
// Names Postgres or SQLite would want quoted, as far as people are tempted to use them.
const RESERVED = new Set([
  'user',
  'order',
  'group',
  'table',
  'select',
  'from',
  'to',
  'check',
  'end',
  'index',
]);

/** Everything wrong with the definitions, one sentence each; empty when both databases can have them. */
export function lint(registry: Registry): readonly string[] {
  const names = registry.tables.map((table) => table.name);
  return [
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name}: twice`),
    ...registry.tables.flatMap((table, at) => [
      ...tableProblems(table),
      ...columnNamesIn(table),
      ...Object.entries(table.own).flatMap(([name, column]) =>
        columnProblems(name, column, names, at).map(
          (problem) => `${table.name}.${name}: ${problem}`,
        ),
      ),
      ...groupProblems(table),
    ]),
  ];
}

function tableProblems(table: Table): string[] {
  const problems: string[] = [];
  if (!NAME.test(table.name) || RESERVED.has(table.name)) problems.push('no plain name');
  if (table.options.sync !== 'both' && table.options.rights !== undefined) {
    problems.push('rights for a table that devices do not write');
  }
  if (table.options.sync === 'both' && table.options.rights === undefined) {
    problems.push('devices write it, but no rights are declared');
  }
  return problems.map((problem) => `${table.name}: ${problem}`);
}

function columnNamesIn(table: Table): string[] {
  const { unique = [], indexes = [], search = [], noOverlap } = table.options;
  const overlap =
    noOverlap === undefined
      ? []
      : [noOverlap.by, noOverlap.from, noOverlap.to, noOverlap.while.column];
  const unknown = [...unique.flat(), ...indexes.flat(), ...search, ...overlap]
    .filter((name) => !Object.hasOwn(table.columns, name))
    .map((name) => `${table.name}: no column ${name}`);
  const nullable = unique
    .flat()
    .filter((name) => table.columns[name]?.shape.nullable === true)
    .map((name) => `${table.name}.${name}: unique but nullable`);
  const searched = search
    .filter((name) => table.columns[name]?.shape.kind !== 'text')
    .map((name) => `${table.name}.${name}: searched but no text`);
  const values = noOverlap === undefined ? [] : [...noOverlap.while.values, noOverlap.loser];
  const status = noOverlap === undefined ? undefined : table.columns[noOverlap.while.column]?.shape;
  const strange = values
    .filter((value) => status?.values?.includes(value) !== true)
    .map((value) => `${table.name}: noOverlap names ${value}, which the column does not have`);
  return [...unknown, ...nullable, ...searched, ...strange];
}

const ORDERED: readonly MergePolicy[] = ['max', 'min'];

function columnProblems(
  name: string,
  { shape }: Column,
  tables: readonly string[],
  at: number,
): string[] {
  const problems: string[] = [];
  if (!NAME.test(name) || RESERVED.has(name)) problems.push('no plain name');
  if (STAMPED.includes(name)) problems.push('the name of a stamped column');
  if (shape.reference?.enforced === true && !tables.slice(0, at).includes(shape.reference.table)) {
    problems.push(`refers to ${shape.reference.table}, which is not defined before`);
  }
  const known = shape.reference === undefined || shape.reference.table === '';
  if (!known && !tables.includes(shape.reference?.table ?? '')) problems.push('refers to nothing');
  const { defaultValue } = shape;
  const problem = defaultValue === undefined ? undefined : cellProblem(shape, defaultValue);
  if (problem !== undefined) problems.push(`its default is ${problem}`);
  if (shape.kind === 'enum' && new Set(shape.values).size !== shape.values?.length) {
    problems.push('a choice twice');
  }
  if (shape.maxLength !== undefined && shape.kind !== 'text')
    problems.push('a length, but no text');
  if (shape.kind === 'text' && shape.maxLength === undefined) problems.push('text without a limit');
  if (ORDERED.includes(shape.merge) && shape.kind !== 'integer' && shape.kind !== 'instant') {
    problems.push(`merges by ${shape.merge}, but text has no order both databases share`);
  }
  if (shape.merge === 'sum' && shape.kind !== 'integer') problems.push('a sum of no integers');
  if (shape.merge === 'union' && shape.kind !== 'json') problems.push('a union of no JSON array');
  return problems;
}

function groupProblems(table: Table): string[] {
  const groups = Map.groupBy(
    Object.entries(table.own).filter(([, { shape }]) => shape.group !== undefined),
    ([, { shape }]) => shape.group,
  );
  return [...groups].flatMap(([group, columns]) => {
    const policies = new Set(columns.map(([, { shape }]) => shape.merge));
    const counted = ['sum', 'union', 'max', 'min'].some((policy) =>
      [...policies].some((merge) => merge === policy),
    );
    const problems: string[] = [];
    if (policies.size > 1) problems.push('merge together but differently');
    if (counted) problems.push('merge as one value, which nothing can count');
    if (columns.length < 2) problems.push('a group of one');
    return problems.map((problem) => `${table.name}, group ${group}: ${problem}`);
  });
}
