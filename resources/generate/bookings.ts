import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { Row } from '#db/schema/table.ts';
import type { bookings } from '#db/domains/bookings/tables.ts';
import type { BookingStatus } from '#db/domains/bookings/rules/status.ts';
import { generatedIds } from './ids.ts';
import { personName, PURPOSES } from './names.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
  readonly resource_ids: readonly Id[];
  /** Where time begins; every resource fills up from there, back to back or with gaps. */
  readonly from: Instant;
  readonly timezone: string;
  /** When given, what is past is over, what runs is checked in; else statuses are up to chance. */
  readonly now?: Instant;
}

export interface GeneratedBooking {
  readonly id: Id;
  /** What differs from booking to booking; the rest is as the table says. */
  readonly row: Pick<
    Row<typeof bookings>,
    | 'resource_id'
    | 'start_time'
    | 'end_time'
    | 'timezone'
    | 'title'
    | 'party_size'
    | 'status'
    | 'source'
    | 'notes'
  >;
}

const QUARTER = 15 * 60_000;
const DAY = 86_400_000;

/**
 * `count` bookings spread over the resources in turn, with realistic lengths (half an hour to a few
 * hours, some of several nights), statuses and names (accents, right-to-left, emoji). No two that
 * take time overlap. The same options give the same rows.
 */
export function* generateBookings(options: GenerateOptions): Generator<GeneratedBooking> {
  const { resource_ids, count } = options;
  const random = createRandom(options.seed);
  const ids = generatedIds(random, options.from);
  const today = options.now === undefined ? undefined : millisecondsOf(options.now);
  const free = resource_ids.map(() => millisecondsOf(options.from));
  for (let i = 0; i < count; i++) {
    const at = i % resource_ids.length;
    const start = must(free[at], 'a resource has a next free moment') + gap(random);
    const end = start + length(random);
    const status = statusOf(random, { start, end, now: today });
    // What was cancelled left its time to the next one.
    if (status !== 'cancelled') free[at] = end;
    yield {
      id: ids.next(),
      row: {
        resource_id: must(resource_ids[at], 'there are resources'),
        start_time: instantOf(start),
        end_time: instantOf(end),
        timezone: options.timezone,
        title: titleOf(random),
        party_size: random.between(1, 12),
        status,
        source: random.next() < 0.8 ? 'holdfast' : 'phone',
        notes: random.next() < 0.3 ? `${random.pick(PURPOSES)}. ${random.pick(PURPOSES)}.` : '',
      },
    };
  }
}

function gap(random: Random): number {
  return random.next() < 0.4 ? 0 : random.between(1, 12) * QUARTER;
}

function length(random: Random): number {
  return random.next() < 0.05 ? random.between(1, 6) * DAY : random.between(2, 16) * QUARTER;
}

function statusOf(
  random: Random,
  slot: { readonly start: number; readonly end: number; readonly now: number | undefined },
): BookingStatus {
  const chance = random.next();
  if (chance < 0.08) return 'cancelled';
  if (slot.now !== undefined && slot.end <= slot.now)
    return chance < 0.12 ? 'no_show' : 'completed';
  if (slot.now !== undefined && slot.start <= slot.now) return 'checked_in';
  if (chance < 0.12) return 'pending';
  if (chance < 0.14) return 'held';
  return chance < 0.5 && slot.now === undefined ? 'completed' : 'confirmed';
}

function titleOf(random: Random): string {
  const person = personName(random);
  const isLong = person.length > 150;
  return !isLong && random.next() < 0.4 ? `${person}, ${random.pick(PURPOSES)}` : person;
}
