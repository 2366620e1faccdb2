import { createContext, use, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface Slot {
  readonly place: HTMLElement | null;
  readonly setPlace: (place: HTMLElement | null) => void;
}

const SlotContext = createContext<Slot>({ place: null, setPlace: () => undefined });

export function SearchSlotProvider(props: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return <SlotContext value={{ place, setPlace }}>{props.children}</SlotContext>;
}

/** Where the top bar keeps room for the search of the screen below. */
export function SearchPlace(props: { className: string }) {
  const { setPlace } = use(SlotContext);
  return <div ref={setPlace} className={props.className} />;
}

/** Puts a screen's own search into the top bar. */
export function SearchSlot(props: { children: ReactNode }) {
  const { place } = use(SlotContext);
  return place === null ? null : createPortal(props.children, place);
}
