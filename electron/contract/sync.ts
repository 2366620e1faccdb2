import { z } from 'zod';
import { command, id, page, query } from './define.ts';
import type { Done, Page } from './define.ts';

/**
 * What the pill says. `up_to_date` only when checksums compared equal; `standalone` where there is no
 * central at all; `adopting` while a move into one waits to be finished.
 */
export type SyncLight =
  | 'filling'
  | 'up_to_date'
  | 'syncing'
  | 'offline'
  | 'attention'
  | 'update_needed'
  | 'disk_full'
  | 'revoked'
  /** Another computer works with a copy of this desk's file, and came first. */
  | 'in_use'
  | 'standalone'
  | 'adopting';

/** How a damaged replica was healed, see `replica_damaged`. */
export interface Healed {
  readonly at: string;
  /** The whole file, or only the log of its last changes. */
  readonly part: 'file' | 'log';
  /** Changes that were saved: those that waited for central, all where there was none. */
  readonly saved: number;
  /** Those that could not be read; null where that cannot be told. */
  readonly lost: number | null;
  /** Name of the damaged file, which stays in the data folder. */
  readonly kept: string | null;
  /** The desk had no central. */
  readonly alone: boolean;
}

export interface SyncStatus {
  readonly light: SyncLight;
  /** The first fill is complete; until then there is nothing to show but its progress. */
  readonly ready: boolean;
  /** Ops not yet confirmed by central. Counted, never assumed. */
  readonly waiting: number;
  readonly attention: number;
  /** Who is too old for the other, while `update_needed`. */
  readonly needs: 'device_update' | 'central_update' | null;
  readonly conflicts: number;
  readonly verified_at: string | null;
  /** When central last answered. */
  readonly heard_at: string | null;
  /** Device clock minus central's, milliseconds; null before the first contact. */
  readonly clock_offset: number | null;
  /** Central's commit → here, milliseconds, of the last pull that brought rows; null before. */
  readonly lag: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** When the next try begins, while offline. */
  readonly next_try_at: string | null;
  readonly fill: readonly {
    readonly table: string;
    readonly rows: number;
    readonly bytes: number;
    readonly done: boolean;
  }[];
  /** Development only: the cable can be pulled by hand. */
  readonly unplug: { readonly allowed: boolean; readonly unplugged: boolean };
  readonly device_name: string;
  /** Null on a desk that has none. */
  readonly central: string | null;
  /** The last damage to this desk's file; null where there was none. */
  readonly healed: Healed | null;
}

export interface OutboxLine {
  readonly op_id: string;
  readonly op_no: number;
  readonly command: string;
  readonly at: string;
  readonly actor_name: string | null;
  /** What it touches, for people: title of the booking. */
  readonly subject: string | null;
  readonly changes: number;
  readonly bytes: number;
  readonly state: 'waiting' | 'sending' | 'rejected';
  /** Set when `rejected`; central's, which may be newer than this version. */
  readonly code: string | null;
  /** The same for who looks closer: names of what it is about, or an id. */
  readonly detail: string | null;
}

/** What one round did: ops confirmed, rows received. */
export interface SyncReport {
  readonly pushed: number;
  readonly pulled: number;
  /** Conflicts that ops of this device met in this round. */
  readonly conflicts: number;
  readonly rejected: number;
  /** Checksums compared equal at the end, with nothing waiting. */
  readonly verified: boolean;
}

export const syncContract = {
  'sync.status': query<SyncStatus>()(z.strictObject({})),
  'sync.outbox': query<Page<OutboxLine>>()(
    z.strictObject({ tab: z.enum(['waiting', 'rejected']), ...page }),
  ),
  /** One round now; answers when it ended. */
  'sync.now': command<SyncReport>()(z.strictObject({}), [
    'central_unreachable',
    'central_untrusted',
    'device_revoked',
    'desk_in_use',
    'update_needed',
    'no_central',
    'adoption_unfinished',
  ]),
  /** Makes a new op out of a rejected one, on the rows as they are now. */
  'sync.retry': command<Done>()(z.strictObject({ op_id: id }), [
    'not_found',
    'undo_stale',
    'booking_overlap',
    'capacity_exceeded',
    'resource_closed',
    'resource_inactive',
    'bad_times',
    'rule_broken',
  ]),
  /** Stops showing a rejected op. It is kept. */
  'sync.dismiss': command<Record<string, never>>()(z.strictObject({ op_id: id }), ['not_found']),
  /** How closely somebody watches: decides how often central is asked (1 s, 5 s, 30 s). */
  'sync.watch': command<Record<string, never>>()(
    z.strictObject({ interest: z.enum(['focused', 'visible', 'hidden']) }),
    [],
  ),
  /** Development only. */
  'sync.setPlugged': command<Record<string, never>>()(z.strictObject({ plugged: z.boolean() }), [
    'not_allowed',
    'no_central',
  ]),
};
