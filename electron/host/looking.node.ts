import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { must } from '#db/kernel/must.ts';
import { ailmentOf, mayAil } from '#db/sqlite/ailment.node.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { openReader, openReplica } from '#db/sqlite/open.node.ts';
import type { OpenOptions } from '#db/sqlite/open.node.ts';
import { isBeingHealed } from '#sync/replica/heal.node.ts';
import { takeLease } from './lease.node.ts';
import type { Lease } from './lease.node.ts';

/**
 * Opens a replica for who only looks, while another program works on it too. Leaves what the next start
 * heals to that start: throws `ReplicaError` `replica_damaged` where nobody works on it and there is
 * something to heal; `replica_locked` where it is of an older version and somebody works on it; and
 * what `openReader` throws.
 */
export function openLooking(options: OpenOptions): Connection {
  const { file, key } = options;
  if (!existsSync(file) || mayAil(file)) {
    const lease = leaseIfFree(dirname(file));
    try {
      // Of a file at work nothing can be told: its log changes while it is looked at.
      if (lease !== null) refuseAiling(file, key);
      else if (!existsSync(file)) throw new ReplicaError('replica_locked', 'none', 'being healed');
    } finally {
      lease?.release();
    }
  }
  return openReader(options) ?? openOlder(options);
}

/** Brings an older file to this version first, as the next start would. */
function openOlder(options: OpenOptions): Connection {
  const lease = takeLease(dirname(options.file));
  try {
    refuseAiling(options.file, options.key);
    openReplica(options).close();
  } finally {
    lease.release();
  }
  return must(openReader(options), 'a replica of this version');
}

function refuseAiling(file: string, key: Uint8Array | undefined): void {
  const healing = !existsSync(file) && isBeingHealed(file);
  const ailment = healing ? 'being_healed' : ailmentOf(file, key);
  if (ailment === null) return;
  throw new ReplicaError('replica_damaged', ailment, 'only a start of Holdfast heals it');
}

/** Null while another program works on the folder. */
function leaseIfFree(dir: string): Lease | null {
  try {
    return takeLease(dir);
  } catch (error) {
    if (error instanceof ReplicaError && error.code === 'replica_locked') return null;
    throw error;
  }
}
