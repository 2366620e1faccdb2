import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Table } from '#db/schema/table.ts';
import type { Op, RowImage, Verdict } from './op.ts';
import type {
  Bucket,
  Checksum,
  Confirmed,
  Cursor,
  PullReply,
  Scope,
  SnapshotChunk,
  Witness,
} from './protocol.ts';

export interface ReplicaState {
  readonly device_id: Id;
  readonly organization_id: Id;
  readonly incarnation: Id;
  /**
   * Whether this file belongs to a central: `none` never did, `unfinished` was being moved into one
   * when that was cut off, and may be in it already.
   */
  readonly enrolment: 'none' | 'unfinished' | 'complete';
  /** `empty` knows who it is; `filling` has part of central; `ready` can be worked with. */
  readonly phase: 'empty' | 'filling' | 'ready';
  /** Where the running fill began, or up to where the feed has been applied. */
  readonly cursor: Cursor | null;
  readonly witness: Witness | null;
  readonly epoch: Id | null;
  readonly last_op_no: number;
  readonly acked_op_no: number;
  /** Ops central has not confirmed. */
  readonly waiting: number;
  /** Rejected ops nobody has looked after yet. */
  readonly attention: number;
  readonly verified_at: Instant | null;
  /** Rows of a life that central has lost may still be here: nothing is up to date before they are fetched. */
  readonly doubted: boolean;
}

export interface FillProgress {
  readonly table: Table;
  /** Key to continue after; null before the first chunk. */
  readonly after: Id | null;
  readonly rows: number;
  readonly bytes: number;
  readonly done: boolean;
}

/** When something came from central. */
export interface Moment {
  /** By central's clock. */
  readonly at: Instant;
  /** Our own says the same day: only then is anything old enough to be forgotten. */
  readonly agreed: boolean;
}

/** The SQLite side as the engine sees it. Every method is one durable transaction unless it says so. */
export interface SyncReplica {
  state(): ReplicaState;
  /** What central confirmed last; null when nothing is remembered. */
  lastConfirmed(): Confirmed | null;
  /** Oldest unconfirmed ops above number `after`, in order; at least one if there is any. */
  pendingOps(maxOps: number, maxBytes: number, after?: number): readonly Op[];
  /**
   * Takes the verdicts' images in, rebases what is still pending, files rejected ops: in order, in
   * slices with a pause between them. Forgets what was confirmed long before `moment`; without one it
   * goes by this machine's clock and forgets nothing.
   */
  settle(verdicts: readonly Verdict[], moment?: Moment): Promise<void>;
  /**
   * Images and cursor together; rows with pending ops are rebased. A large reply goes in in slices
   * with a pause between them, the cursor with the last: a local write never waits for all of it. Durable only with the next durable
   * transaction: a power failure may take the last pulls back, whole.
   */
  applyPull(reply: PullReply): Promise<void>;
  /** `filled` names the tables that have rows at central; without it all of them are asked for. */
  beginFill(cursor: Cursor, filled?: readonly string[]): void;
  fillProgress(): readonly FillProgress[];
  /** Durable only with `finishFill`: a power failure may take the last chunks back, with their progress. */
  applyChunk(table: Table, chunk: SnapshotChunk): void;
  /**
   * Builds secondary indexes and search, checks references; the phase becomes `ready`. In slices with
   * a pause between them; called again, it goes on where it was cut off.
   */
  finishFill(): Promise<void>;
  setEpoch(epoch: Id): void;
  /** New life after a restore: pending ops keep their ids and are numbered from 1 again. */
  reincarnate(incarnation: Id): void;
  /**
   * Central was put back from a backup: a new life in which what it had confirmed, and still may be
   * asked about, waits again before everything else. Ids stay, so that central knows what it has. All
   * confirmed rows are in doubt until `replaceBuckets`: central gives their versions out once more.
   */
  resend(incarnation: Id): void;
  /** Buckets that differ from central's are in doubt, until `replaceBuckets`. */
  doubt(buckets: readonly Scope[]): void;
  /** Buckets to fetch whatever their checksums say. */
  doubts(): readonly Bucket[];
  /** Of confirmed rows only, from the counts kept with every applied image. */
  checksums(): readonly Checksum[];
  /**
   * Rows of these buckets become exactly these images (pending ops rebased on top). Answers how many of
   * them had other contents under the same version.
   */
  replaceBuckets(scopes: readonly Scope[], images: readonly RowImage[]): Promise<number>;
  recordVerified(at: Instant): void;
  /** Checksums that differed: kept as evidence. */
  recordIncident(at: Instant, kind: string, detail: string): void;
}
