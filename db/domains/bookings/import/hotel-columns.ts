import type { Refusal } from './report.ts';

/** Columns of a hotel reservation file (Antonio, Almeida, Nunes 2019), in its order. */
export const HOTEL_COLUMNS = [
  'hotel',
  'is_canceled',
  'lead_time',
  'arrival_date_year',
  'arrival_date_month',
  'arrival_date_week_number',
  'arrival_date_day_of_month',
  'stays_in_weekend_nights',
  'stays_in_week_nights',
  'adults',
  'children',
  'babies',
  'meal',
  'country',
  'market_segment',
  'distribution_channel',
  'is_repeated_guest',
  'previous_cancellations',
  'previous_bookings_not_canceled',
  'reserved_room_type',
  'assigned_room_type',
  'booking_changes',
  'deposit_type',
  'agent',
  'company',
  'days_in_waiting_list',
  'customer_type',
  'adr',
  'required_car_parking_spaces',
  'total_of_special_requests',
  'reservation_status',
  'reservation_status_date',
] as const;

export type HotelColumn = (typeof HOTEL_COLUMNS)[number];

/** Refuses a header that is not exactly these columns, in any order. */
export function headerRefusals(header: readonly string[]): readonly Refusal[] {
  const [only] = header;
  if (header.length === 1 && only !== undefined && /[;\t|]/.test(only)) {
    const message = 'The values are not separated by commas.';
    return [{ line: 1, column: null, code: 'wrong_delimiter', message }];
  }
  const known: readonly string[] = HOTEL_COLUMNS;
  const missing = known
    .filter((column) => !header.includes(column))
    .map((column): Refusal => ({
      line: 1,
      column,
      code: 'missing_column',
      message: `There is no column ${column}.`,
    }));
  const odd = header.flatMap((column, i): Refusal[] => {
    const name = shown(column);
    if (!known.includes(column)) {
      return [
        { line: 1, column: name, code: 'unknown_column', message: `Column ${i + 1} is not known.` },
      ];
    }
    if (header.indexOf(column) === i) return [];
    return [
      { line: 1, column: name, code: 'duplicate_column', message: `Column ${name} stands twice.` },
    ];
  });
  return [...missing, ...odd];
}

// Headers of a wrong file can be anything; the report stays readable.
function shown(column: string): string {
  return column.length > 40 ? `${column.slice(0, 40)}…` : column;
}
