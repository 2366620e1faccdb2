import type { HotelColumn } from './hotel-columns.ts';

type Cells = Readonly<Record<HotelColumn, string>>;

/** What the file knows instead of a name: `PRT, 2 adults, 1 child`. */
export function titleOf(
  cells: Cells,
  party: { readonly adults: number; readonly children: number; readonly babies: number },
): string {
  const people = [
    counted(party.adults, 'adult', 'adults'),
    counted(party.children, 'child', 'children'),
    counted(party.babies, 'baby', 'babies'),
  ].filter((part) => part !== '');
  const country = known(cells.country) ? cells.country : 'Country unknown';
  return [country, ...(people.length > 0 ? people : ['party unknown'])].join(', ');
}

/** Everything else a front desk may want to read, one fact a line. `since`: ISO date of the status. */
export function notesOf(cells: Cells, since: string): string {
  const room =
    cells.reserved_room_type === cells.assigned_room_type
      ? `Room type ${cells.assigned_room_type}`
      : `Room type ${cells.assigned_room_type}, reserved ${cells.reserved_room_type}`;
  return [
    room,
    `Meal: ${cells.meal}`,
    `Rate per night: ${cells.adr}`,
    `Segment: ${cells.market_segment}`,
    `Customer: ${cells.customer_type}`,
    `Deposit: ${cells.deposit_type}`,
    ...(known(cells.agent) ? [`Agent ${cells.agent}`] : []),
    ...(known(cells.company) ? [`Company ${cells.company}`] : []),
    `${cells.reservation_status} on ${since}`,
  ].join('\n');
}

function known(cell: string): boolean {
  return cell !== 'NULL' && cell !== 'Undefined';
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
