import type { Clock } from '#db/kernel/clock.ts';
import type { Id, Ids } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import { LinkError, PROTOCOL_VERSION } from '#sync/core/protocol.ts';
import type { CentralLink, Continuity, Scope } from '#sync/core/protocol.ts';
import type { SyncReplica } from '#sync/core/replica.ts';
import type { Outdated } from '#sync/core/sync-state.ts';
import { differing } from './difference.ts';
import type { Differing } from './difference.ts';

/**
 * One device and one connection. The steps below are the whole protocol; the engine only decides
 * when to take them, and the simulation takes them in any order. Each is at most one call at
 * central followed by at most one local transaction, and may throw `LinkError`.
 */
export interface Exchange {
  readonly replica: SyncReplica;
  readonly link: CentralLink;
  /** Tables this version knows, in reference order. */
  readonly tables: readonly Scope['table'][];
  readonly schemaVersion: number;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where the file is: two copies of it are never at work at once. */
  readonly place: string;
}

export type Greeting =
  | {
      readonly kind: 'welcome';
      /** This device's clock minus central's, milliseconds. */
      readonly clockOffset: number;
      readonly epoch: Id;
      /** `broken`: central was put back from a backup, or is another one. */
      readonly continuity: Continuity;
      /** There is nothing to fetch. */
      readonly current: boolean;
      readonly needs: Outdated | null;
    }
  /** The file is an older copy of itself, or its incarnation was closed: it needs a new one. */
  | { readonly kind: 'restored'; readonly continuity: Continuity }
  | { readonly kind: 'in_use' }
  | { readonly kind: 'incompatible'; readonly needs: Outdated };

/** Introduces the file. A central met for the first time is remembered; another one is reported. */
export async function helloStep(
  { replica, link, clock, schemaVersion, place }: Exchange,
  renews = false,
): Promise<Greeting> {
  const state = replica.state();
  const asked = clock.now();
  const welcome = await link.hello({
    incarnation: state.incarnation,
    last_op_no: state.last_op_no,
    acked_op_no: state.acked_op_no,
    confirmed: replica.lastConfirmed(),
    cursor: state.cursor,
    witness: state.witness,
    epoch: state.epoch,
    place,
    renews,
    schema_version: schemaVersion,
    protocol_version: PROTOCOL_VERSION,
  });
  switch (welcome.kind) {
    case 'welcome': {
      if (state.epoch === null) replica.setEpoch(welcome.epoch);
      const middle = (asked + clock.now()) / 2;
      return {
        kind: 'welcome',
        clockOffset: Math.round(middle - millisecondsOf(welcome.now)),
        epoch: welcome.epoch,
        continuity:
          state.epoch !== null && state.epoch !== welcome.epoch ? 'broken' : welcome.continuity,
        current: welcome.current,
        needs: welcome.needs,
      };
    }
    case 'restored':
    case 'incarnation_refused':
      return { kind: 'restored', continuity: welcome.continuity };
    case 'in_use':
      return { kind: 'in_use' };
    case 'incompatible':
      return welcome;
    default:
      return unreachable(welcome);
  }
}

/** Gives the file a new life. Pending ops keep their ids, so that nothing is applied twice. */
export async function reincarnateStep({ replica, link, clock, ids }: Exchange): Promise<void> {
  const incarnation = ids.next();
  // Central first: a file that stops in between is refused next time and comes here again.
  await link.reincarnate(incarnation);
  replica.recordIncident(instantOf(clock.now()), 'reincarnated', incarnation);
  replica.reincarnate(incarnation);
}

/**
 * Central was put back from a backup and may lack what it once confirmed: that is sent again, under
 * its old ids, in a new life.
 */
export async function resendStep({ replica, link, clock, ids }: Exchange): Promise<void> {
  const incarnation = ids.next();
  await link.reincarnate(incarnation);
  replica.recordIncident(instantOf(clock.now()), 'resent', incarnation);
  replica.resend(incarnation);
}

/**
 * A push met another history than this file's. Hello tells whose copy is the older one: central's, which
 * gets back what it had confirmed, or else this file's, which begins a new life.
 */
export async function doubtStep(exchange: Exchange): Promise<void> {
  const greeting = await helloStep(exchange);
  if (greeting.kind === 'in_use') {
    throw new LinkError('unreachable', 'in_use', 'the device is in use');
  }
  if (greeting.kind === 'incompatible' || greeting.continuity !== 'broken') {
    return await reincarnateStep(exchange);
  }
  await resendStep(exchange);
  await restartCursorStep(exchange);
  if (greeting.kind === 'welcome') exchange.replica.setEpoch(greeting.epoch);
}

/**
 * One slice of the first fill: its beginning, or one chunk of one table. `loaded` once every table
 * is there; what the chunked copy tore is then repaired by pulling, before `finishFill`.
 */
export async function fillStep(
  { replica, link }: Exchange,
  rows: number,
): Promise<'more' | 'loaded'> {
  if (replica.state().phase === 'empty') {
    const { cursor, filled } = await link.pull(null, false);
    replica.beginFill(cursor, filled);
    return 'more';
  }
  const open = replica.fillProgress().find((table) => !table.done);
  if (open === undefined) return 'loaded';
  replica.applyChunk(open.table, await link.snapshotChunk(open.table, open.after, rows));
  return 'more';
}

export interface PullStep {
  /** Rows that came; 0 means nothing is left to fetch. */
  readonly rows: number;
  /** When the newest of them was written at central; null without rows or where all were deleted. */
  readonly newest: number | null;
}

/** Moves the replica from one consistent state of central to the next. */
export async function pullStep(exchange: Exchange): Promise<PullStep> {
  return (await pullOnce(exchange, false)).step;
}

async function pullOnce({ replica, link }: Exchange, withChecksums: boolean) {
  const { cursor: known, witness } = replica.state();
  const cursor = must(known, 'a pull needs a cursor');
  const pulled = await link.pull(cursor, withChecksums);
  // A feed that forgot everything says nothing against what was seen of it.
  const reply = { ...pulled, witness: pulled.witness ?? witness };
  // An unchanged cursor has nothing to say, and an idle desk should not write.
  const moved = reply.cursor !== cursor || reply.witness !== witness;
  if (reply.images.length > 0 || moved) await replica.applyPull(reply);
  const newest = reply.images.reduce<string | null>((latest, { row }) => {
    const at = row?.['updated_at'];
    return typeof at === 'string' && (latest === null || at > latest) ? at : latest;
  }, null);
  const step: PullStep = {
    rows: reply.images.length,
    newest: newest === null ? null : millisecondsOf(newest),
  };
  return { step, checksums: reply.checksums };
}

export interface VerifyStep extends PullStep {
  readonly equal: boolean;
  /** Buckets that differ, or are in doubt. */
  readonly scopes: readonly Differing[];
}

/** A pull that also compares checksums at its snapshot; equal and unequal are both put on record. */
export async function verifyStep(exchange: Exchange): Promise<VerifyStep> {
  const { replica, clock, tables } = exchange;
  const { step, checksums } = await pullOnce(exchange, true);
  const theirs = must(checksums, 'asked for checksums');
  const doubts = replica.doubts();
  const scopes = differing(replica.checksums(), theirs, tables, doubts);
  const at = instantOf(clock.now());
  if (scopes.length === 0) replica.recordVerified(at);
  // That central went back is on record already.
  else if (doubts.length === 0) {
    replica.recordIncident(at, 'checksums_differ', describe(scopes));
  }
  return { ...step, equal: scopes.length === 0, scopes };
}

// Names of tables and numbers of buckets only: evidence must hold nothing anybody typed.
function describe(scopes: readonly Scope[]): string {
  const shown = scopes.slice(0, 20).map(({ table, bucket }) => `${table.name}:${bucket}`);
  return `${scopes.length} buckets: ${shown.join(' ')}`;
}

/**
 * Central was put back from a backup: the cursor means nothing there. Starts from its snapshot of
 * now; checksums then find what differs.
 */
export async function restartCursorStep({ replica, link }: Exchange): Promise<void> {
  await replica.applyPull(await link.pull(null, false));
}
