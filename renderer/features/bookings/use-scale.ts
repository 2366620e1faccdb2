import { useLayoutEffect, useMemo, useState } from 'react';
import type { RefObject } from 'react';
import { useFrame } from './board-frame.ts';
import { useBoard } from './board.store.ts';
import { dayScale, hourScale } from './timeline/scale.ts';
import type { Scale } from './timeline/scale.ts';

const HOUR = 3_600_000;
/** A day of a week narrower than this says nothing. */
const LEAST_DAY = 96;

/** The scale for the room there is, and where the timeline begins; first shown where the day is busy. */
export function useScale(
  scroller: RefObject<HTMLDivElement | null>,
  now: number,
): { scale: Scale; namesWidth: number; roomWidth: number } {
  const { days, view } = useFrame();
  const zoom = useBoard((state) => state.zoom);
  const [room, setRoom] = useState({ width: 0, names: 0 });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => {
      const names = Number.parseFloat(getComputedStyle(element).getPropertyValue('--names')) || 0;
      const width = element.clientWidth;
      setRoom((old) => (old.width === width && old.names === names ? old : { width, names }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  const scale = useMemo(() => {
    const width = Math.max(room.width - room.names, 200);
    if (view === 'week') return dayScale(days, Math.max(width / days.length, LEAST_DAY));
    const hours = days.reduce((sum, day) => sum + (day.to - day.from) / HOUR, 0);
    const fit = width / hours;
    return hourScale(days, zoom === 'fit' ? fit : Math.max(zoom, fit));
  }, [days, view, zoom, room]);

  // Keeps the same hour at the start when zooming; begins before the working day, or before now.
  const scrollable = scale.width > room.width - room.names + 1;
  const [shown, setShown] = useState<{ zoom: typeof zoom; hours: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    const day = days[0];
    if (!element || !day || room.width === 0 || !scrollable || view !== 'day') return;
    if (shown?.zoom === zoom) return;
    const today = now >= day.from && now < day.to;
    const at = shown
      ? day.from + shown.hours * HOUR
      : today
        ? Math.min(now - HOUR, day.from + 12 * HOUR)
        : day.from + 7.5 * HOUR;
    const sign = getComputedStyle(element).direction === 'rtl' ? -1 : 1;
    element.scrollTo({ left: sign * scale.x(at) });
    const keep = () => {
      const hours = (scale.at(Math.abs(element.scrollLeft)) - day.from) / HOUR;
      setShown({ zoom, hours });
    };
    keep();
  }, [scroller, scale, scrollable, days, room, view, zoom, now, shown]);

  return { scale, namesWidth: room.names, roomWidth: room.width };
}
