import type { Bucket, Checksum } from '#sync/core/protocol.ts';
import type { SyncReplica } from '#sync/core/replica.ts';
import { applyChunk, beginFill, finishFill, readProgress } from './fill.node.ts';
import { keptChecksums, recountedChecksums } from './ledger.node.ts';
import { waitingOps } from './outbox.node.ts';
import { createWorkshop } from './parts.node.ts';
import type { ReplicaParts } from './parts.node.ts';
import { applyPull, doubt, replaceBuckets } from './pull.node.ts';
import { resend } from './resend.node.ts';
import { settle } from './settle.node.ts';
import { lastConfirmed, readState, reincarnate } from './state.node.ts';

export interface LocalReplica extends SyncReplica {
  /** Counted anew from every confirmed row; equal to `checksums()` unless rows or counts rotted. */
  recomputeChecksums(): readonly Checksum[];
}

/** The SQLite side of sync on an open replica. Throws `ReplicaError` when file or disk fail. */
export function createSyncReplica(parts: ReplicaParts): LocalReplica {
  const shop = createWorkshop(parts);
  const { connection } = parts;
  // Outside of transactions nobody else gives the driver's errors their type.
  const reading = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw connection.met(error);
    }
  };
  const set = (sql: string, ...cells: string[]) => {
    connection.transaction(() => void connection.prepare(sql).run(...cells));
    connection.touch(new Set(['replica', 'incidents']));
  };
  return {
    state: () => reading(() => readState(connection)),
    lastConfirmed: () => reading(() => lastConfirmed(connection)),
    pendingOps: (maxOps, maxBytes, after = 0) =>
      reading(() => waitingOps(connection, maxOps, maxBytes, after)),
    settle: (verdicts, moment) => settle(shop, verdicts, moment),
    applyPull: (reply) => applyPull(shop, reply),
    beginFill: (cursor, filled) => beginFill(shop, cursor, filled),
    fillProgress: () => reading(() => readProgress(connection)),
    applyChunk: (table, chunk) => applyChunk(shop, table, chunk),
    finishFill: () => finishFill(shop),
    setEpoch: (epoch) => set('UPDATE replica SET epoch = ?', epoch),
    reincarnate: (incarnation) => reincarnate(connection, incarnation),
    resend: (incarnation) => resend(shop, incarnation),
    doubt: (buckets) => doubt(connection, buckets),
    doubts: () =>
      reading(() =>
        connection.prepare<Bucket>('SELECT table_name AS "table", bucket FROM doubts').all(),
      ),
    checksums: () => reading(() => keptChecksums(connection)),
    recomputeChecksums: () => reading(() => recountedChecksums(connection)),
    replaceBuckets: (scopes, images) => replaceBuckets(shop, scopes, images),
    recordVerified: (at) => set('UPDATE replica SET verified_at = ?', at),
    recordIncident: (at, kind, detail) =>
      set('INSERT INTO incidents (at, kind, detail) VALUES (?, ?, ?)', at, kind, detail),
  };
}
