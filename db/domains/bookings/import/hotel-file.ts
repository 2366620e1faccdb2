import type { Temporal } from 'temporal-polyfill';
import { must } from '#db/kernel/must.ts';
import { instantAt } from '../rules/wall-time.ts';
import { HOTEL_COLUMNS, headerRefusals } from './hotel-columns.ts';
import type { Cells, Stay, WallClock } from './hotel-row.ts';
import { HOTEL_ZONE, stayOf } from './hotel-row.ts';
import type { Refusal } from './report.ts';

/** A row that can be booked, with the text that identifies it: all cells in the file's own order. */
export interface FoundStay {
  readonly stay: Stay;
  readonly content: string;
}

export interface HotelFile {
  /** Rows in the file, refused ones included. */
  readonly rows: number;
  readonly stays: readonly FoundStay[];
  /** Rows that cannot be booked; `whole` when the file as such is no hotel reservation file. */
  readonly refused: readonly Refusal[];
  readonly refusedRows: number;
  readonly whole: boolean;
}

interface Records {
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly openEnd: boolean;
  readonly problem: Refusal | null;
}

/** The records of a file → stays and refusals. Column order is free. */
export function hotelFile({ records, openEnd, problem }: Records): HotelFile {
  const [header, ...rows] = records;
  const wrong = headerRefusals(header?.cells ?? []);
  // A header that says what is wrong says more than a quote that is open because of it.
  const odd = wrong.length > 0 || problem === null ? wrong : [problem];
  if (header === undefined || odd.length > 0) {
    return { rows: rows.length, stays: [], refused: odd, refusedRows: 0, whole: true };
  }
  const place = HOTEL_COLUMNS.map((column) => header.cells.indexOf(column));
  const at = wallClock();
  const stays: FoundStay[] = [];
  const refused: Refusal[] = [];
  for (const [i, { line, cells }] of rows.entries()) {
    if (cells.length !== header.cells.length) {
      const cut = openEnd && i === rows.length - 1 && cells.length < header.cells.length;
      refused.push(wrongCount(line, cells.length, header.cells.length, cut));
      continue;
    }
    const ordered = place.map((index) => must(cells[index], 'as many cells as columns'));
    const stay = stayOf(named(ordered), line, at);
    if ('line' in stay) stays.push({ stay, content: JSON.stringify(ordered) });
    else refused.push(...stay);
  }
  const refusedRows = rows.length - stays.length;
  return { rows: rows.length, stays, refused, refusedRows, whole: false };
}

function named(ordered: readonly string[]): Cells {
  const cell = (i: number) => ordered[i] ?? '';
  // `fromEntries` forgets which keys it was given.
  const entries = HOTEL_COLUMNS.map((column, i) => [column, cell(i)] as const);
  return Object.fromEntries(entries) as Cells;
}

function wrongCount(line: number, found: number, wanted: number, cut: boolean): Refusal {
  return cut
    ? { line, column: null, code: 'truncated_line', message: 'The file ends within this line.' }
    : { line, column: null, code: 'field_count', message: `${found} values instead of ${wanted}.` };
}

// A file of thousands of rows has some hundred dates.
function wallClock(): WallClock {
  const seen = new Map<string, string>();
  return (date: Temporal.PlainDate, hour: number) => {
    const key = `${date.toString()} ${hour}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const instant = instantAt(date, hour, HOTEL_ZONE);
    seen.set(key, instant);
    return instant;
  };
}
