import type { Checksum, Scope } from '#sync/core/protocol.ts';

/**
 * Buckets whose count or sum is not the same on both sides, in the order of `tables`. A bucket left
 * out counts as empty; a table that is not among `tables` is not compared.
 */
export function differing(
  mine: readonly Checksum[],
  theirs: readonly Checksum[],
  tables: readonly Scope['table'][],
): readonly Scope[] {
  const places = new Map<string, { table: string; bucket: number; count: number; sum: number }>();
  const add = ({ table, bucket, count, sum }: Checksum, sign: 1 | -1) => {
    const key = `${table}:${bucket}`;
    const place = places.get(key) ?? { table, bucket, count: 0, sum: 0 };
    places.set(key, { ...place, count: place.count + sign * count, sum: place.sum + sign * sum });
  };
  for (const checksum of mine) add(checksum, 1);
  for (const checksum of theirs) add(checksum, -1);
  const unequal = Map.groupBy(
    [...places.values()].filter(({ count, sum }) => count !== 0 || sum !== 0),
    ({ table }) => table,
  );
  return tables.flatMap((table) =>
    (unequal.get(table.name) ?? [])
      .map(({ bucket }) => ({ table, bucket }))
      .sort((a, b) => a.bucket - b.bucket),
  );
}
