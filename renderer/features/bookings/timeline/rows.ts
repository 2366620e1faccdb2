import type { BoardBooking, BoardClosure, BoardResource } from '#electron/contract/bookings.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import { lanesOf } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import type { Slot } from './slot.ts';

export interface Bar extends BoardBooking {
  readonly from: number;
  readonly to: number;
}

export interface Closed {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** What one resource shows: bars in order of time, stacked where they overlap. */
export interface RowModel {
  readonly bars: readonly Bar[];
  readonly closures: readonly Closed[];
  readonly lanes: Lanes;
}

export const EMPTY_ROW: RowModel = { bars: [], closures: [], lanes: lanesOf([]) };

/**
 * Rows by resource. `moved` is a booking just dropped whose new row has not come back yet: it is
 * drawn where it was dropped, so that it does not jump back for a moment.
 */
export function rowModels(
  window: { bookings: readonly BoardBooking[]; closures: readonly BoardClosure[] } | undefined,
  moved: { readonly id: string; readonly slot: Slot } | null,
): ReadonlyMap<string, RowModel> {
  const bars = new Map<string, Bar[]>();
  for (const booking of window?.bookings ?? []) {
    const bar =
      moved?.id === booking.id
        ? { ...booking, resource_id: moved.slot.resource, from: moved.slot.from, to: moved.slot.to }
        : {
            ...booking,
            from: millisecondsOf(booking.start_time),
            to: millisecondsOf(booking.end_time),
          };
    append(bars, bar.resource_id, bar);
  }
  const closures = new Map<string, Closed[]>();
  for (const { id, resource_id, start_time, end_time, reason } of window?.closures ?? []) {
    const closed = { id, from: millisecondsOf(start_time), to: millisecondsOf(end_time), reason };
    append(closures, resource_id, closed);
  }
  const rows = new Map<string, RowModel>();
  for (const id of new Set([...bars.keys(), ...closures.keys()])) {
    const own = (bars.get(id) ?? []).toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
    rows.set(id, { bars: own, closures: closures.get(id) ?? [], lanes: lanesOf(own) });
  }
  return rows;
}

/** Where bookings may overlap one lane stays empty, so that another can be drawn beside them. */
export function lanesShown(
  resource: Pick<BoardResource, 'booking_mode' | 'conflict_detection_enabled'>,
  row: RowModel | undefined,
): number {
  if (row === undefined || row.bars.length === 0) return 1;
  const { booking_mode, conflict_detection_enabled } = resource;
  const more = booking_mode === 'shared' || conflict_detection_enabled === 0;
  return row.lanes.count + (more ? 1 : 0);
}

const LANE = 26;
const GAP = 2;
const PADDING = 3;
const HEADER = 28;
export const BAR_HEIGHT = LANE;

/** Height of a row with so many lanes, in pixels; one lane makes the usual row of 32 px. */
export function rowHeight(lanes: number): number {
  return lanes * LANE + (lanes - 1) * GAP + PADDING * 2;
}

export function laneTop(lane: number): number {
  return PADDING + lane * (LANE + GAP);
}

export const GROUP_HEIGHT = HEADER;

function append<T>(into: Map<string, T[]>, key: string, value: T): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
