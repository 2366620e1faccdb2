import type { Temporal } from 'temporal-polyfill';
import type { Refusal } from '#db/domains/import/report.ts';
import type { FileRows } from '#db/domains/import/rows.ts';
import { instantAt } from '../rules/wall-time.ts';
import type { HotelColumn } from './hotel-columns.ts';
import type { Stay, WallClock } from './hotel-row.ts';
import { HOTEL_ZONE, stayOf } from './hotel-row.ts';

/** A row that can be booked, with the text that identifies it. */
export interface FoundStay {
  readonly stay: Stay;
  readonly content: string;
}

export interface HotelFile {
  readonly stays: readonly FoundStay[];
  /** Rows that cannot be booked; a row can be refused for several reasons. */
  readonly refused: readonly Refusal[];
}

/** The rows of a file → stays and refusals. */
export function hotelFile(file: FileRows<HotelColumn>): HotelFile {
  const at = wallClock();
  const stays: FoundStay[] = [];
  const refused: Refusal[] = [...file.refused];
  for (const { line, cells, content } of file.rows) {
    const stay = stayOf(cells, line, at);
    if ('line' in stay) stays.push({ stay, content });
    else refused.push(...stay);
  }
  return { stays, refused: refused.toSorted((a, b) => a.line - b.line) };
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
