import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { differing, portions } from './difference.ts';
import { repairStep } from './steps.ts';
import type { Exchange } from './steps.ts';

/** SQLSTATE of a call that took longer than central allows. */
const GIVEN_UP = '57014';

/**
 * What the feed would have told can only be compared: it no longer reaches back to our cursor, or has so
 * much to say since that the call was given up. Asked again it would have to say no less.
 */
export function isForgotten(error: unknown): boolean {
  if (!(error instanceof LinkError)) return false;
  return error.failure === 'forgotten' || error.code === GIVEN_UP;
}

/**
 * Compares checksums at one snapshot, fetches the buckets that differ, and only then takes that
 * snapshot's cursor: cut off in between, the old cursor brings the replica here again. Changes that
 * are newer than the snapshot come again with the next pull. `fetched` hears of each portion.
 */
export async function catchUpStep(exchange: Exchange, fetched: () => void): Promise<void> {
  const { replica, link, clock, tables } = exchange;
  const present = await link.pull(null, true);
  const scopes = differing(
    replica.checksums(),
    must(present.checksums, 'asked for checksums'),
    tables,
    replica.doubts(),
  );
  replica.recordIncident(instantOf(clock.now()), 'feed_forgotten', `${scopes.length} buckets`);
  for (const some of portions(scopes)) {
    await repairStep(exchange, some);
    fetched();
  }
  await replica.applyPull(present);
}
