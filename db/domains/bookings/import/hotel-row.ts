import { Temporal } from 'temporal-polyfill';
import type { Refusal, RowRefusalCode } from '#db/domains/import/report.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { LONGEST_DAYS } from '../rules/slot-times.ts';
import type { BookingStatus } from '../rules/status.ts';
import type { HotelColumn } from './hotel-columns.ts';
import { notesOf, titleOf } from './hotel-text.ts';

export type Cells = Readonly<Record<HotelColumn, string>>;

/** A reservation as it will be booked. */
export interface Stay {
  readonly line: number;
  readonly hotel: string;
  /** Room type that was assigned; null for day use. */
  readonly room_type: string | null;
  readonly start_time: Instant;
  readonly end_time: Instant;
  readonly status: Extract<BookingStatus, 'completed' | 'cancelled' | 'no_show'>;
  readonly title: string;
  readonly party_size: number;
  readonly notes: string;
}

export const HOTEL_ZONE = 'Europe/Lisbon';
const ARRIVAL = 15;
const DEPARTURE = 11;
const DAY_USE_UNTIL = 15;

/** Wall time in the hotels' zone → instant. Passed in so that a file's few dates are computed once. */
export type WallClock = (date: Temporal.PlainDate, hour: number) => Instant;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const STATUSES = new Map<string, Stay['status']>([
  ['Check-Out', 'completed'],
  ['Canceled', 'cancelled'],
  ['No-Show', 'no_show'],
]);

/**
 * One row of the file → a stay, or every reason why not. Nights from 15:00 to 11:00; no night at all
 * is day use from 11:00 to 15:00.
 */
export function stayOf(cells: Cells, line: number, at: WallClock): Stay | readonly Refusal[] {
  const refused: Refusal[] = [];
  const refuse = (column: HotelColumn, code: RowRefusalCode, message: string): void => {
    refused.push({ line, column, code, message });
  };
  const text = (column: HotelColumn): string => {
    const value = cells[column];
    if (value === '') refuse(column, 'missing_value', `${column} is empty.`);
    if (value.length > 100)
      refuse(column, 'value_too_long', `${column} is longer than 100 characters.`);
    return value;
  };
  const count = (column: HotelColumn): number => {
    if (/^\d{1,5}$/.test(cells[column])) return Number(cells[column]);
    refuse(column, 'bad_number', `${column} is not a whole number.`);
    return 0;
  };
  const hotel = text('hotel');
  const room_type = text('assigned_room_type');
  text('reserved_room_type');
  const nights = count('stays_in_weekend_nights') + count('stays_in_week_nights');
  // The published file has NA for four unknown counts of children.
  const children = cells.children === 'NA' ? 0 : count('children');
  const party = { adults: count('adults'), children, babies: count('babies') };
  for (const column of CARRIED) text(column);
  if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(cells.adr))
    refuse('adr', 'bad_number', 'adr is not a number.');
  const status = STATUSES.get(cells.reservation_status);
  if (status === undefined) {
    const known = [...STATUSES.keys()].join(', ');
    refuse('reservation_status', 'unknown_status', `reservation_status is none of ${known}.`);
  } else if (cells.is_canceled !== (status === 'completed' ? '0' : '1')) {
    refuse(
      'is_canceled',
      'inconsistent_status',
      'is_canceled and reservation_status contradict each other.',
    );
  }
  const since = plainDate(cells.reservation_status_date);
  if (since === null) {
    refuse(
      'reservation_status_date',
      'bad_date',
      'reservation_status_date is no date like 7/31/2015.',
    );
  }
  const arrival = arrivalOf(cells);
  if ('column' in arrival) refuse(arrival.column, 'bad_date', arrival.message);
  if (nights > LONGEST_DAYS - 1) {
    refuse(
      'stays_in_week_nights',
      'stay_too_long',
      `The stay is longer than ${LONGEST_DAYS - 1} nights.`,
    );
  }
  if (refused.length > 0 || 'column' in arrival || status === undefined || since === null)
    return refused;
  const dayUse = nights === 0;
  return {
    line,
    hotel,
    room_type: dayUse ? null : room_type,
    start_time: at(arrival, dayUse ? DEPARTURE : ARRIVAL),
    end_time: dayUse ? at(arrival, DAY_USE_UNTIL) : at(arrival.add({ days: nights }), DEPARTURE),
    status,
    title: titleOf(cells, party),
    party_size: party.adults + party.children + party.babies,
    notes: notesOf(cells, since.toString()),
  };
}

// Kept in the notes as they are.
const CARRIED = [
  'meal',
  'country',
  'market_segment',
  'customer_type',
  'deposit_type',
  'agent',
  'company',
] as const satisfies readonly HotelColumn[];

function arrivalOf(
  cells: Cells,
): Temporal.PlainDate | { readonly column: HotelColumn; readonly message: string } {
  if (!/^\d{4}$/.test(cells.arrival_date_year)) {
    return {
      column: 'arrival_date_year',
      message: 'arrival_date_year is not a year of four digits.',
    };
  }
  const month = MONTHS.indexOf(cells.arrival_date_month) + 1;
  if (month === 0) {
    return {
      column: 'arrival_date_month',
      message: 'arrival_date_month is not the English name of a month.',
    };
  }
  const date = existing(cells.arrival_date_year, String(month), cells.arrival_date_day_of_month);
  return date ?? { column: 'arrival_date_day_of_month', message: 'That month has no such day.' };
}

/** `7/31/2015` or `2015-07-31`; null for anything else and for days that do not exist. */
function plainDate(text: string): Temporal.PlainDate | null {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (american) return existing(american[3], american[1], american[2]);
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return iso ? existing(iso[1], iso[2], iso[3]) : null;
}

function existing(year = '', month = '', day = ''): Temporal.PlainDate | null {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return null;
  try {
    const fields = { year: Number(year), month: Number(month), day: Number(day) };
    return Temporal.PlainDate.from(fields, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
