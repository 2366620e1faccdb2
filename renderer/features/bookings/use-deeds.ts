import { useMemo } from 'react';
import { useLingui } from '@lingui/react';
import { instantOf } from '#db/kernel/instant.ts';
import type { ErrorCode } from '#electron/contract/errors.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import type { Held } from './board.store.ts';
import type { Hold } from './timeline/keys.ts';
import { sameSlot } from './timeline/slot.ts';
import type { Slot } from './timeline/slot.ts';

/** Refusals that the board explains where the booking was dropped. */
const EXPLAINED: readonly ErrorCode[] = [
  'booking_overlap',
  'capacity_exceeded',
  'resource_closed',
  'resource_inactive',
  'bad_times',
];

export interface Draft {
  readonly slot: Slot;
  readonly title: string;
  readonly people: number;
  readonly notes: string;
}

export type NextStatus = 'confirmed' | 'checked_in' | 'completed' | 'no_show';

/** Everything the board does to bookings, with its toast, its undo and where the cursor goes then. */
export interface Deeds {
  /** Moves or resizes to `slot`; a refusal turns into the explanation at that place. */
  drop(what: Hold, booking: Held, origin: Slot, slot: Slot): Promise<void>;
  /** Null when it was made; otherwise the caller explains what stands in the way. */
  create(draft: Draft): Promise<ErrorCode | null>;
  cancel(booking: Held): Promise<void>;
  setStatus(booking: Held, status: NextStatus): Promise<boolean>;
}

export function slotInput(slot: Slot) {
  return {
    resource_id: slot.resource,
    start_time: instantOf(slot.from),
    end_time: instantOf(slot.to),
  };
}

export function useDeeds(): Deeds {
  const { i18n } = useLingui();
  const frame = useFrame();
  const store = useBoardStore();
  const move = useCommand('bookings.move');
  const create = useCommand('bookings.create');
  const cancel = useCommand('bookings.cancel');
  const setStatus = useCommand('bookings.setStatus');

  return useMemo(() => {
    const { getState } = store;
    const saying = (what: Hold, booking: Held, origin: Slot, slot: Slot): string => {
      const zone = zoneOf(frame, slot.resource);
      const when = frame.words.range(slot.from, slot.to, zone);
      const resource = frame.resources.get(slot.resource)?.name ?? '';
      if (what !== 'both') return i18n._('{title}: now {when}', { title: booking.title, when });
      return slot.resource === origin.resource
        ? i18n._('{title} moved to {when}', { title: booking.title, when })
        : i18n._('{title} moved to {resource}, {when}', { title: booking.title, resource, when });
    };
    return {
      drop: async (what, booking, origin, slot) => {
        const { setDoing, setCursor } = getState();
        if (sameSlot(origin, slot)) {
          setDoing(null);
          setCursor({ line: origin.resource, at: origin.from, booking: booking.id });
          return;
        }
        setDoing({ kind: 'dropped', what, booking, origin, slot });
        const answer = await move.run(
          { id: booking.id, ...slotInput(slot) },
          { done: saying(what, booking, origin, slot), handles: EXPLAINED },
        );
        if (answer.ok) {
          setCursor({ line: slot.resource, at: slot.from, booking: booking.id });
          return;
        }
        const explained = EXPLAINED.includes(answer.error.code);
        setDoing(explained ? { kind: 'refused', what, booking, origin, slot } : null);
        if (!explained) getState().askFocus();
      },
      create: async ({ slot, title, people, notes }) => {
        const zone = zoneOf(frame, slot.resource);
        const answer = await create.run(
          { ...slotInput(slot), title, party_size: people, notes },
          {
            done: i18n._('{title} booked, {resource}, {when}', {
              title,
              resource: frame.resources.get(slot.resource)?.name ?? '',
              when: frame.words.range(slot.from, slot.to, zone),
            }),
            handles: EXPLAINED,
          },
        );
        if (!answer.ok) return answer.error.code;
        getState().setDoing(null);
        getState().setCursor({ line: slot.resource, at: slot.from, booking: answer.value.id });
        return null;
      },
      cancel: async (booking) => {
        await cancel.run(
          { id: booking.id },
          { done: i18n._('{title} cancelled', { title: booking.title }) },
        );
        getState().askFocus();
      },
      setStatus: async (booking, status) => {
        const { title } = booking;
        const done = {
          confirmed: i18n._('{title} confirmed', { title }),
          checked_in: i18n._('{title} checked in', { title }),
          completed: i18n._('{title} checked out', { title }),
          no_show: i18n._('{title} did not come', { title }),
        }[status];
        const answer = await setStatus.run({ id: booking.id, status }, { done });
        return answer.ok;
      },
    };
  }, [store, frame, i18n, move, create, cancel, setStatus]);
}
