import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { cellProblem } from '#db/schema/cell.ts';
import type { Cell, ColumnShape } from '#db/schema/column.ts';
import type { Registry } from '#db/schema/registry.ts';
import { keyParts } from '#db/schema/table.ts';
import type { Table } from '#db/schema/table.ts';
import { candidates } from './any-cell.ts';
import { meetingChecks } from './any-check.ts';

/** One valid row for every table of a registry, each referring to the others of its set. */
export interface RowSet {
  /** Of the set's row of this table; the same at every call. */
  id(table: string): Id;
  /**
   * Own columns in canonical form: unique texts, nothing null that need not be, every check met. 0 is
   * the row to insert; other variants are other valid states of it, every column changed that can be.
   * The same at every call. `filled` names a column that must not be null, whatever that takes.
   */
  cells(table: Table, variant?: number, filled?: string): Readonly<Record<string, Cell>>;
}

export interface RowSetOptions {
  readonly registry: Registry;
  readonly newId: () => Id;
  /** Rows that are there already: the organization, the person who acts. */
  readonly given?: Readonly<Record<string, Id>>;
}

/**
 * Two sets of rows that are not there yet, to be inserted table by table: where a row must name two of
 * one table, or one of its own, the second is of the other set; so is what odd variants refer to. Throws,
 * naming table and checks, where no row can be valid.
 */
export function createRowSets(
  options: RowSetOptions,
  ofSecond: RowSetOptions = options,
): readonly [RowSet, RowSet] {
  const first: RowSet = createRowSet(options, () => [first, second]);
  const second: RowSet = createRowSet(ofSecond, () => [second, first]);
  return [first, second];
}

/** A set whose rows may come and go one by one: they refer to rows of two sets that are there. */
export function createLooseRows(options: RowSetOptions, there: readonly [RowSet, RowSet]): RowSet {
  return createRowSet(options, () => there);
}

function createRowSet(options: RowSetOptions, referred: () => readonly [RowSet, RowSet]): RowSet {
  const { registry, newId, given = {} } = options;
  const ids = new Map(Object.entries(given));
  const made = new Map<string, Readonly<Record<string, Cell>>>();
  const token = newId().slice(-8);

  function idNamed(name: string): Id {
    const id = ids.get(name) ?? newId();
    ids.set(name, id);
    return id;
  }

  // Enforced references lead to the set's row; others too where their table has one.
  function references(
    table: Table,
    column: string,
    shape: ColumnShape,
    variant: number,
  ): readonly Id[] {
    const target = shape.reference?.table ?? '';
    const there = registry.get(target);
    if (there === undefined || there.options.sync === 'central' || there.options.sync === 'local') {
      return [idNamed(`${table.name}.${column}.${variant}`)];
    }
    const targets = referred().map((set) => set.id(target));
    // No row is its own parent.
    const others = targets.filter((id) => target !== table.name || id !== idNamed(target));
    return variant % 2 === 0 ? others : others.toReversed();
  }

  function make(table: Table, variant: number, filled: string): Readonly<Record<string, Cell>> {
    const literals = literalsOf(table);
    const choices = Object.entries(table.own).map(([name, { shape }], at) => {
      const ids = shape.kind === 'id' ? references(table, name, shape, variant) : [];
      const cells = candidates(shape, { name, at, token, variant, literals, ids });
      const valid = cells.filter(
        (cell) => cellProblem(shape, cell) === undefined && (cell !== null || name !== filled),
      );
      return { name, shape, cells: preferred(table, name, shape, [...new Set(valid)]) };
    });
    const row = meetingChecks(table, choices);
    return must(
      row,
      `a row of ${table.name} that meets ${(table.options.checks ?? []).join('; ')}`,
    );
  }

  return {
    id: idNamed,
    cells: (table, variant = 0, filled = '') => {
      const key = `${table.name} ${variant} ${filled}`;
      const row = made.get(key) ?? make(table, variant, filled);
      made.set(key, row);
      return row;
    },
  };
}

/** Central writes some columns alone; a second row must not take part in a key that one may hold. */
function preferred(
  table: Table,
  name: string,
  shape: ColumnShape,
  cells: readonly Cell[],
): readonly Cell[] {
  if (shape.merge === 'central') {
    const { defaultValue = null } = shape;
    return defaultValue !== null || shape.nullable ? [defaultValue] : cells;
  }
  const keyed = (table.options.unique ?? []).flatMap((key) => {
    const rule = keyParts(key).while;
    return rule?.column === name ? rule.values : [];
  });
  return cells.toSorted((a, b) => Number(keyed.includes(a)) - Number(keyed.includes(b)));
}

/** What the checks compare with: values that are likely to meet them. */
function literalsOf(table: Table): readonly Cell[] {
  const text = (table.options.checks ?? []).join(' ');
  const texts = Array.from(text.matchAll(/'([^']*)'/g), ([, literal]) => literal ?? '');
  const numbers = Array.from(text.replaceAll(/'[^']*'/g, '').matchAll(/\b\d+\b/g), ([digits]) =>
    Number(digits),
  );
  return [...texts, ...numbers];
}
