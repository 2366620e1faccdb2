import type { Cell } from '#db/schema/column.ts';
import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { RowChange } from '#db/domains/bookings/rules/effect.ts';
import { updateOf } from '#db/domains/bookings/rules/effect.ts';
import type { Occupancy, Slot } from '#db/domains/bookings/rules/overlap.ts';
import { timesFit } from '#db/domains/bookings/rules/slot-times.ts';
import { clash } from '#db/domains/bookings/rules/overlap.ts';
import type { BookingStatus } from '#db/domains/bookings/rules/status.ts';
import { OCCUPYING, occupies } from '#db/domains/bookings/rules/status.ts';
import { meantIn } from '#db/domains/bookings/rules/wall-time.ts';
import type { ConflictType } from '../tables.ts';
import type { ConflictData, ConflictRecord } from './conflict-data.ts';
import { keepsSlot, losesSlot } from './kinds.ts';

/** What a supervisor decides. `to` null cancels the holder. */
export type Decision =
  | { readonly action: 'keep'; readonly to: Slot | null; readonly note: string }
  | { readonly action: 'move'; readonly to: Slot; readonly note: string }
  | { readonly action: 'cancel'; readonly note: string }
  | {
      readonly action: 'mine';
      readonly note: string;
      /** Other values for the key that somebody else holds. */
      readonly values?: Readonly<Record<string, string>> | undefined;
    }
  | { readonly action: 'theirs'; readonly note: string };

/** As much of a booking as a settlement looks at. */
export interface Side extends Occupancy {
  readonly id: string;
  readonly title: string;
}

/** The conflict's state when it is settled; rows as they are now, null where they are gone. */
export interface Case {
  readonly conflict_type: ConflictType;
  readonly table: string;
  readonly row_id: string;
  readonly set_aside: ConflictData & Pick<Partial<ConflictRecord>, 'merged'>;
  /** The booking that lost its slot. */
  readonly loser: Side | null;
  /** The booking that held the slot. */
  readonly holder: Side | null;
  /** IANA zone of the resource that somebody is moved to; null where nobody is. */
  readonly zone: string | null;
  /** Columns of `table` that a row cannot do without. */
  readonly columns: readonly string[];
  /** The row whose change was set aside, whatever its table. */
  readonly row: Readonly<Record<string, Cell>> | null;
}

/** Which decisions fit which conflict of a row of `table`. */
function fits({ conflict_type, table }: Case, action: Decision['action']): boolean {
  const edit = action === 'mine' || action === 'theirs';
  if (losesSlot(conflict_type)) return !edit;
  // Of very many bookings at once there is nothing to do but to have seen it.
  if (keepsSlot(conflict_type)) return table === 'bookings' ? !edit : action === 'theirs';
  return edit;
}

/**
 * The row changes a decision makes, in an order that central's exclusion constraint accepts: who
 * leaves a slot comes before who takes it. Slots are checked when the changes are carried out.
 * Refuses `bad_status` for a decision that does not fit, `bad_times` for an impossible slot,
 * `not_found` when the row it needs is gone.
 */
export function settlement(
  on: Case,
  decision: Decision,
): Result<readonly RowChange[], 'bad_status' | 'bad_times' | 'not_found'> {
  if (!fits(on, decision.action)) {
    return fail('bad_status', { action: decision.action, conflict_type: on.conflict_type });
  }
  if ('to' in decision && decision.to !== null && !timesFit(decision.to)) return fail('bad_times');
  if (on.set_aside.merged) return otherwiseThanMerged(on, decision);
  if (decision.action === 'theirs') return ok([]);
  if (decision.action === 'mine') return applySetAside(on);
  const { loser } = on;
  if (!loser) return fail('not_found', { id: on.row_id });
  if (keepsSlot(on.conflict_type)) return settleStanding(on, loser, decision);
  if (loser.status !== 'conflicted') {
    return fail('bad_status', { title: loser.title, status: loser.status });
  }
  const noted = decision.note === '' ? {} : { conflict_resolution_notes: decision.note };
  if (decision.action === 'cancel') {
    const cancelled = { status: 'cancelled', cancel_reason: reason(decision.note) };
    return ok([updateOf('bookings', loser, { ...cancelled, ...noted })]);
  }
  if (decision.action === 'move') {
    const moved = { ...movedTo(on, decision.to), status: wantedStatus(on) };
    return ok([updateOf('bookings', loser, { ...moved, ...noted })]);
  }
  return ok([
    ...freed(on, loser, decision),
    // The slot is named although it stays: reopening must see if the booking was moved later.
    updateOf('bookings', loser, { ...slotOf(loser), status: wantedStatus(on), ...noted }),
  ]);
}

// It never lost its slot: to keep it there takes nothing, or what its times read on the wall now.
function settleStanding(
  on: Case,
  booking: Side,
  decision: Extract<Decision, { action: 'keep' | 'move' | 'cancel' }>,
): ReturnType<typeof settlement> {
  const noted = decision.note === '' ? {} : { conflict_resolution_notes: decision.note };
  if (decision.action === 'keep') {
    const kept = {
      ...(on.conflict_type === 'timezone_mismatch' ? on.set_aside.theirs : {}),
      ...noted,
    };
    return ok(Object.keys(kept).length === 0 ? [] : [updateOf('bookings', booking, kept)]);
  }
  if (!occupies(booking.status)) {
    return fail('bad_status', { title: booking.title, status: booking.status });
  }
  const values =
    decision.action === 'cancel'
      ? { status: 'cancelled', cancel_reason: reason(decision.note) }
      : movedTo(on, decision.to);
  return ok([updateOf('bookings', booking, { ...values, ...noted })]);
}

// As it would be had it found its slot free: somebody may be checked in already.
function wantedStatus({ set_aside }: Case): BookingStatus {
  return OCCUPYING.find((status) => status === set_aside.mine['status']) ?? 'confirmed';
}

// The holder may have left the slot since; then nobody has to make room.
function freed(
  on: Case,
  loser: Side,
  decision: Extract<Decision, { action: 'keep' }>,
): readonly RowChange[] {
  const { holder } = on;
  if (!holder || !clash(holder, { ...loser, status: 'confirmed' })) return [];
  const values =
    decision.to === null
      ? { status: 'cancelled', cancel_reason: reason(decision.note) }
      : movedTo(on, decision.to);
  return [updateOf('bookings', holder, values)];
}

// Central made one of both by itself; now a person wants one side of it.
function otherwiseThanMerged(
  { table, row_id, row, set_aside }: Case,
  { action }: Decision,
): ReturnType<typeof settlement> {
  if (row === null) return fail('not_found', { id: row_id });
  const side = action === 'mine' ? set_aside.mine : (set_aside.theirs ?? {});
  const wanted = Object.fromEntries(
    Object.keys(set_aside.mine).map((column) => [column, side[column] ?? null]),
  );
  return ok([updateOf(table, { ...row, id: row_id }, wanted)]);
}

function applySetAside(on: Case): ReturnType<typeof settlement> {
  const { table, row_id, row, set_aside } = on;
  const { base, mine, theirs } = set_aside;
  if (row !== null) {
    const current = { ...row, id: row_id };
    // Their edit met our deletion: ours is to delete what is there now.
    if (Object.keys(mine).length === 0 && theirs !== null)
      return ok([deletion(table, row_id, row)]);
    return ok([updateOf(table, current, mine)]);
  }
  const whole = Object.entries({ ...base, ...mine });
  const missing = on.columns.filter((column) => !whole.some(([known]) => known === column));
  // Without the whole row as it was deleted there is nothing to bring back.
  if (theirs !== null || missing.length > 0) return fail('not_found', { id: row_id, missing });
  const values = Object.fromEntries(whole.map(([column, cell]): Pair => [column, [null, cell]]));
  return ok([{ table, row_id, kind: 'insert', values }]);
}

type Pair = [string, [Cell, Cell]];

function deletion(table: string, row_id: string, row: Readonly<Record<string, Cell>>): RowChange {
  const values = Object.fromEntries(
    Object.entries(row).map(([column, cell]): Pair => [column, [cell, null]]),
  );
  return { table, row_id, kind: 'delete', values };
}

// The times are meant where the booking goes.
function movedTo({ zone }: Case, to: Slot) {
  return { ...slotOf(to), ...(zone === null ? {} : meantIn(to, zone)) };
}

function slotOf({ resource_id, start_time, end_time }: Slot | Occupancy) {
  return { resource_id, start_time, end_time };
}

// By code points, as both databases count: half a surrogate pair can be stored nowhere.
function reason(note: string): string {
  return Array.from(note).slice(0, 500).join('');
}
