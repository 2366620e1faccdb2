import { must } from '#db/kernel/must.ts';
import type { Refusal } from './report.ts';

export interface CsvRecord {
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvFile {
  readonly records: readonly CsvRecord[];
  /** True when the last record ends without a line break. */
  readonly openEnd: boolean;
  /** What ended the reading early; the records before it are there. */
  readonly problem: Refusal | null;
}

export interface FileRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
  /** All cells in the order of the wanted columns: equal for equal rows. */
  readonly content: string;
}

export interface FileRows<Column extends string> {
  /** Rows in the file, refused ones included. */
  readonly count: number;
  readonly rows: readonly FileRow<Column>[];
  readonly refused: readonly Refusal[];
  /** The file as such is not what it should be: `refused` says why, and nothing in it is trusted. */
  readonly whole: boolean;
}

/** The records of a file whose header is exactly `columns`, in any order, → rows and refusals. */
export function rowsOf<const Column extends string>(
  csv: CsvFile | Refusal,
  columns: readonly Column[],
): FileRows<Column> {
  if ('code' in csv) return { count: 0, rows: [], refused: [csv], whole: true };
  const { records, openEnd, problem } = csv;
  const [header, ...bodies] = records;
  const wrong = headerRefusals(header?.cells ?? [], columns);
  // A header that says what is wrong says more than a quote that is open because of it.
  const odd = wrong.length > 0 || problem === null ? wrong : [problem];
  if (header === undefined || odd.length > 0) {
    return { count: bodies.length, rows: [], refused: odd, whole: true };
  }
  const place = columns.map((column) => header.cells.indexOf(column));
  const rows: FileRow<Column>[] = [];
  const refused: Refusal[] = [];
  for (const [i, { line, cells }] of bodies.entries()) {
    if (cells.length !== header.cells.length) {
      const cut = openEnd && i === bodies.length - 1 && cells.length < header.cells.length;
      refused.push(wrongCount(line, cells.length, header.cells.length, cut));
      continue;
    }
    const ordered = place.map((index) => must(cells[index], 'as many cells as columns'));
    rows.push({ line, cells: named(columns, ordered), content: JSON.stringify(ordered) });
  }
  return { count: bodies.length, rows, refused, whole: false };
}

/** Refuses a header that is not exactly these columns, in any order. */
function headerRefusals(header: readonly string[], known: readonly string[]): readonly Refusal[] {
  const [only] = header;
  if (header.length === 1 && only !== undefined && /[;\t|]/.test(only)) {
    const message = 'The values are not separated by commas.';
    return [{ line: 1, column: null, code: 'wrong_delimiter', message }];
  }
  const missing = known
    .filter((column) => !header.includes(column))
    .map((column): Refusal => ({
      line: 1,
      column,
      code: 'missing_column',
      message: `There is no column ${column}.`,
    }));
  const odd = header.flatMap((column, i): Refusal[] => {
    const name = shown(column);
    if (!known.includes(column)) {
      return [
        { line: 1, column: name, code: 'unknown_column', message: `Column ${i + 1} is not known.` },
      ];
    }
    if (header.indexOf(column) === i) return [];
    return [
      { line: 1, column: name, code: 'duplicate_column', message: `Column ${name} stands twice.` },
    ];
  });
  return [...missing, ...odd];
}

// Headers of a wrong file can be anything; the report stays readable.
function shown(column: string): string {
  return column.length > 40 ? `${column.slice(0, 40)}…` : column;
}

function named<Column extends string>(
  columns: readonly Column[],
  ordered: readonly string[],
): Readonly<Record<Column, string>> {
  // `fromEntries` forgets which keys it was given.
  const entries = columns.map((column, i) => [column, ordered[i] ?? ''] as const);
  return Object.fromEntries(entries) as Record<Column, string>;
}

function wrongCount(line: number, found: number, wanted: number, cut: boolean): Refusal {
  return cut
    ? { line, column: null, code: 'truncated_line', message: 'The file ends within this line.' }
    : { line, column: null, code: 'field_count', message: `${found} values instead of ${wanted}.` };
}
