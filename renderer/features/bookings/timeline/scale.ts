import type { BoardDay } from './days.ts';

/**
 * Time ↔ distance from the inline start of the timeline, in CSS pixels. Linear within a day, so that
 * a day of 23 or 25 hours keeps its true hours; days may differ in width.
 */
export interface Scale {
  readonly days: readonly BoardDay[];
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Outside the window it answers the nearer edge. */
  readonly x: (at: number) => number;
  /** Whole milliseconds. */
  readonly at: (x: number) => number;
}

/** Every hour as wide as any other: a day view. */
export function hourScale(days: readonly BoardDay[], hourWidth: number): Scale {
  return scaleOf(days, (day) => ((day.to - day.from) / 3_600_000) * hourWidth);
}

/** Every day as wide as any other: a week view. */
export function dayScale(days: readonly BoardDay[], dayWidth: number): Scale {
  return scaleOf(days, () => dayWidth);
}

function scaleOf(days: readonly BoardDay[], widthOf: (day: BoardDay) => number): Scale {
  const parts: { day: BoardDay; start: number; width: number }[] = [];
  let width = 0;
  for (const day of days) {
    const own = widthOf(day);
    parts.push({ day, start: width, width: own });
    width += own;
  }
  const from = days[0]?.from ?? 0;
  const to = days.at(-1)?.to ?? 0;
  return {
    days,
    from,
    to,
    width,
    x: (at) => {
      if (at <= from) return 0;
      if (at >= to) return width;
      const part = parts.findLast(({ day }) => day.from <= at);
      if (!part) return 0;
      return part.start + ((at - part.day.from) / (part.day.to - part.day.from)) * part.width;
    },
    at: (x) => {
      if (x <= 0) return from;
      if (x >= width) return to;
      const part = parts.findLast(({ start }) => start <= x);
      if (!part) return from;
      const into = ((x - part.start) / part.width) * (part.day.to - part.day.from);
      return part.day.from + Math.round(into);
    },
  };
}

/** A bar as drawn: clipped to the window, with a mark on each side where it goes on. */
export interface Extent {
  readonly start: number;
  readonly width: number;
  readonly cutStart: boolean;
  readonly cutEnd: boolean;
}

/** Null when nothing of `[from, to)` lies in the window. */
export function extentOf(scale: Scale, from: number, to: number, least = 0): Extent | null {
  if (to <= scale.from || from >= scale.to) return null;
  const start = scale.x(from);
  return {
    start,
    width: Math.max(scale.x(to) - start, least),
    cutStart: from < scale.from,
    cutEnd: to > scale.to,
  };
}
