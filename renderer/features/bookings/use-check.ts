import type { Obstacle } from './words.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { slotInput } from './use-deeds.ts';
import type { Slot } from './timeline/slot.ts';

export type Check =
  | { readonly state: 'asking' }
  | { readonly state: 'free' }
  | { readonly state: 'taken'; readonly obstacle: Obstacle };

const ASKING: Check = { state: 'asking' };
const FREE: Check = { state: 'free' };

/**
 * Whether a slot can be had, kept current while it is looked at. Null asks nothing; `people` null: as
 * many as the booking `except` has.
 */
export function useCheck(slot: Slot | null, except: string | null, people: number | null): Check {
  const answer = useLiveQuery(
    'bookings.check',
    slot === null ? null : { ...slotInput(slot), party_size: people, except },
  );
  if (slot === null || answer.stale || answer.value === undefined) return ASKING;
  if (answer.value.free) return FREE;
  const { free: _taken, ...obstacle } = answer.value;
  return { state: 'taken', obstacle };
}
