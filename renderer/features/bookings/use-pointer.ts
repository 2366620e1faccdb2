import { useEffect, useRef } from 'react';
import type { PointerEvent, RefObject } from 'react';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import type { Doing, Held } from './board.store.ts';
import type { Habit } from './timeline/habit.ts';
import type { Hold } from './timeline/keys.ts';
import type { Bar } from './timeline/rows.ts';
import type { Scale } from './timeline/scale.ts';
import { slotAt, slotDrawn, slotFitted, slotMoved, slotResized } from './timeline/slot.ts';
import type { Slot } from './timeline/slot.ts';
import type { Deeds } from './use-deeds.ts';

/** Where a pointer is on the board. */
export interface Place {
  readonly at: number;
  /** The resource whose row lies under it; null over a header or beside the rows. */
  readonly resource: string | null;
}

export interface Ground {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scale: Scale;
  place(clientX: number, clientY: number): Place | null;
  barOf(id: string): Bar | null;
  habitOf(resource: string): Habit;
  takenOf(resource: string): readonly Bar[];
  /** The row a booking shows, as a slot. */
  onOpen(bar: Bar): void;
}

/** What was pressed, before and after it is clear that it is a drag. */
interface Press {
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  readonly place: Place;
  readonly bar: Bar | null;
  readonly what: Hold;
  dragging: boolean;
}

/** A hand trembles by less. */
const SLACK = 4;
const EDGE = 36;

/** Drawing, moving and resizing with the pointer. Esc lets go without a change; Alt ignores the snap. */
export function usePointer(ground: Ground, deeds: Deeds) {
  const store = useBoardStore();
  const frame = useFrame();
  const press = useRef<Press | null>(null);
  const scrolling = useRef(0);
  const last = useRef<{ x: number; y: number; alt: boolean } | null>(null);

  useEffect(() => () => cancelAnimationFrame(scrolling.current), []);

  const doingAt = (from: Press, place: Place, exact: boolean): Doing | null => {
    const { bar, what } = from;
    const { view } = frame;
    if (bar === null) {
      const resource = from.place.resource;
      if (resource === null) return null;
      const habit = ground.habitOf(resource);
      const zone = zoneOf(frame, resource);
      const slot = slotDrawn(resource, from.place.at, place.at, view, habit, zone, exact);
      return { kind: 'drawing', slot };
    }
    const origin: Slot = { resource: bar.resource_id, from: bar.from, to: bar.to };
    const zone = zoneOf(frame, bar.resource_id);
    const slot =
      what === 'both'
        ? slotMoved(
            origin,
            place.resource ?? bar.resource_id,
            place.at - from.place.at,
            view,
            zone,
            exact,
          )
        : slotResized(origin, what, place.at, view, zone, exact);
    return { kind: 'holding', by: 'pointer', what, booking: heldOf(bar), origin, slot };
  };

  const follow = () => {
    const from = press.current;
    const at = last.current;
    if (!from?.dragging || !at) return;
    const place = ground.place(at.x, at.y);
    if (!place) return;
    const next = doingAt(from, place, at.alt);
    const now = store.getState().doing;
    if (next && !(now && 'slot' in now && now.kind === next.kind && same(now.slot, next)))
      store.getState().setDoing(next);
  };

  /** Scrolls while the pointer rests near an edge, faster the nearer. */
  const creep = () => {
    const from = press.current;
    const scroller = ground.scroller.current;
    const at = last.current;
    if (!from?.dragging || !scroller || !at) return;
    const box = scroller.getBoundingClientRect();
    const down = push(at.y, box.top + 40, box.bottom);
    const over = push(at.x, box.left + namesWidth(scroller), box.right);
    if (down !== 0 || over !== 0) {
      scroller.scrollBy(over, down);
      follow();
    }
    scrolling.current = requestAnimationFrame(creep);
  };

  const stop = () => {
    press.current = null;
    last.current = null;
    cancelAnimationFrame(scrolling.current);
  };

  return {
    /** True while a press has become a drag; Escape must be heard then. */
    letGo: (): boolean => {
      if (!press.current?.dragging) return false;
      stop();
      store.getState().setDoing(null);
      return true;
    },
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      const element = event.target.closest<HTMLElement>('[data-booking]');
      const track = event.target.closest('[data-track]');
      if (!element && !track) return;
      const place = ground.place(event.clientX, event.clientY);
      if (!place) return;
      const bar = element ? ground.barOf(element.dataset['booking'] ?? '') : null;
      if (element && !bar) return;
      const edge = event.target.closest<HTMLElement>('[data-edge]')?.dataset['edge'];
      press.current = {
        pointer: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        place,
        bar,
        what: edge === 'from' || edge === 'to' ? edge : 'both',
        dragging: false,
      };
      // The browser would put the focus on the nearest focusable thing; the cursor decides that here.
      event.preventDefault();
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const from = press.current;
      if (!from || from.pointer !== event.pointerId) return;
      last.current = { x: event.clientX, y: event.clientY, alt: event.altKey };
      if (!from.dragging) {
        const far = Math.hypot(event.clientX - from.x, event.clientY - from.y);
        // A finger that moves wants to scroll.
        if (far < SLACK || event.pointerType === 'touch') return;
        from.dragging = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        scrolling.current = requestAnimationFrame(creep);
      }
      follow();
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      const from = press.current;
      if (!from || from.pointer !== event.pointerId) return;
      stop();
      const { doing, setDoing, setCursor } = store.getState();
      if (from.dragging) {
        if (doing?.kind === 'holding') {
          void deeds.drop(doing.what, doing.booking, doing.origin, doing.slot);
        } else if (doing?.kind === 'drawing') {
          setDoing({ kind: 'new', slot: doing.slot });
        }
        return;
      }
      if (from.bar) {
        ground.onOpen(from.bar);
        return;
      }
      const { resource, at } = from.place;
      if (resource === null) return;
      const zone = zoneOf(frame, resource);
      const wished = slotAt(resource, at, frame.view, ground.habitOf(resource), zone);
      const slot = slotFitted(wished, at, ground.takenOf(resource));
      setCursor({ line: resource, at, booking: null }, false);
      setDoing({ kind: 'new', slot });
    },
    onPointerCancel: () => {
      stop();
      store.getState().setDoing(null);
    },
  };
}

export function heldOf(bar: Bar): Held {
  return { id: bar.id, title: bar.title, status: bar.status };
}

function same(a: Slot, next: Doing): boolean {
  if (!('slot' in next)) return false;
  const b = next.slot;
  return a.resource === b.resource && a.from === b.from && a.to === b.to;
}

function push(at: number, low: number, high: number): number {
  if (at < low + EDGE) return -Math.min(18, Math.ceil((low + EDGE - at) / 2));
  if (at > high - EDGE) return Math.min(18, Math.ceil((at - high + EDGE) / 2));
  return 0;
}

function namesWidth(scroller: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(scroller).getPropertyValue('--names')) || 0;
}
