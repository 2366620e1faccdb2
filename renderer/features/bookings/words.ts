import type { I18n } from '@lingui/core';
import type { BoardBooking, BoardResource, SlotCheck } from '#electron/contract/bookings.ts';
import { unreachable } from '#db/kernel/must.ts';
import { statusLabel } from '#renderer/ui/status-mark.tsx';
import { offsetOf, wallOf } from './timeline/days.ts';
import type { Slot } from './timeline/slot.ts';

/** Times and sentences of the board in one language; formatters are made once per zone. */
export interface Words {
  /** "14:00" */
  time(at: number, zone: string): string;
  /** "Tue 9 Jun" */
  day(at: number, zone: string): string;
  /** "Tuesday 9 June" */
  longDay(at: number, zone: string): string;
  /** "9 June 2026" or "8 – 14 June 2026" */
  period(from: number, to: number, zone: string): string;
  /** "Tue 9 Jun 14:00–15:00", with both days when it runs past midnight. */
  range(from: number, to: number, zone: string): string;
  /** "Tuesday 9 June 14:00 to 15:00", for reading aloud. */
  spoken(from: number, to: number, zone: string): string;
  /** "1 h 30 min", "3 nights" */
  length(from: number, to: number, zone: string): string;
  /** "+2 h", "−1 d", "+15 min"; empty for nothing. */
  delta(milliseconds: number): string;
  /** "São Paulo, UTC−03" */
  zone(zone: string, at: number): string;
  /** "UTC−03" */
  offset(at: number, zone: string): string;
  weekday(at: number, zone: string): string;
  dayOfMonth(at: number, zone: string): string;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

export function createWords(i18n: I18n): Words {
  const made = new Map<string, Intl.DateTimeFormat>();
  const locale = i18n.locale === 'pt-BR' ? 'pt-BR' : i18n.locale === 'en' ? 'en-GB' : i18n.locale;
  const formatter = (zone: string, shape: keyof typeof SHAPES): Intl.DateTimeFormat => {
    const key = `${shape} ${zone}`;
    let format = made.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(locale, { ...SHAPES[shape], timeZone: zone });
      made.set(key, format);
    }
    return format;
  };
  const plain = (at: number, zone: string, shape: keyof typeof SHAPES): string =>
    formatter(zone, shape).format(at).replaceAll(',', '').replaceAll('.', '');
  const words: Words = {
    time: (at, zone) => formatter(zone, 'time').format(at),
    day: (at, zone) => plain(at, zone, 'day'),
    longDay: (at, zone) => formatter(zone, 'longDay').format(at).replace(',', ''),
    // The last instant of the period, so that it does not name the day after.
    period: (from, to, zone) => formatter(zone, 'period').formatRange(from, to - 1),
    // Days are compared as they are written: cheaper than a calendar, for hundreds of bars per frame.
    range: (from, to, zone) => {
      const [first, last] = [words.day(from, zone), words.day(to, zone)];
      const [opens, closes] = [words.time(from, zone), words.time(to, zone)];
      return first === last
        ? `${first} ${opens}–${closes}`
        : `${first} ${opens} – ${last} ${closes}`;
    },
    spoken: (from, to, zone) => {
      const [first, last] = [words.longDay(from, zone), words.longDay(to, zone)];
      const closes = words.time(to, zone);
      return i18n._('{from} to {to}', {
        from: `${first} ${words.time(from, zone)}`,
        to: first === last ? closes : `${last} ${closes}`,
      });
    },
    length: (from, to, zone) => {
      const nights = nightsOf(from, to, zone);
      if (to - from >= 14 * HOUR && nights > 0) {
        return i18n._('{nights, plural, one {# night} other {# nights}}', { nights });
      }
      return duration(i18n, to - from);
    },
    delta: (milliseconds) => {
      if (milliseconds === 0) return '';
      const size = duration(i18n, Math.abs(milliseconds));
      return milliseconds > 0 ? `+${size}` : `−${size}`;
    },
    zone: (zone, at) => {
      const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
      return `${city}, ${words.offset(at, zone)}`;
    },
    offset: (at, zone) => {
      const offset = offsetOf(at, zone) / MINUTE;
      const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
      const rest = Math.abs(offset) % 60;
      const minutes = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
      return `UTC${offset < 0 ? '−' : '+'}${hours}${minutes}`;
    },
    weekday: (at, zone) => plain(at, zone, 'weekday'),
    dayOfMonth: (at, zone) => plain(at, zone, 'dayOfMonth'),
  };
  return words;
}

const SHAPES = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  longDay: { weekday: 'long', day: 'numeric', month: 'long' },
  period: { day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
  dayOfMonth: { day: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

function nightsOf(from: number, to: number, zone: string): number {
  const day = (at: number): number => Date.parse(`${wallOf(at, zone).date}T00:00:00.000Z`);
  return Math.round((day(to) - day(from)) / DAY);
}

function duration(i18n: I18n, milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE);
  const days = Math.floor(minutes / 1440);
  const parts = [
    days > 0 && i18n._('{days} d', { days }),
    minutes % 1440 >= 60 && i18n._('{hours} h', { hours: Math.floor((minutes % 1440) / 60) }),
    minutes % 60 > 0 && i18n._('{minutes} min', { minutes: minutes % 60 }),
  ];
  return (
    parts.filter((part) => part !== false).join(' ') || i18n._('{minutes} min', { minutes: 0 })
  );
}

/** "Ana Souza, confirmed, Sala 2, Tuesday 9 June 14:00 to 15:00, not sent yet" */
export function bookingName(
  i18n: I18n,
  words: Words,
  booking: BoardBooking & { readonly from: number; readonly to: number },
  resource: BoardResource,
): string {
  const parts = [
    booking.title,
    statusLabel(i18n, booking.status).toLocaleLowerCase(i18n.locale),
    resource.name,
    words.spoken(booking.from, booking.to, resource.timezone),
  ];
  if (booking.unsent === 1) parts.push(i18n._('not sent yet'));
  if (booking.conflict_id !== null) parts.push(i18n._('in a conflict'));
  return parts.join(', ');
}

/** "Sala 2, Tuesday 9 June, 09:00, free" */
export function cellName(
  i18n: I18n,
  words: Words,
  resource: BoardResource,
  cell: { readonly from: number; readonly to: number },
  closed: string | null,
): string {
  const day = words.longDay(cell.from, resource.timezone);
  const where =
    cell.to - cell.from >= 20 * HOUR
      ? `${resource.name}, ${day}`
      : `${resource.name}, ${day}, ${words.time(cell.from, resource.timezone)}`;
  return closed === null
    ? i18n._('{where}, free', { where })
    : i18n._('{where}, closed: {reason}', { where, reason: closed });
}

export function kindLabel(i18n: I18n, kind: BoardResource['kind']): string {
  switch (kind) {
    case 'equipment':
      return i18n._('Equipment');
    case 'space':
      return i18n._('Spaces');
    case 'person':
      return i18n._('People');
    case 'workshop':
      return i18n._('Workshops');
    default:
      return unreachable(kind);
  }
}

/** How a resource is used, where that is not by one booking at a time. */
export function modeWord(i18n: I18n, resource: BoardResource): string | null {
  if (resource.conflict_detection_enabled === 0) return i18n._('overlaps allowed');
  return resource.booking_mode === 'shared' ? i18n._('shared') : null;
}

/** The same for somebody who is about to book it. */
export function modeSentence(i18n: I18n, resource: BoardResource): string | null {
  if (resource.conflict_detection_enabled === 0) {
    return i18n._('{name} may be booked twice: nobody looks for overlaps here.', {
      name: resource.name,
    });
  }
  return resource.booking_mode === 'shared'
    ? i18n._(
        '{name} is shared by several bookings, {count, plural, one {# person} other {# people}} at a time.',
        { name: resource.name, count: resource.capacity },
      )
    : null;
}

/** What `bookings.check` answers when the slot cannot be had. */
export type Obstacle = Omit<Extract<SlotCheck, { free: false }>, 'free'> & {
  /** How many people still fit, where there is room for some. */
  readonly left?: number;
};

/** "Sala 2 is taken Tue 14:00–15:00 by Ana Souza." */
export function obstacleSentence(
  i18n: I18n,
  words: Words,
  obstacle: Obstacle,
  resource: Pick<BoardResource, 'name' | 'timezone'>,
): string {
  const { name } = resource;
  const by = obstacle.with;
  const when =
    by && words.range(Date.parse(by.start_time), Date.parse(by.end_time), resource.timezone);
  switch (obstacle.code) {
    case 'booking_overlap':
      return by && when
        ? i18n._('{name} is taken {when} by {who}.', { name, when, who: by.title })
        : i18n._('{name} is taken then.', { name });
    case 'capacity_exceeded':
      return (obstacle.left ?? 0) > 0
        ? i18n._(
            '{name} has room for {count, plural, one {# more person} other {# more people}} then.',
            { name, count: obstacle.left ?? 0 },
          )
        : i18n._('{name} is full then.', { name });
    case 'resource_closed':
      return by && when
        ? i18n._('{name} is closed {when}: {reason}.', { name, when, reason: by.title })
        : i18n._('{name} is closed then.', { name });
    case 'resource_inactive':
      return i18n._('{name} is not in use any more.', { name });
    case 'bad_times':
      return i18n._('The end must be after the start, by at most a year.');
    default:
      return unreachable(obstacle.code);
  }
}

/** "Tue 9 Jun 14:00–15:00 · 1 h", for the ghost. */
export function slotLabel(words: Words, slot: Slot, zone: string): string {
  return `${words.range(slot.from, slot.to, zone)} · ${words.length(slot.from, slot.to, zone)}`;
}
