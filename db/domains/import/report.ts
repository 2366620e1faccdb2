import type { Id } from '#db/kernel/id.ts';

/** Why a whole file is refused: nothing in it can be trusted then. */
export type FileRefusalCode =
  | 'empty_file'
  | 'too_large'
  /** Control characters: not a text file. */
  | 'binary'
  /** Bytes that are not UTF-8; save the file as UTF-8. */
  | 'not_utf8'
  /** The header is one column; values are separated by something else than commas. */
  | 'wrong_delimiter'
  | 'missing_column'
  | 'unknown_column'
  | 'duplicate_column'
  /** A quote that is not closed, or text after one. */
  | 'bad_quotes'
  | 'line_too_long';

/** Why one row is refused. */
export type RowRefusalCode =
  | 'field_count'
  /** The last line ends in the middle: the file was cut off. */
  | 'truncated_line'
  | 'missing_value'
  | 'bad_number'
  | 'bad_date'
  /** None of the words that this column may hold. */
  | 'bad_choice'
  | 'unknown_status'
  /** Two columns of the row contradict each other. */
  | 'inconsistent_status'
  | 'value_too_long'
  | 'stay_too_long'
  /** Two rows say that one event happened, and say different things. */
  | 'contradicting_event'
  /** The rows do not stand in the order in which they happened: how it ended is not known. */
  | 'events_out_of_order'
  /** It is here already at another time: it was imported by the clock of another zone. */
  | 'other_time';

/** Lines count from 1, the header's; a row that spans lines has the number of its first. */
export interface Refusal {
  readonly line: number;
  /** Null when no single column is to blame. */
  readonly column: string | null;
  readonly code: FileRefusalCode | RowRefusalCode;
  /** English, for the report; names what was expected. */
  readonly message: string;
}

/** What every import says of itself; each adds its own counts. */
export interface ImportReport {
  /** Names the batch, for undoing it: the same file gives the same. */
  readonly import_id: Id | null;
  readonly dry_run: boolean;
  /** False when nothing was (or would be) written because something was refused. */
  readonly accepted: boolean;
  /** Rows of the file, without header and blank lines. */
  readonly rows: number;
  readonly created: number;
  /** There already from an earlier import, here or on another desk. */
  readonly skipped: number;
  /** Ranges such as `2-1041`. */
  readonly created_lines: readonly string[];
  readonly skipped_lines: readonly string[];
  readonly refused_count: number;
  /** The first 1,000 of them. */
  readonly refused: readonly Refusal[];
}

/** What taking an import back did, counted in what the import's rows became. */
export interface UndoneImport {
  readonly deleted: number;
  /** Changed by somebody since: they stay. */
  readonly kept: number;
}

export const REFUSALS_LISTED = 1000;

/** Ascending line numbers as ranges: 2, 3, 4, 9 → `2-4`, `9`. */
export function lineRanges(lines: readonly number[]): readonly string[] {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === line) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
}
