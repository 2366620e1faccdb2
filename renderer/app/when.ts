import type { I18n } from '@lingui/core';
import type { Instant } from '#db/kernel/instant.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';

/** IANA zone; null means the zone of this computer. */
type Zone = string | null;

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** English of the product is written the way its front desks write: day before month, 24 hours. */
function intlLocale(locale: string): string {
  return locale === 'pt-BR' ? 'pt-BR' : 'en-GB';
}

/** "14:00" */
export function timeText(locale: string, zone: Zone, instant: Instant): string {
  return format(locale, zone, instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** "Tue 9 Jun" */
export function dayText(locale: string, zone: Zone, instant: Instant): string {
  // As short as on the board: no commas, and no points after Portuguese abbreviations.
  return format(locale, zone, instant, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).replaceAll(/[,.]/g, '');
}

/** "Tue 9 Jun 14:00–15:00", or both days when it runs past midnight. */
export function rangeText(locale: string, zone: Zone, start: Instant, end: Instant): string {
  const from = dayText(locale, zone, start);
  const to = dayText(locale, zone, end);
  const opens = timeText(locale, zone, start);
  const closes = timeText(locale, zone, end);
  return from === to ? `${from} ${opens}–${closes}` : `${from} ${opens} – ${to} ${closes}`;
}

/** Relative under an hour, otherwise exact: "just now", "12 min ago", "Tue 9 Jun 14:00". */
export function sinceText(i18n: I18n, zone: Zone, instant: Instant, now: number): string {
  const age = now - millisecondsOf(instant);
  // Clocks of desks differ by seconds, and the screen's own "now" ticks: a near future is now.
  if (age > -MINUTE && age < MINUTE) return i18n._('just now');
  if (age >= 0 && age < HOUR) {
    return i18n._('{minutes, plural, one {# min ago} other {# min ago}}', {
      minutes: Math.floor(age / MINUTE),
    });
  }
  return clockText(i18n.locale, zone, instant, now);
}

/** The time alone today, with the day before it otherwise. */
export function clockText(locale: string, zone: Zone, instant: Instant, now: number): string {
  const day = dayText(locale, zone, instant);
  const today = dayText(locale, zone, new Date(now).toISOString());
  const time = timeText(locale, zone, instant);
  return day === today ? time : `${day} ${time}`;
}

function format(
  locale: string,
  zone: Zone,
  instant: Instant,
  options: Intl.DateTimeFormatOptions,
): string {
  return new Intl.DateTimeFormat(intlLocale(locale), {
    ...options,
    ...(zone === null ? {} : { timeZone: zone }),
  }).format(millisecondsOf(instant));
}
