import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import type { Op, RowImage, Verdict } from './op.ts';
import type { Outdated } from './sync-state.ts';

export { PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';

/** A `pg_snapshot` in text form: everything visible in it has been applied. */
export type Cursor = string;

/** Name of a row of the feed that a pull saw: whether central still has it tells if it was put back. */
export type Witness = string;

/** Ops sent in one push, at most. */
export const PUSH_OPS = 500;
/** Bytes of op JSON in one push, at most; a single larger op travels alone. */
export const PUSH_BYTES = 1_000_000;

/** An op that central has confirmed, and when, by its clock. */
export interface Confirmed {
  readonly op_id: Id;
  readonly at: Instant;
}

export interface Hello {
  readonly incarnation: Id;
  /** Highest op number this file ever assigned in this incarnation. */
  readonly last_op_no: number;
  /** Highest op number central has confirmed to this file. */
  readonly acked_op_no: number;
  /** The op central confirmed last, in whatever life of this file. */
  readonly confirmed: Confirmed | null;
  readonly cursor: Cursor | null;
  readonly witness: Witness | null;
  readonly epoch: Id | null;
  /** Where this file is at work, as a hash; see `placeOf`. */
  readonly place: string;
  /** Said before on this connection: instead of a pull, if there is nothing to fetch. */
  readonly renews: boolean;
  readonly schema_version: number;
  readonly protocol_version: number;
}

/**
 * Whether central remembers what this device saw of it. `broken`: it was put back from a copy.
 * `unknown`: that is too long ago to tell.
 */
export type Continuity = 'unbroken' | 'broken' | 'unknown';

export type Welcome =
  | {
      readonly kind: 'welcome';
      readonly epoch: Id;
      readonly continuity: Continuity;
      /** It was a renewal, and there is nothing to fetch at the cursor. */
      readonly current: boolean;
      readonly schema_version: number;
      /** Versions too far apart to take ops; rows still come as far as both understand them. */
      readonly needs: Outdated | null;
      /** Central's clock, ISO; to tell the user that the device's is off. */
      readonly now: string;
    }
  /** Central knows ops of this incarnation that the file does not: it was restored from a copy. */
  | {
      readonly kind: 'restored';
      readonly central_op_no: number;
      readonly continuity: Continuity;
    }
  /** Another file lives under the same incarnation, or it was closed. */
  | { readonly kind: 'incarnation_refused'; readonly continuity: Continuity }
  /** The device is at work in another place; that one holds it until then, ISO. */
  | { readonly kind: 'in_use'; readonly until: string }
  | { readonly kind: 'incompatible'; readonly needs: Outdated };

export type PushReply =
  | { readonly kind: 'verdicts'; readonly verdicts: readonly Verdict[] }
  /** Central has not seen the ops before `expected`. */
  | { readonly kind: 'gap'; readonly expected: number }
  /** An op number that central knows arrived with another op id: the file was restored. */
  | { readonly kind: 'restored'; readonly central_op_no: number };

export interface PullReply {
  readonly cursor: Cursor;
  /** The newest row of the feed below the cursor; none where the feed is empty. */
  readonly witness?: Witness | null;
  /** Latest image of each row that changed between the two cursors, in reference order. */
  readonly images: readonly RowImage[];
  /** Seen at the same snapshot as the images; null unless asked for. */
  readonly checksums: readonly Checksum[] | null;
  /** Names of the tables that have rows at this snapshot, when no cursor was given: what to fill. */
  readonly filled?: readonly string[];
}

export interface Bucket {
  readonly table: string;
  readonly bucket: number;
}

/** Count and sum of mixed row hashes of one bucket of one table; see `checksum.ts`. */
export interface Checksum extends Bucket {
  readonly count: number;
  readonly sum: number;
}

export interface SnapshotChunk {
  /** Cells of each row in the table's column order. */
  readonly rows: readonly (readonly Cell[])[];
  /** Bytes that travelled. */
  readonly bytes: number;
  /** Key to continue after; null when the table is done. */
  readonly last_id: Id | null;
}

export interface Scope {
  readonly table: Table;
  readonly bucket: number;
}

/**
 * Central as a device sees it. Every call carries the device's token and may throw `LinkError`.
 * One call is one transaction at central.
 */
export interface CentralLink {
  hello(hello: Hello): Promise<Welcome>;
  /** Opens a new incarnation for this device and closes the former. */
  reincarnate(incarnation: Id): Promise<void>;
  /** This place stops working: the device may be taken up in another one at once. */
  leave(place: string): Promise<void>;
  push(ops: readonly Op[]): Promise<PushReply>;
  /** `cursor` null asks only for the current snapshot, with no images. */
  pull(cursor: Cursor | null, withChecksums: boolean): Promise<PullReply>;
  /** Up to `limit` rows of a table with an id above `after`, ordered by id. */
  snapshotChunk(table: Table, after: Id | null, limit: number): Promise<SnapshotChunk>;
  /** All rows of some buckets at one snapshot: the repair of a checksum that differs. */
  bucketRows(scopes: readonly Scope[]): Promise<readonly RowImage[]>;
  /** Up to `limit` rows of one bucket with an id above `after`, ordered by id. */
  bucketPart(scope: Scope, after: Id | null, limit: number): Promise<readonly RowImage[]>;
  /** Tells the other devices of the organization to pull; a hint, sent after commit. */
  wake(): Promise<void>;
  /** Calls back on another device's hint; false when this connection cannot listen. */
  listen(onHint: () => void): Promise<boolean>;
  close(): Promise<void>;
}

/** What went wrong between device and central, as far as the engine must know. */
export type LinkFailure =
  | 'unreachable' // no connection, or it broke: the outcome of a running call is unknown
  | 'busy' // try again soon: lock, deadlock, serialization, too many connections
  | 'revoked' // the device's token is no longer valid
  | 'standby' // central is a read-only copy
  | 'untrusted' // whoever answers cannot prove to be central: nothing was told to it
  | 'forgotten' // the feed no longer reaches back to the cursor
  | 'broken'; // anything else: a bug or an incompatible central

/** Thrown by every `CentralLink` call; `code` is the SQLSTATE or the network code. */
export class LinkError extends Error {
  readonly failure: LinkFailure;
  readonly code: string;

  constructor(failure: LinkFailure, code: string, message: string) {
    super(message);
    this.name = 'LinkError';
    this.failure = failure;
    this.code = code;
  }
}
