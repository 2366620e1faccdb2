import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { differing, portions } from './difference.ts';
import { repairStep } from './steps.ts';
import type { Exchange } from './steps.ts';

/** The feed no longer reaches back to our cursor: what it would have told can only be compared. */
export function isForgotten(error: unknown): boolean {
  return error instanceof LinkError && error.failure === 'forgotten';
}

/**
 * Compares checksums at one snapshot, fetches the buckets that differ, and only then takes that
 * snapshot's cursor: cut off in between, the old cursor brings the replica here again. Changes that
 * are newer than the snapshot come again with the next pull.
 */
export async function catchUpStep(exchange: Exchange): Promise<void> {
  const { replica, link, clock, tables } = exchange;
  const present = await link.pull(null, true);
  const scopes = differing(
    replica.checksums(),
    must(present.checksums, 'asked for checksums'),
    tables,
    replica.doubts(),
  );
  replica.recordIncident(instantOf(clock.now()), 'feed_forgotten', `${scopes.length} buckets`);
  for (const some of portions(scopes)) await repairStep(exchange, some);
  await replica.applyPull(present);
}
