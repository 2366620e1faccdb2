import { Temporal } from 'temporal-polyfill';
import type { Instant } from '#db/kernel/instant.ts';
import { instantOf } from '#db/kernel/instant.ts';

/** What the clocks of the zone say of a wall time. */
export type WallTimeKind =
  | 'once'
  /** They were set back: of the two moments the first is taken. */
  | 'twice'
  /** They skipped it: as many minutes after the gap as it lies after the gap's begin. */
  | 'never';

export interface ReadTime {
  readonly instant: Instant;
  readonly kind: WallTimeKind;
}

/** `YYYY-MM-DDTHH:MM:SS` that exists in the calendar → the instant in an IANA zone. */
export function instantOnWall(wall: string, zone: string): ReadTime {
  const time = Temporal.PlainDateTime.from(wall);
  const earlier = time.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = time.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { instant: instantOf(earlier.epochMilliseconds), kind: 'once' };
  }
  return time.equals(earlier.toPlainDateTime())
    ? { instant: instantOf(earlier.epochMilliseconds), kind: 'twice' }
    : { instant: instantOf(later.epochMilliseconds), kind: 'never' };
}

/** `29-02-2016 01:16`, or ISO with or without seconds, → `YYYY-MM-DDTHH:MM:SS`; null for anything else. */
export function wallTime(text: string): string | null {
  const european = /^(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d)$/.exec(text);
  const iso = european
    ? `${european[3]}-${european[2]}-${european[1]}T${european[4]}:${european[5]}`
    : text.replace(' ', 'T');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(iso)) return null;
  try {
    return Temporal.PlainDateTime.from(iso, { overflow: 'reject' }).toString({
      smallestUnit: 'second',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
