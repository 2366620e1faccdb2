import type { Bucket, Checksum, Scope } from '#sync/core/protocol.ts';

/** A bucket that differs, with the rows that were counted in it on the other side. */
export interface Differing extends Scope {
  readonly rows: number;
}

/**
 * Buckets whose count or sum is not the same on both sides, or which are in doubt, in the order of
 * `tables`. A bucket left out counts as empty; a table that is not among `tables` is not compared.
 */
export function differing(
  mine: readonly Checksum[],
  theirs: readonly Checksum[],
  tables: readonly Scope['table'][],
  doubts: readonly Bucket[] = [],
): readonly Differing[] {
  const doubted = new Set(doubts.map(({ table, bucket }) => `${table}:${bucket}`));
  const places = new Map<string, Checksum & { readonly rows: number }>();
  const add = ({ table, bucket, count, sum }: Checksum, sign: 1 | -1) => {
    const key = `${table}:${bucket}`;
    const place = places.get(key) ?? { table, bucket, count: 0, sum: 0, rows: 0 };
    places.set(key, {
      ...place,
      count: place.count + sign * count,
      sum: place.sum + sign * sum,
      rows: sign < 0 ? count : place.rows,
    });
  };
  for (const doubt of doubts) add({ ...doubt, count: 0, sum: 0 }, 1);
  for (const checksum of mine) add(checksum, 1);
  for (const checksum of theirs) add(checksum, -1);
  const unequal = Map.groupBy(
    [...places]
      .filter(([key, { count, sum }]) => count !== 0 || sum !== 0 || doubted.has(key))
      .map(([, place]) => place),
    ({ table }) => table,
  );
  return tables.flatMap((table) =>
    (unequal.get(table.name) ?? [])
      .map(({ bucket, rows }) => ({ table, bucket, rows }))
      .sort((a, b) => a.bucket - b.bucket),
  );
}

/** Buckets that one call names at most. */
const BUCKETS = 64;

/** The first of these buckets, as many as have `rows` rows together; one that has more stands alone. */
export function firstOf(scopes: readonly Differing[], rows: number): readonly Differing[] {
  let room = rows;
  const fit = scopes.slice(0, BUCKETS).findIndex((scope, at) => (room -= scope.rows) < 0 && at > 0);
  return scopes.slice(0, fit === -1 ? BUCKETS : fit);
}

export function rowsOf(scopes: readonly Differing[]): number {
  return scopes.reduce((sum, { rows }) => sum + rows, 0);
}
