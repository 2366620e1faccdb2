import { cellProblem } from './cell.ts';
import type { Column, ColumnKind, MergePolicy } from './column.ts';
import type { Registry } from './registry.ts';
import { columnNames, keyParts, STAMPED } from './table.ts';
import type { SyncClass, Table } from './table.ts';

const NAME = /^[a-z][a-z0-9_]{0,50}$/;
// Names that Postgres or SQLite want quoted: checks are written by hand, without quotes.
const RESERVED = new Set(
  `
    all analyse analyze and any array as asc asymmetric both case cast check collate column
    constraint create current_date current_role current_time current_timestamp current_user
    default deferrable desc distinct do else end except exists false fetch for foreign from
    grant group having in index initially intersect into lateral leading limit localtime
    localtimestamp not null offset on only or order placing primary references returning
    select session_user some symmetric system_user table then to trailing transaction true
    union unique user using values variadic when where window with
  `.split(/\s+/),
);

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
      ...linkProblems(table, names),
      ...absentTargets(table, registry),
    ]),
  ];
}

// Where a row of this class is, rows of those classes may be missing.
const ABSENT: Readonly<Record<SyncClass, readonly SyncClass[]>> = {
  both: ['up', 'local', 'central'],
  down: ['up', 'local', 'central'],
  up: ['local', 'central'],
  local: ['central'],
  central: ['local'],
};

/** Enforced references whose target is not wherever the row is. */
function absentTargets(table: Table, registry: Registry): string[] {
  return Object.entries(table.own).flatMap(([name, { shape }]) => {
    const target = registry.get(shape.reference?.table ?? '');
    const absent =
      shape.reference?.enforced === true &&
      target !== undefined &&
      ABSENT[table.options.sync].includes(target.options.sync);
    return absent
      ? [`${table.name}.${name}: a row of ${target.name} may be missing where the row is`]
      : [];
  });
}

function tableProblems(table: Table): string[] {
  const problems: string[] = [];
  if (!NAME.test(table.name) || RESERVED.has(table.name)) problems.push('no plain name');
  const { sync, rights, retention, noOverlap } = table.options;
  const written = sync === 'both' || sync === 'up';
  if (!written && rights !== undefined)
    problems.push('rights for a table that devices do not write');
  if (written && rights === undefined) {
    problems.push('devices write it, but no rights are declared');
  }
  if (retention === undefined) problems.push('no retention');
  if (noOverlap !== undefined && sync !== 'both') problems.push('slots in a table of one side');
  return problems.map((problem) => `${table.name}: ${problem}`);
}

function columnNamesIn(table: Table): string[] {
  const {
    unique = [],
    indexes = [],
    search = [],
    noOverlap,
    generated = {},
    links = [],
  } = table.options;
  const keys = [...unique, ...indexes].map(keyParts);
  const stored = [
    ...keys.flatMap((key) => (key.while === undefined ? [] : [key.while.column])),
    ...search,
    ...links.flatMap((link) => [link.type, link.id]),
    ...(noOverlap === undefined
      ? []
      : [noOverlap.by, noOverlap.from, noOverlap.to, noOverlap.while.column]),
  ].filter((name) => !Object.hasOwn(table.columns, name));
  const keyed = keys
    .flatMap((key) => key.columns)
    .filter((name) => !columnNames(table).includes(name));
  const nullable = unique
    .flatMap((key) => keyParts(key).columns)
    .filter((name) => table.columns[name]?.shape.nullable === true)
    .map((name) => `${table.name}.${name}: unique but nullable`);
  const searched = search
    .filter((name) => table.columns[name]?.shape.kind !== 'text')
    .map((name) => `${table.name}.${name}: searched but no text`);
  const doubled = Object.keys(generated)
    .filter((name) => Object.hasOwn(table.columns, name) || !NAME.test(name))
    .map((name) => `${table.name}.${name}: generated under a name that is taken or not plain`);
  return [
    ...[...stored, ...keyed].map((name) => `${table.name}: no column ${name}`),
    ...nullable,
    ...searched,
    ...doubled,
    ...strangeValues(table),
  ];
}

/** Values in conditions that their columns cannot hold. */
function strangeValues(table: Table): string[] {
  const { unique = [], indexes = [], noOverlap } = table.options;
  const conditions = [
    ...[...unique, ...indexes].flatMap((key) => keyParts(key).while ?? []),
    ...(noOverlap === undefined
      ? []
      : [{ ...noOverlap.while, values: [...noOverlap.while.values, noOverlap.loser] }]),
  ];
  return conditions.flatMap(({ column, values }) => {
    const shape = table.columns[column]?.shape;
    return values
      .filter((value) => shape !== undefined && cellProblem(shape, value) !== undefined)
      .map((value) => `${table.name}: a condition names ${value}, which ${column} does not have`);
  });
}

/** References whose table is data: every type has a table and every table is there. */
function linkProblems(table: Table, names: readonly string[]): string[] {
  return (table.options.links ?? []).flatMap((link) => {
    const types = table.columns[link.type]?.shape.values ?? [];
    return [
      ...types
        .filter((type) => link.tables[type] === undefined)
        .map((type) => `${table.name}.${link.type}: ${type} has no table`),
      ...Object.entries(link.tables)
        .filter(([type, to]) => !types.includes(type) || !names.includes(to))
        .map(
          ([type, to]) => `${table.name}.${link.type}: ${type} leads to ${to}, which is not there`,
        ),
    ];
  });
}

const ORDERED: readonly MergePolicy[] = ['max', 'min'];
const COMPARED: readonly ColumnKind[] = ['integer', 'money', 'instant', 'day'];
const COUNTED: readonly ColumnKind[] = ['integer', 'money'];

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
  if (ORDERED.includes(shape.merge) && !COMPARED.includes(shape.kind)) {
    problems.push(`merges by ${shape.merge}, but text has no order both databases share`);
  }
  if (shape.merge === 'sum' && !COUNTED.includes(shape.kind)) problems.push('a sum of no integers');
  if (shape.merge === 'text' && shape.kind !== 'text') problems.push('lines, but no text');
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
    const counted = ['sum', 'union', 'max', 'min', 'text'].some((policy) =>
      [...policies].some((merge) => merge === policy),
    );
    const problems: string[] = [];
    if (policies.size > 1) problems.push('merge together but differently');
    if (counted) problems.push('merge as one value, which nothing can count');
    if (columns.length < 2) problems.push('a group of one');
    return problems.map((problem) => `${table.name}, group ${group}: ${problem}`);
  });
}
