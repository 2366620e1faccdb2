import { BUCKETS } from '#sync/core/checksum.ts';
import type { Checksum, Scope } from '#sync/core/protocol.ts';

/** Buckets whose count or sum is not the same on both sides. A bucket left out counts as empty. */
export function differing(
  mine: readonly Checksum[],
  theirs: readonly Checksum[],
  tables: readonly Scope['table'][],
): readonly Scope[] {
  const here = byPlace(mine);
  const there = byPlace(theirs);
  return tables.flatMap((table) =>
    Array.from({ length: BUCKETS }, (_, bucket) => ({ table, bucket })).filter((scope) => {
      const key = placeOf(table.name, scope.bucket);
      const a = here.get(key);
      const b = there.get(key);
      return (a?.count ?? 0) !== (b?.count ?? 0) || (a?.sum ?? 0) !== (b?.sum ?? 0);
    }),
  );
}

function byPlace(checksums: readonly Checksum[]): Map<string, Checksum> {
  return new Map(checksums.map((checksum) => [placeOf(checksum.table, checksum.bucket), checksum]));
}

function placeOf(table: string, bucket: number): string {
  return `${table}:${bucket}`;
}
