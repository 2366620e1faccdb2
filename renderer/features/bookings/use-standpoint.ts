import { useMemo } from 'react';
import { useFrame } from './board-frame.ts';
import { useBoard } from './board.store.ts';
import { atWall } from './timeline/days.ts';
import type { Habit } from './timeline/habit.ts';
import { lineKeyOf } from './timeline/lines.ts';
import type { Line } from './timeline/lines.ts';
import type { RowModel } from './timeline/rows.ts';
import { stopAt, stopsOf } from './timeline/stops.ts';
import type { Standpoint } from './use-grid-keys.ts';

/** Cells of the keyboard, in minutes of wall time: half an hour, a day-part, or a night. */
function cellMinutes(view: 'day' | 'week', habit: Habit): number {
  if (view === 'day') return 30;
  return habit.kind === 'stays' ? 1440 : 180;
}

/**
 * Where the keyboard stands in the rows as they are now. A booking that went away leaves its time; a
 * line that went away leaves the first resource: there is always a place for the focus.
 */
export function useStandpoint(
  lines: readonly Line[],
  byResource: ReadonlyMap<string, RowModel>,
  habitOf: (resource: string) => Habit,
  now: number,
): Standpoint | null {
  const { view, days } = useFrame();
  const cursor = useBoard((state) => state.cursor);
  const minute = Math.floor(now / 60_000) * 60_000;
  return useMemo(() => {
    const first = days[0];
    const last = days.at(-1);
    if (!first || !last || lines.length === 0) return null;
    const known = cursor ? lines.findIndex((line) => lineKeyOf(line) === cursor.line) : -1;
    const index = known >= 0 ? known : lines.findIndex((line) => line.type === 'resource');
    const line = lines[Math.max(index, 0)];
    if (!line) return null;
    if (line.type === 'group') return { index, line, stops: [], stop: null, bar: null };
    const { id, timezone } = line.resource;
    const row = byResource.get(id);
    const minutes = cellMinutes(view, habitOf(id));
    const stops = stopsOf(row?.bars ?? [], first.from, last.to, minutes, timezone);
    const inWindow = cursor && cursor.at >= first.from && cursor.at < last.to;
    const nine = atWall({ date: first.date, minutes: 540 }, timezone);
    const at = inWindow ? cursor.at : minute >= first.from && minute < last.to ? minute : nine;
    const stop = stops[stopAt(stops, at, cursor?.booking ?? null)] ?? null;
    const bar = row?.bars.find((other) => other.id === stop?.booking) ?? null;
    return { index, line, stops, stop, bar };
  }, [lines, byResource, habitOf, cursor, days, view, minute]);
}
