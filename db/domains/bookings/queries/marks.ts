import type { ExpressionBuilder } from 'kysely';
import type { BookingTables } from '../tables-seen.ts';

type OnBookings = ExpressionBuilder<BookingTables, 'bookings'>;

/** 1 while an op on the booking waits to be sent, else 0. */
export function unsent(eb: OnBookings, table: 'bookings') {
  return eb
    .case()
    .when(
      eb.exists(
        eb
          .selectFrom('pending_rows')
          .select('pending_rows.row_id')
          .where('pending_rows.table_name', '=', table)
          .whereRef('pending_rows.row_id', '=', 'bookings.id'),
      ),
    )
    .then(1 as const)
    .else(0 as const)
    .end();
}

/** The open conflict in which the booking lost its slot or a change, or holds what another wants. */
export function openConflictOf(eb: OnBookings) {
  return eb.fn.coalesce(
    openConflict(eb, 'row_id'),
    openConflict(eb, 'other_row_id'),
    eb.val<string | null>(null),
  );
}

function openConflict(eb: OnBookings, side: 'row_id' | 'other_row_id') {
  return eb
    .selectFrom('conflict_logs')
    .select('conflict_logs.id')
    .whereRef(`conflict_logs.${side}`, '=', 'bookings.id')
    .where('conflict_logs.status', 'in', ['open', 'investigating'])
    .orderBy('conflict_logs.created_at')
    .limit(1);
}
