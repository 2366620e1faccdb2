import { sql } from 'kysely';
import type { SelectQueryBuilder } from 'kysely';
import type { Reads } from './access.ts';

/**
 * A part of a long list that indexes hold in order. The strips of a list follow each other: urgent
 * tickets before others, dated ones before those without a date.
 */
export interface Strip<R> {
  readonly count: number;
  /** Rows from `offset` on in the order of the strip, or from its end backwards. */
  read(way: 'forth' | 'back', offset: number, limit: number): readonly R[];
}

/** Rows `offset` to `offset + limit` of strips one after the other. */
export function windowOf<R>(
  strips: readonly Strip<R>[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): readonly R[] {
  const rows: R[] = [];
  let skip = offset;
  for (const strip of strips) {
    const wanted = Math.min(limit - rows.length, strip.count - skip);
    if (wanted > 0) rows.push(...part(strip, skip, wanted));
    skip = Math.max(0, skip - strip.count);
    if (rows.length === limit) break;
  }
  return rows;
}

// An index steps over every row before the window: from the nearer end they are at most half.
function part<R>(strip: Strip<R>, offset: number, limit: number): readonly R[] {
  const behind = strip.count - offset - limit;
  if (offset <= behind) return strip.read('forth', offset, limit);
  return strip.read('back', behind, limit).toReversed();
}

export type Order = readonly (readonly [column: string, direction: 'asc' | 'desc'])[];

/**
 * The strip that several reads make together, each of which an index gives in `order`. They are
 * merged row by row, none of them is sorted; equal rows come in the order of the reads. `order`
 * names columns that the reads select.
 */
export function mergedStrip<DB, TB extends keyof DB, R>(
  reads: Reads<DB>,
  count: number,
  parts: readonly SelectQueryBuilder<DB, TB, R>[],
  order: Order,
): Strip<R> {
  return {
    count,
    read: (way, offset, limit) => {
      // Backwards the reads change places as well, so that equal rows keep theirs.
      const [first, ...others] = way === 'forth' ? parts : parts.toReversed();
      if (first === undefined) return [];
      let merged = others.reduce((all, next) => all.unionAll(next), first);
      for (const [column, direction] of order) {
        const turned = (direction === 'asc') === (way === 'forth') ? 'asc' : 'desc';
        merged = merged.orderBy(sql.ref(column), turned);
      }
      return reads.all(merged.limit(limit).offset(offset));
    },
  };
}

/** What the strips of a table are made of: the place of a row, for `rowsAt`. */
export interface Place {
  readonly row_no: number;
}

/** Selects the place of a row; an index has it without the row. */
export const PLACE = sql<number>`row_no`.as('row_no');

/** The same where several tables are joined. */
export function placeIn(table: string) {
  return sql<number>`${sql.ref(`${table}.row_no`)}`.as('row_no');
}

/** Condition for the rows of `table` at these places, in any order. */
export function isAt(table: string, places: readonly Place[]) {
  const numbers = JSON.stringify(places.map(({ row_no }) => row_no));
  return sql<boolean>`${sql.ref(`${table}.row_no`)} in (select value from json_each(${numbers}))`;
}

/** Rows read by `isAt`, in the order of the places and without `row_no`. */
export function inOrder<R extends Place>(
  places: readonly Place[],
  rows: readonly R[],
): readonly Omit<R, 'row_no'>[] {
  const byPlace = new Map(rows.map(({ row_no, ...row }) => [row_no, row]));
  return places.flatMap(({ row_no }) => byPlace.get(row_no) ?? []);
}
