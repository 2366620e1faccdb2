import { useMemo } from 'react';
import { occupies } from '#db/domains/bookings/rules/status.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { useFrame } from './board-frame.ts';
import { useBoard } from './board.store.ts';
import type { BoardDay } from './timeline/days.ts';
import { habitOf } from './timeline/habit.ts';
import type { Habit } from './timeline/habit.ts';
import { groupKeyOf, idsToAsk } from './timeline/lines.ts';
import type { Line } from './timeline/lines.ts';
import { rowModels } from './timeline/rows.ts';
import type { Bar, RowModel } from './timeline/rows.ts';

const HOURS: Habit = { kind: 'hours' };

export interface Rows {
  readonly byResource: ReadonlyMap<string, RowModel>;
  readonly bars: ReadonlyMap<string, Bar>;
  /** How the resource's group is used, learnt from what is loaded of it. */
  readonly habitOf: (resource: string) => Habit;
  /** What occupies time on a resource. */
  readonly takenOf: (resource: string) => readonly Bar[];
  readonly loading: boolean;
  /** True when every resource of the board was asked and the answer is current. */
  readonly settled: boolean;
}

/** Bookings and closures of the rows in sight and around, live. */
export function useRows(
  lines: readonly Line[],
  range: { startIndex: number; endIndex: number } | null,
  days: readonly BoardDay[],
): Rows {
  const { resources, zone } = useFrame();
  const first = range?.startIndex ?? 0;
  const last = range?.endIndex ?? 40;
  const ids = useMemo(() => idsToAsk(lines, first, last), [lines, first, last]);
  const from = days[0]?.from ?? 0;
  const to = days.at(-1)?.to ?? 0;
  const answer = useLiveQuery(
    'bookings.window',
    ids.length === 0
      ? null
      : {
          from: instantOf(from),
          to: instantOf(to),
          resource_ids: [...ids],
          withCancelled: false,
        },
  );
  const moved = useBoard((state) => (state.doing?.kind === 'dropped' ? state.doing : null));
  const { value } = answer;
  return useMemo(() => {
    const byResource = rowModels(value, moved && { id: moved.booking.id, slot: moved.slot });
    const bars = new Map<string, Bar>();
    const byGroup = new Map<string, Bar[]>();
    for (const [resource, row] of byResource) {
      const known = resources.get(resource);
      const key = known ? groupKeyOf(known) : '';
      const group = byGroup.get(key) ?? [];
      for (const bar of row.bars) {
        bars.set(bar.id, bar);
        group.push(bar);
      }
      byGroup.set(key, group);
    }
    const habits = new Map<string, Habit>();
    for (const [key, group] of byGroup) habits.set(key, habitOf(group, zone));
    return {
      byResource,
      bars,
      habitOf: (resource: string) => {
        const known = resources.get(resource);
        return (known && habits.get(groupKeyOf(known))) ?? HOURS;
      },
      takenOf: (resource: string) =>
        byResource.get(resource)?.bars.filter((bar) => occupies(bar.status)) ?? [],
      loading: answer.status === 'loading' || answer.stale,
      settled:
        answer.status === 'ready' &&
        !answer.stale &&
        ids.length > 0 &&
        ids.length === resources.size,
    };
  }, [value, moved, resources, zone, answer.status, answer.stale, ids.length]);
}
