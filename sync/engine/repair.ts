import { must } from '#db/kernel/must.ts';
import type { RowImage } from '#sync/core/op.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { firstOf, rowsOf } from './difference.ts';
import type { Differing } from './difference.ts';
import { fetchRows } from './portion.ts';
import type { Fetching } from './portion.ts';
import type { Exchange } from './steps.ts';

export interface Repairing extends Fetching {
  /** Some of the buckets are on disk as central has them. */
  readonly stored: () => Promise<void>;
}

/**
 * Fetches the rows of buckets that differ, of as many at a time as the link carries, and of one that is
 * too large a part. Newer changes come again with the next pull. Answers how many rows had other
 * contents though their versions were the same.
 */
export async function repair(
  { replica, link }: Exchange,
  scopes: readonly Differing[],
  repairing: Repairing,
): Promise<number> {
  let rotten = 0;
  let begun: readonly RowImage[] = [];
  for (let rest = scopes; rest.length > 0;) {
    const most = rowsOf(firstOf(rest, repairing.portion.rows));
    const { whole, images } = await fetchRows(repairing, most, (rows) =>
      fetchSome(link, rest, begun, rows),
    );
    if (whole.length === 0) {
      begun = images;
      await repairing.heard();
      continue;
    }
    rotten += await replica.replaceBuckets(whole, images);
    begun = [];
    rest = rest.slice(whole.length);
    await repairing.stored();
  }
  return rotten;
}

interface Some {
  readonly came: number;
  readonly images: readonly RowImage[];
  /** The buckets whose images these are; none where a part of the first is still missing. */
  readonly whole: readonly Differing[];
}

/** With one call; `begun` is what is there already of the first bucket. */
async function fetchSome(
  link: CentralLink,
  rest: readonly Differing[],
  begun: readonly RowImage[],
  rows: number,
): Promise<Some> {
  const some = firstOf(rest, rows);
  if (begun.length === 0 && rowsOf(some) <= rows) {
    const images = await link.bucketRows(some);
    return { came: images.length, images, whole: some };
  }
  const first = must(some[0], 'a bucket is left');
  const part = await link.bucketPart(first, begun.at(-1)?.row_id ?? null, rows);
  const whole = part.length < rows ? [first] : [];
  return { came: part.length, images: [...begun, ...part], whole };
}
