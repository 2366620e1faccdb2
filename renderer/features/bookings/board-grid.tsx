// A virtual grid of absolutely placed parts cannot be a table element.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useLingui } from '@lingui/react';
import { LoadingBar } from '#renderer/ui/loading-bar.tsx';
import { Backdrop, NowLine } from './backdrop.tsx';
import { BoardHead } from './board-head.tsx';
import { GroupRow, ResourceRow } from './board-row.tsx';
import { useFrame } from './board-frame.ts';
import { useBoard, useBoardStore } from './board.store.ts';
import { Ghost, slotOf } from './ghost.tsx';
import { HoverCard } from './hover-card.tsx';
import { NewBooking } from './new-booking.tsx';
import { Refusal } from './refusal.tsx';
import { lineKeyOf, lineOfResource } from './timeline/lines.ts';
import type { Line } from './timeline/lines.ts';
import { EMPTY_ROW, GROUP_HEIGHT, lanesShown, rowHeight } from './timeline/rows.ts';
import { useDeeds } from './use-deeds.ts';
import { useGridFocus } from './use-grid-focus.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { usePointer } from './use-pointer.ts';
import { useRows } from './use-rows.ts';
import { useScale } from './use-scale.ts';
import { useStandpoint } from './use-standpoint.ts';
import styles from './board-grid.module.css';

const HEAD = 40;

/** The timeline: frozen names, sticky ruler, virtual rows; one grid for pointer, keyboard and ear. */
export function BoardGrid(props: { lines: readonly Line[]; total: number; now: number }) {
  const { lines, now } = props;
  const { i18n } = useLingui();
  const frame = useFrame();
  const store = useBoardStore();
  const deeds = useDeeds();
  const scroller = useRef<HTMLDivElement>(null);
  const [anchor, setAnchor] = useState<HTMLDivElement | null>(null);
  const { scale, namesWidth, roomWidth } = useScale(scroller, now);
  const cursor = useBoard((state) => state.cursor);
  const doing = useBoard((state) => state.doing);
  const held = slotOf(doing);

  // Before rows are known the virtual list stands on guesses; lanes make some rows taller then.
  const heights = useRef<readonly number[]>([]);
  const pinned = useMemo(
    () =>
      [
        cursor ? lines.findIndex((line) => lineKeyOf(line) === cursor.line) : -1,
        held ? lineOfResource(lines, held.slot.resource) : -1,
      ].filter((index) => index >= 0),
    [lines, cursor, held],
  );
  // Its functions change with every scroll; nothing memoised below takes them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      heights.current[index] ?? (lines[index]?.type === 'group' ? GROUP_HEIGHT : rowHeight(1)),
    getItemKey: (index) => {
      const line = lines[index];
      return line ? lineKeyOf(line) : index;
    },
    overscan: 8,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD + 4,
    scrollPaddingEnd: 4,
    // The row that holds the focus must stay, however far it is scrolled away.
    rangeExtractor: useCallback(
      (range: Range) =>
        [...new Set([...defaultRangeExtractor(range), ...pinned])].toSorted((a, b) => a - b),
      [pinned],
    ),
  });
  const period = useMemo(
    () => frame.words.period(scale.from, scale.to, frame.zone),
    [frame, scale.from, scale.to],
  );
  const items = virtual.getVirtualItems();
  const rows = useRows(lines, virtual.range, frame.days);
  const { byResource } = rows;

  useLayoutEffect(() => {
    const next = lines.map((line) =>
      line.type === 'group'
        ? GROUP_HEIGHT
        : rowHeight(lanesShown(line.resource, byResource.get(line.resource.id))),
    );
    const changed =
      next.length !== heights.current.length ||
      next.some((height, i) => height !== heights.current[i]);
    heights.current = next;
    if (changed) virtual.measure();
  }, [lines, byResource, virtual]);

  const standpoint = useStandpoint(lines, byResource, rows.habitOf, now);
  const onOpen = useCallback(
    (bar: { id: string; resource_id: string; from: number }) => {
      store.getState().setCursor({
        line: bar.resource_id,
        at: Math.max(bar.from, frame.days[0]?.from ?? 0),
        booking: bar.id,
      });
      frame.go({ booking: bar.id });
    },
    [store, frame],
  );
  const barOf = (id: string) => rows.bars.get(id) ?? null;
  const pointer = usePointer(
    {
      scroller,
      scale,
      barOf,
      habitOf: rows.habitOf,
      takenOf: rows.takenOf,
      onOpen,
      place: (clientX, clientY) => {
        const element = scroller.current;
        if (!element) return null;
        const box = element.getBoundingClientRect();
        const rtl = getComputedStyle(element).direction === 'rtl';
        const across = rtl
          ? box.right - clientX - element.scrollLeft
          : clientX - box.left + element.scrollLeft;
        const down = clientY - box.top + element.scrollTop;
        const item = down < HEAD ? undefined : virtual.getVirtualItemForOffset(down);
        const line =
          item && down < item.start + item.size && down >= item.start
            ? lines[item.index]
            : undefined;
        return {
          at: scale.at(across - namesWidth),
          resource: line?.type === 'resource' ? line.resource.id : null,
        };
      },
    },
    deeds,
  );
  const onKeyDown = useGridKeys(
    { lines, standpoint: () => standpoint, habitOf: rows.habitOf, takenOf: rows.takenOf, onOpen },
    deeds,
  );
  const focus = useGridFocus({
    scroller,
    virtual,
    scale,
    namesWidth,
    roomWidth,
    standpoint,
    doing,
  });

  // While the pointer holds something the focus may be anywhere.
  const dragging =
    doing?.kind === 'drawing' || (doing?.kind === 'holding' && doing.by === 'pointer');
  const { letGo } = pointer;
  useEffect(() => {
    if (!dragging) return undefined;
    const onEscape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      letGo();
    };
    window.addEventListener('keydown', onEscape, true);
    return () => window.removeEventListener('keydown', onEscape, true);
  });

  const onToggle = useCallback(
    (key: string) => {
      store.getState().toggleGroup(key);
      store
        .getState()
        .setCursor({ line: key, at: store.getState().cursor?.at ?? now, booking: null });
    },
    [store, now],
  );
  const topOf = (resource: string): number | null => {
    const index = lineOfResource(lines, resource);
    const offset = index < 0 ? undefined : virtual.getOffsetForIndex(index, 'start');
    const measured = items.find((item) => item.index === index);
    if (measured) return measured.start - HEAD;
    return offset === undefined ? null : offset[0];
  };
  const { onPointerDown, onPointerMove, onPointerUp, onPointerCancel } = pointer;
  return (
    <div className={styles['frame']}>
      <LoadingBar active={rows.loading} />
      <div
        ref={scroller}
        role="grid"
        tabIndex={-1}
        aria-label={i18n._('Bookings, {period}', { period })}
        aria-rowcount={lines.length + 1}
        aria-multiselectable={false}
        className={styles['scroller']}
        data-dragging={dragging ? (doing?.kind === 'holding' ? doing.what : 'draw') : undefined}
        onKeyDown={onKeyDown}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerCancel}
      >
        <BoardHead scale={scale} now={now} total={props.total} />
        <div
          role="presentation"
          className={styles['body']}
          style={{ blockSize: virtual.getTotalSize(), inlineSize: namesWidth + scale.width }}
        >
          <Backdrop scale={scale} />
          {items.map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const here = standpoint?.index === item.index;
            return line.type === 'group' ? (
              <GroupRow
                key={item.key}
                line={line}
                width={namesWidth + scale.width}
                top={item.start - HEAD}
                height={item.size}
                index={item.index + 2}
                isCursor={here}
                onToggle={onToggle}
              />
            ) : (
              <ResourceRow
                key={item.key}
                resource={line.resource}
                row={byResource.get(line.resource.id) ?? EMPTY_ROW}
                scale={scale}
                top={item.start - HEAD}
                height={item.size}
                index={item.index + 2}
                stop={here ? standpoint.stop : null}
                lifted={held && 'booking' in held ? held.booking.id : null}
              />
            );
          })}
          <NowLine scale={scale} now={now} />
          <Ghost scale={scale} topOf={topOf} anchor={setAnchor} />
        </div>
      </div>
      <HoverCard scroller={scroller} barOf={barOf} />
      {rows.settled && rows.bars.size === 0 && (
        <p className={styles['none']}>
          {i18n._('No bookings {period}. Drag to make one, or press N.', {
            period,
          })}
        </p>
      )}
      {doing?.kind === 'new' && anchor && (
        <NewBooking doing={doing} anchor={anchor} deeds={deeds} />
      )}
      {doing?.kind === 'refused' && anchor && (
        <Refusal doing={doing} anchor={anchor} deeds={deeds} />
      )}
    </div>
  );
}
