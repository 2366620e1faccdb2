import { createContext, use } from 'react';
import type { BoardResource } from '#electron/contract/bookings.ts';
import { must } from '#db/kernel/must.ts';
import type { BoardDay } from './timeline/days.ts';
import type { View } from './timeline/slot.ts';
import type { Words } from './words.ts';

/** What everything on the board needs to know about the window of time it shows. */
export interface Frame {
  readonly view: View;
  readonly days: readonly BoardDay[];
  /** The axis' IANA zone; rows in another zone say so. */
  readonly zone: string;
  readonly today: string;
  readonly words: Words;
  readonly resources: ReadonlyMap<string, BoardResource>;
  /** Booking open in the panel, from the address. */
  readonly open: string | null;
  readonly go: (to: Destination) => void;
}

export interface Destination {
  readonly day?: string;
  readonly view?: View;
  readonly booking?: string | null;
}

export const FrameContext = createContext<Frame | null>(null);

export function useFrame(): Frame {
  return must(use(FrameContext), 'no board frame above');
}

/** The zone of a resource's times; the axis' while the resource is not known. */
export function zoneOf(frame: Frame, resource: string): string {
  return frame.resources.get(resource)?.timezone ?? frame.zone;
}
