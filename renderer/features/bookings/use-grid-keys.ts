import type { KeyboardEvent } from 'react';
import { useLingui } from '@lingui/react';
import { unreachable } from '#db/kernel/must.ts';
import { useAnnounce } from '#renderer/app/announce.tsx';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import type { Doing } from './board.store.ts';
import { addDaysTo, daysBetween, wallOf } from './timeline/days.ts';
import type { Habit } from './timeline/habit.ts';
import { intentOf } from './timeline/keys.ts';
import type { Hold, Intent } from './timeline/keys.ts';
import { lineKeyOf, lineOfResource, resourceLine } from './timeline/lines.ts';
import type { Line } from './timeline/lines.ts';
import type { Bar } from './timeline/rows.ts';
import { nudged, nudgeOf, slotAt, slotFitted } from './timeline/slot.ts';
import type { Slot } from './timeline/slot.ts';
import { stopAt } from './timeline/stops.ts';
import type { Stop } from './timeline/stops.ts';
import { heldOf } from './use-pointer.ts';
import type { Deeds } from './use-deeds.ts';

/** Where the keyboard stands, worked out from the cursor and the rows as they are now. */
export interface Standpoint {
  readonly index: number;
  readonly line: Line;
  /** Empty on a header. */
  readonly stops: readonly Stop[];
  readonly stop: Stop | null;
  readonly bar: Bar | null;
}

export interface KeyGround {
  readonly lines: readonly Line[];
  standpoint(): Standpoint | null;
  habitOf(resource: string): Habit;
  takenOf(resource: string): readonly Bar[];
  onOpen(bar: Bar): void;
}

const LINES_PER_PAGE = 10;
const BIG = { day: 3 * 3_600_000, week: 86_400_000 } as const;

/** The whole keyboard of the grid. Keys it does not know are left to the application. */
export function useGridKeys(ground: KeyGround, deeds: Deeds) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const store = useBoardStore();
  const announce = useAnnounce();

  const shift = (periods: number): void => {
    const first = frame.days[0]?.date ?? frame.today;
    frame.go({ day: addDaysTo(first, periods * frame.days.length) });
  };

  /** Puts the cursor on another time, and the window where that time is. */
  const goTo = (line: string, at: number, booking: string | null): void => {
    store.getState().setCursor({ line, at, booking });
    showTime(at);
  };

  const showTime = (at: number): void => {
    const first = frame.days[0];
    const last = frame.days.at(-1);
    if (!first || !last || (at >= first.from && at < last.to)) return;
    const { date } = wallOf(at, frame.zone);
    const away = Math.floor(daysBetween(first.date, date) / frame.days.length);
    shift(away);
  };

  const byTime = (spot: Standpoint, by: -1 | 1, big: boolean): void => {
    if (spot.line.type === 'group') {
      store.getState().toggleGroup(spot.line.key, by === -1);
      return;
    }
    const { cursor } = store.getState();
    const key = lineKeyOf(spot.line);
    if (!spot.stop) return;
    const index = spot.stops.indexOf(spot.stop);
    if (big) {
      const at = (cursor?.at ?? spot.stop.from) + by * BIG[frame.view];
      const target = spot.stops[stopAt(spot.stops, at, null)];
      goTo(key, at, target && target.from <= at && at < target.to ? target.booking : null);
      return;
    }
    const next = spot.stops[index + by];
    if (next) {
      const inWindow = Math.max(next.from, frame.days[0]?.from ?? next.from);
      goTo(key, inWindow, next.booking);
      return;
    }
    const edge = by === 1 ? frame.days.at(-1)?.to : (frame.days[0]?.from ?? 0) - 1;
    if (edge !== undefined) goTo(key, edge, null);
  };

  const byLine = (spot: Standpoint, by: -1 | 1, big: boolean): void => {
    const { cursor, setCursor } = store.getState();
    const steps = big ? LINES_PER_PAGE : 1;
    const index = Math.min(Math.max(spot.index + by * steps, 0), ground.lines.length - 1);
    const line = ground.lines[index];
    if (line)
      setCursor({ line: lineKeyOf(line), at: cursor?.at ?? spot.stop?.from ?? 0, booking: null });
  };

  const nudge = (
    held: Extract<Doing, { kind: 'holding' }>,
    intent: Extract<Intent, { do: 'time' | 'line' }>,
  ): void => {
    const set = (slot: Slot): void => {
      store.getState().setDoing({ ...held, by: 'keyboard', slot });
      showTime(held.what === 'to' ? slot.to - 1 : slot.from);
    };
    if (intent.do === 'time') {
      const zone = zoneOf(frame, held.slot.resource);
      set(
        nudged(held.slot, held.what, nudgeOf(frame.view, intent.by, intent.big, intent.fine), zone),
      );
      return;
    }
    if (held.what !== 'both') return;
    const from = lineOfResource(ground.lines, held.slot.resource);
    const to = resourceLine(ground.lines, from, intent.by, intent.big ? LINES_PER_PAGE : 1);
    const line = ground.lines[to];
    if (line?.type === 'resource') set({ ...held.slot, resource: line.resource.id });
  };

  const hold = (bar: Bar, what: Hold): void => {
    const origin: Slot = { resource: bar.resource_id, from: bar.from, to: bar.to };
    store.getState().setDoing({
      kind: 'holding',
      by: 'keyboard',
      what,
      booking: heldOf(bar),
      origin,
      slot: origin,
    });
    announce(
      what === 'both'
        ? i18n._('Moving {title}. Arrows move, Enter drops, Escape puts it back.', {
            title: bar.title,
          })
        : i18n._(
            'Changing the {end} of {title}. Arrows change it, Enter keeps it, Escape puts it back.',
            {
              end: what === 'from' ? i18n._('start') : i18n._('end'),
              title: bar.title,
            },
          ),
    );
  };

  const run = (intent: Intent, spot: Standpoint): void => {
    const { doing, setDoing } = store.getState();
    const held = doing?.kind === 'holding' ? doing : null;
    const { bar, stop, line } = spot;
    switch (intent.do) {
      case 'time':
        if (held) nudge(held, intent);
        else byTime(spot, intent.by, intent.big);
        return;
      case 'line':
        if (held) nudge(held, intent);
        else byLine(spot, intent.by, intent.big);
        return;
      case 'edge': {
        if (intent.far) {
          const target = intent.to === 'start' ? ground.lines[0] : ground.lines.at(-1);
          if (target) goTo(lineKeyOf(target), store.getState().cursor?.at ?? 0, null);
          return;
        }
        const end = intent.to === 'start' ? spot.stops[0] : spot.stops.at(-1);
        if (end) goTo(lineKeyOf(line), end.from, end.booking);
        return;
      }
      case 'create': {
        if (line.type !== 'resource') return;
        const { id, timezone } = line.resource;
        const at = stop?.from ?? frame.days[0]?.from ?? 0;
        const wished = slotAt(id, at, frame.view, ground.habitOf(id), timezone);
        // On a free cell that begins between grid lines, the booking begins with the cell.
        const shifted = stop?.booking === null && frame.view === 'day' ? at - wished.from : 0;
        const moved = { ...wished, from: wished.from + shifted, to: wished.to + shifted };
        setDoing({ kind: 'new', slot: slotFitted(moved, at, ground.takenOf(id)) });
        return;
      }
      case 'open':
        if (!bar) return;
        ground.onOpen(bar);
        store.getState().askPanel(bar.id);
        return;
      case 'hold':
        if (bar) hold(bar, intent.what);
        return;
      case 'move-to':
        if (bar) {
          const origin = { resource: bar.resource_id, from: bar.from, to: bar.to };
          setDoing({ kind: 'move-to', booking: heldOf(bar), origin });
        }
        return;
      case 'cancel-booking':
        if (bar) void deeds.cancel(heldOf(bar));
        return;
      case 'check-in':
        if (bar) void deeds.setStatus(heldOf(bar), 'checked_in');
        return;
      case 'check-out':
        if (bar) void deeds.setStatus(heldOf(bar), 'completed');
        return;
      case 'drop':
        if (held) void deeds.drop(held.what, held.booking, held.origin, held.slot);
        return;
      case 'escape':
        if (held) {
          setDoing(null);
          showTime(held.origin.from);
          store.getState().askFocus();
          announce(i18n._('Put back'));
        } else if (frame.open !== null) frame.go({ booking: null });
        return;
      default:
        unreachable(intent);
    }
  };

  return (event: KeyboardEvent<HTMLDivElement>): void => {
    // A key in a popover reaches this handler through React's tree, not through the page's.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    const spot = ground.standpoint();
    if (!spot) return;
    const { doing } = store.getState();
    const intent = intentOf(
      {
        key: event.key,
        shift: event.shiftKey,
        alt: event.altKey,
        ctrl: event.ctrlKey || event.metaKey,
      },
      {
        on: spot.line.type === 'group' ? 'group' : spot.bar ? 'booking' : 'cell',
        holding: doing?.kind === 'holding',
        rtl: getComputedStyle(event.currentTarget).direction === 'rtl',
      },
    );
    if (!intent) return;
    event.preventDefault();
    event.stopPropagation();
    run(intent, spot);
  };
}
