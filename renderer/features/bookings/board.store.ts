import { createContext, use } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { persist } from 'zustand/middleware';
import { must } from '#db/kernel/must.ts';
import type { BookingStatus } from '#db/domains/bookings/rules/status.ts';
import type { Hold } from './timeline/keys.ts';
import type { Slot } from './timeline/slot.ts';

/** What a sentence about a held booking needs; the row itself stays with the query. */
export interface Held {
  readonly id: string;
  readonly title: string;
  readonly status: BookingStatus;
}

/** What the person is in the middle of. One thing at a time. */
export type Doing =
  | { readonly kind: 'drawing'; readonly slot: Slot }
  | { readonly kind: 'new'; readonly slot: Slot }
  | {
      readonly kind: 'holding';
      readonly by: 'pointer' | 'keyboard';
      readonly what: Hold;
      readonly booking: Held;
      readonly origin: Slot;
      readonly slot: Slot;
    }
  | {
      readonly kind: 'dropped' | 'refused';
      readonly what: Hold;
      readonly booking: Held;
      readonly origin: Slot;
      readonly slot: Slot;
    }
  | { readonly kind: 'move-to'; readonly booking: Held; readonly origin: Slot };

/** Where the keyboard stands. `at` is kept while going up and down. */
export interface Cursor {
  /** Id of the resource, or key of the group whose header it is. */
  readonly line: string;
  readonly at: number;
  readonly booking: string | null;
}

/** Width of an hour in pixels, or all of the day in sight. */
export const ZOOMS = ['fit', 56, 80, 120, 180] as const;
export type Zoom = (typeof ZOOMS)[number];

/** What the address of the board can say; all of it optional, today and the day when absent. */
export interface BoardAddress {
  /** `YYYY-MM-DD`. */
  readonly day?: string;
  readonly view?: 'day' | 'week';
  /** Booking to show. */
  readonly booking?: string;
}

interface BoardState {
  /** Where the board was last, for coming back from another screen. */
  readonly address: BoardAddress;
  readonly zoom: Zoom;
  readonly collapsed: readonly string[];
  readonly filter: string;
  readonly cursor: Cursor | null;
  readonly doing: Doing | null;
  /** Counts the times somebody asked that the grid takes the focus where the cursor stands. */
  readonly focusAsked: number;
  /** The booking whose panel takes the focus: it was opened by keyboard. */
  readonly panelAsked: string | null;
  readonly setAddress: (address: BoardAddress) => void;
  readonly setZoom: (zoom: Zoom) => void;
  readonly zoomBy: (step: -1 | 1) => void;
  readonly toggleGroup: (key: string, collapse?: boolean) => void;
  readonly expand: (key: string) => void;
  readonly setFilter: (filter: string) => void;
  readonly setCursor: (cursor: Cursor, focus?: boolean) => void;
  readonly askFocus: () => void;
  readonly askPanel: (booking: string | null) => void;
  readonly setDoing: (doing: Doing | null) => void;
}

export type BoardStore = StoreApi<BoardState>;

/** State of a window's board. Zoom and collapsed groups outlive it, in the window's storage. */
export function createBoardStore() {
  return createStore<BoardState>()(
    persist(
      (set, get) => ({
        address: {},
        zoom: 80,
        collapsed: [],
        filter: '',
        cursor: null,
        doing: null,
        focusAsked: 0,
        panelAsked: null,
        setAddress: (address) => set({ address }),
        setZoom: (zoom) => set({ zoom }),
        zoomBy: (step) => {
          const next = ZOOMS[ZOOMS.indexOf(get().zoom) + step];
          if (next !== undefined) set({ zoom: next });
        },
        toggleGroup: (key, collapse) => {
          const shut = get().collapsed.includes(key);
          if (collapse === shut) return;
          set({
            collapsed: shut
              ? get().collapsed.filter((other) => other !== key)
              : [...get().collapsed, key],
          });
        },
        expand: (key) => get().toggleGroup(key, false),
        setFilter: (filter) => set({ filter }),
        setCursor: (cursor, focus = true) =>
          set(focus ? { cursor, focusAsked: get().focusAsked + 1 } : { cursor }),
        askFocus: () => set({ focusAsked: get().focusAsked + 1 }),
        askPanel: (panelAsked) => set({ panelAsked }),
        setDoing: (doing) => set({ doing }),
      }),
      {
        name: 'holdfast.board',
        partialize: ({ zoom, collapsed }) => ({ zoom, collapsed }),
      },
    ),
  );
}

export const BoardContext = createContext<BoardStore | null>(null);

export function useBoardStore(): BoardStore {
  return must(use(BoardContext), 'no board above');
}

export function useBoard<T>(pick: (state: BoardState) => T): T {
  return useStore(useBoardStore(), pick);
}
