import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { differing } from './difference.ts';
import { isGivenUp } from './portion.ts';
import { repair } from './repair.ts';
import type { Repairing } from './repair.ts';
import type { Exchange } from './steps.ts';

/**
 * What the feed would have told can only be compared: it no longer reaches back to our cursor, or has so
 * much to say since that the call was given up. Asked again it would have to say no less.
 */
export function isForgotten(error: unknown): boolean {
  return isGivenUp(error) || (error instanceof LinkError && error.failure === 'forgotten');
}

/**
 * Compares checksums at one snapshot, fetches the buckets that differ, and only then takes that
 * snapshot's cursor: cut off in between, the old cursor brings the replica here again. Changes that
 * are newer than the snapshot come again with the next pull.
 */
export async function catchUp(exchange: Exchange, repairing: Repairing): Promise<void> {
  const { replica, link, clock, tables } = exchange;
  const present = await link.pull(null, true);
  const scopes = differing(
    replica.checksums(),
    must(present.checksums, 'asked for checksums'),
    tables,
    replica.doubts(),
  );
  replica.recordIncident(instantOf(clock.now()), 'feed_forgotten', `${scopes.length} buckets`);
  await repair(exchange, scopes, repairing);
  await replica.applyPull(present);
}
