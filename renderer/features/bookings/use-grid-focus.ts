import { useEffect, useLayoutEffect, useRef } from 'react';
import type { FocusEvent, RefObject } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useBoard, useBoardStore } from './board.store.ts';
import type { Doing } from './board.store.ts';
import type { Scale } from './timeline/scale.ts';
import type { Standpoint } from './use-grid-keys.ts';

const MARGIN = 24;

/**
 * Keeps the focus on the element that stands for the cursor: when the cursor moves, when somebody
 * asks for it, and when a live update took the focused element away. Keeps it in sight too.
 */
export function useGridFocus(props: {
  scroller: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLDivElement, Element>;
  scale: Scale;
  namesWidth: number;
  /** Width of the scroller: the panel beside it takes some away. */
  roomWidth: number;
  standpoint: Standpoint | null;
  doing: Doing | null;
}) {
  const { scroller, virtual, scale, namesWidth, standpoint, doing } = props;
  const store = useBoardStore();
  const asked = useBoard((state) => state.focusAsked);
  const cursor = useBoard((state) => state.cursor);
  const served = useRef(0);
  const has = useRef(false);
  const index = standpoint?.index ?? -1;

  // Every render: whatever took the element away, the focus goes to its successor before paint.
  useLayoutEffect(() => {
    const grid = scroller.current;
    if (!grid) return;
    const wanted = asked !== served.current;
    const lost = has.current && document.activeElement === document.body;
    if (!wanted && !lost) return;
    const target = grid.querySelector<HTMLElement>('[data-cursor]');
    if (!target) return;
    served.current = asked;
    has.current = true;
    if (document.activeElement !== target) target.focus({ preventScroll: true });
  });

  useEffect(() => {
    if (asked > 0 && index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    // Only when somebody moved the cursor, not when rows come and go around it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asked, cursor]);

  const held = doing?.kind === 'holding' && doing.by === 'keyboard' ? doing.slot : null;
  const stop = standpoint?.stop ?? null;
  const shownFrom = held?.from ?? stop?.from;
  const shownTo = held?.to ?? stop?.to;
  useEffect(() => {
    const grid = scroller.current;
    if (!grid || asked === 0 || shownFrom === undefined || shownTo === undefined) return;
    showAcross(grid, scale.x(shownFrom), scale.x(shownTo), namesWidth);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asked, shownFrom, shownTo, props.roomWidth]);

  return {
    onFocus: (event: FocusEvent<HTMLDivElement>) => {
      if (!event.currentTarget.contains(event.target)) return;
      has.current = true;
      if (event.target === event.currentTarget) store.getState().askFocus();
      // The cursor's element got the focus by Tab: remember where it stands.
      if (store.getState().cursor === null && standpoint?.line.type === 'resource' && stop) {
        store
          .getState()
          .setCursor(
            { line: standpoint.line.resource.id, at: stop.from, booking: stop.booking },
            false,
          );
      }
    },
    onBlur: (event: FocusEvent<HTMLDivElement>) => {
      const to = event.relatedTarget;
      // Without a successor the element may have been taken away; then the focus comes back.
      if (to instanceof Node && !event.currentTarget.contains(to)) has.current = false;
    },
  };
}

function showAcross(grid: HTMLElement, start: number, end: number, names: number): void {
  const sign = getComputedStyle(grid).direction === 'rtl' ? -1 : 1;
  const left = Math.abs(grid.scrollLeft);
  const room = grid.clientWidth - names;
  const width = Math.min(end - start, room - MARGIN * 2);
  if (start < left + MARGIN) grid.scrollLeft = sign * Math.max(0, start - MARGIN);
  else if (start + width > left + room - MARGIN) {
    grid.scrollLeft = sign * (start + width - room + MARGIN);
  }
}
