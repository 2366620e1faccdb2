import type { Reads } from '#db/schema/access.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { BookingDetail } from '../views.ts';
import { openConflictOf, unsent } from './marks.ts';

/** Serves `bookings.get`; null when there is no such booking here. */
export function bookingDetail(
  reads: Reads<BookingTables>,
  input: { readonly id: string },
): BookingDetail | null {
  const found = reads.first(
    reads.sql
      .selectFrom('bookings')
      .leftJoin('resources', 'resources.id', 'bookings.resource_id')
      .leftJoin('users as creator', 'creator.id', 'bookings.created_by')
      .leftJoin('users as updater', 'updater.id', 'bookings.updated_by')
      .where('bookings.id', '=', input.id)
      .select(BOOKING)
      .select((eb) => [
        'resources.name as resource_name',
        'creator.display_name as created_by_name',
        'updater.display_name as updated_by_name',
        unsent(eb, 'bookings').as('unsent'),
        openConflictOf(eb).as('conflict_id'),
      ]),
  );
  return found ?? null;
}

// Named one by one: the replica's table has a column (`row_no`) that never leaves it.
const BOOKING = [
  'bookings.id',
  'bookings.organization_id',
  'bookings.resource_id',
  'bookings.start_time',
  'bookings.end_time',
  'bookings.timezone',
  'bookings.start_wall',
  'bookings.end_wall',
  'bookings.title',
  'bookings.party_size',
  'bookings.status',
  'bookings.source',
  'bookings.notes',
  'bookings.cancel_reason',
  'bookings.conflict_resolution_notes',
  'bookings.external_ref',
  'bookings.import_id',
  'bookings.number',
  'bookings.provisional_number',
  'bookings.external_calendar_event_id',
  'bookings.auto_approved',
  'bookings.approved_at',
  'bookings.approved_by',
  'bookings.approval_workflow_id',
  'bookings.hold_expires_at',
  'bookings.checked_in_at',
  'bookings.checked_in_by',
  'bookings.checked_out_at',
  'bookings.cancelled_at',
  'bookings.cancelled_by',
  'bookings.series_id',
  'bookings.occurrence_wall',
  'bookings.is_exception',
  'bookings.bundle_id',
  'bookings.department_id',
  'bookings.owner_id',
  'bookings.requester_id',
  'bookings.requester_name',
  'bookings.requester_email',
  'bookings.requester_phone',
  'bookings.created_at',
  'bookings.updated_at',
  'bookings.created_by',
  'bookings.updated_by',
  'bookings.row_version',
] as const;
