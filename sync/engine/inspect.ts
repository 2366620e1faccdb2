import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { Differing } from './difference.ts';
import { repair } from './repair.ts';
import type { Repairing } from './repair.ts';
import type { Exchange } from './steps.ts';

/** Days after which every bucket has been inspected once. */
const ROUND = 100;
const DAY = 24 * 60 * 60_000;

/**
 * Fetches one in a hundred of the buckets that hold rows, each day others, and makes them what central
 * has: checksums are of versions, which say nothing of a cell that rotted. What differed is put on
 * record and answered as a number of rows.
 */
export async function inspect(exchange: Exchange, repairing: Repairing): Promise<number> {
  const { replica, clock } = exchange;
  const now = clock.now();
  const rotten = await repair(exchange, inTurn(exchange, Math.floor(now / DAY)), repairing);
  if (rotten > 0) replica.recordIncident(instantOf(now), 'contents_differ', `${rotten} rows`);
  return rotten;
}

function inTurn({ replica, tables }: Exchange, day: number): readonly Differing[] {
  const places = new Map(tables.map((table, at) => [table.name, { table, at }]));
  return replica
    .checksums()
    .filter(({ table, count }) => count > 0 && places.has(table))
    .flatMap(({ table: name, bucket, count }) => {
      const { table, at } = must(places.get(name), 'a known table');
      // Tables begin at different days, so that no day is much longer than another.
      return (bucket + at) % ROUND === day % ROUND ? [{ table, bucket, rows: count }] : [];
    });
}
