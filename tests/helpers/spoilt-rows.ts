import { randomUUID } from 'node:crypto';
import type { Id } from '#db/kernel/id.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import { cellProblem } from '#db/schema/cell.ts';
import type { Cell, ColumnShape } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import { candidates } from './any-cell.ts';
import { meetingChecks } from './any-check.ts';

/** One way in which a row can be wrong, with the code that must refuse it on either side. */
export interface Spoilt {
  readonly table: Table;
  readonly how: string;
  readonly id: Id;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly code: string;
}

export interface SpoilOptions {
  readonly table: Table;
  /** Rows that are right in everything; the first is the one to spoil where any will do. */
  readonly good: readonly [Cells, ...Cells[]];
  /** Id of a row of that table in another organization. */
  readonly foreign: (table: string) => Id;
  readonly otherOrganization: Id;
}

type Cells = Readonly<Record<string, Cell>>;

/** Every way in which each column of a row, and the row, can be wrong. */
export function spoiled({ table, good, foreign, otherOrganization }: SpoilOptions) {
  const wrong = (how: string, cells: Cells, code: string, base: Cells = good[0]): Spoilt => ({
    table,
    how,
    id: randomUUID(),
    cells: { ...base, ...cells },
    code,
  });
  const columns = Object.entries(table.own).filter(([, { shape }]) => shape.merge !== 'central');
  return [
    ...columns.flatMap(([name, { shape }]) =>
      wrongCells(shape).map(([how, cell]) =>
        wrong(`${name}: ${how}`, { [name]: cell }, 'bad_value'),
      ),
    ),
    ...columns.flatMap(([name, { shape }]) => {
      // Of a row in which the column may be filled.
      const base = good.find((cells) => cells[name] !== null);
      if (shape.reference?.enforced !== true || base === undefined) return [];
      const strangers = { [name]: foreign(shape.reference.table) };
      return [
        wrong(`${name}: of no row`, { [name]: randomUUID() }, 'missing_reference', base),
        wrong(`${name}: of a row of others`, strangers, 'missing_reference', base),
      ];
    }),
    wrong('an unknown column', { no_such_column: 1 }, 'unknown_column'),
    wrong('another organization', { organization_id: otherOrganization }, 'unknown_column'),
    wrong('a stamp', { row_version: 5 }, 'unknown_column'),
    ...Object.keys(table.options.generated ?? {}).map((name) =>
      wrong(`${name}: generated`, { [name]: 'x' }, 'unknown_column'),
    ),
    ...(table.options.checks ?? []).flatMap((check) => {
      const broken = wrong(`not (${check})`, {}, 'rule_broken');
      const cells = breaking(table, check, good[0], broken.id);
      return cells === undefined ? [] : [{ ...broken, cells: { ...broken.cells, ...cells } }];
    }),
  ];
}

/** Own cells that each fit their column and together break the check; undefined where none do. */
function breaking(table: Table, check: string, good: Cells, rowId: Id): Cells | undefined {
  const names: string[] = check.replaceAll(/'[^']*'/g, '').match(/[a-z_][a-z0-9_]*/g) ?? [];
  const choices = Object.entries(table.columns)
    .filter(([name]) => names.includes(name))
    .map(([name, { shape }], at) => {
      if (!Object.hasOwn(table.own, name)) {
        return { name, shape, cells: [name === 'id' ? rowId : randomUUID()] };
      }
      if (shape.merge === 'central') return { name, shape, cells: [good[name] ?? null] };
      const ids = shape.kind === 'id' ? [String(good[name] ?? randomUUID()), rowId] : [];
      const usual = [0, 1].flatMap((variant) =>
        candidates(shape, { name, at, token: 'broken', variant, literals: [], ids }),
      );
      const extremes: Cell[] =
        shape.kind === 'integer' || shape.kind === 'money' ? [-1, 10 ** 9] : [];
      const cells = [...new Set([good[name] ?? null, ...extremes, ...usual])];
      return { name, shape, cells: cells.filter((cell) => cellProblem(shape, cell) === undefined) };
    });
  const opposite = { ...table.options, checks: [`(${check}) is 0`] };
  const found = meetingChecks({ ...table, options: opposite }, choices);
  if (found === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(found).filter(([name]) => Object.hasOwn(table.own, name)),
  );
}

/** The row with another cell in this column, and as little else changed as its checks allow. */
export function otherwise(
  table: Table,
  name: string,
  row: Cells,
  others: { id(table: string): Id },
): readonly Cells[] {
  const choicesOf = (column: string, shape: ColumnShape, at: number): readonly Cell[] => {
    const target = shape.reference?.table ?? '';
    const ids = shape.kind === 'id' ? [others.id(target), randomUUID()] : [];
    return [
      ...[1, 2].flatMap((variant) =>
        candidates(shape, { name: column, at, token: 'other', variant, literals: [], ids }),
      ),
      null,
    ].filter((cell) => cellProblem(shape, cell) === undefined);
  };
  const columns = Object.entries(table.own);
  const shape = must(table.own[name], name).shape;
  const wanted = new Set(choicesOf(name, shape, 0).filter((cell) => cell !== row[name]));
  return [...wanted].flatMap((cell) => {
    const choices = columns.map(([column, { shape: of }], at) => ({
      name: column,
      shape: of,
      cells:
        column === name
          ? [cell]
          : [
              ...new Set([
                row[column] ?? null,
                ...(of.merge === 'central' ? [] : choicesOf(column, of, at)),
              ]),
            ],
    }));
    const found = meetingChecks(table, choices);
    return found === undefined ? [] : [found];
  });
}

function wrongCells(shape: ColumnShape): readonly (readonly [how: string, cell: Cell])[] {
  return [...(shape.nullable ? [] : [['nothing', null] as const]), ...wrongForms(shape)];
}

function wrongForms(shape: ColumnShape): readonly (readonly [how: string, cell: Cell])[] {
  switch (shape.kind) {
    case 'text':
      return [
        ['too long', 'x'.repeat(must(shape.maxLength, 'a limit') + 1)],
        ['a number', 5],
      ];
    case 'enum':
      return [['no such choice', 'no such choice']];
    case 'integer':
    case 'money':
      return [
        ['a text', 'five'],
        ['a fraction', 1.5],
      ];
    case 'boolean':
      return [['two', 2]];
    case 'decimal':
      return [
        ['a number', 1.5],
        ['not a number', 'NaN'],
        ['too large', tooLarge(shape)],
      ];
    case 'id':
      return [['no id', 'x']];
    case 'instant':
      return [['30 February', '2026-02-30T09:00:00.000Z']];
    case 'day':
      return [['30 February', '2026-02-30']];
    case 'clock':
      return [['24 o’clock', '24:00']];
    case 'wall':
      return [['30 February', '2026-02-30T09:00']];
    case 'json':
      return [['half of it', '{"a":']];
    default:
      return unreachable(shape.kind);
  }
}

function tooLarge({ digits }: ColumnShape): string {
  const { precision, scale } = must(digits, 'digits');
  return `1${'0'.repeat(precision - scale)}${scale === 0 ? '' : `.${'0'.repeat(scale)}`}`;
}
