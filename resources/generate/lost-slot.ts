import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { NewRow } from '#db/schema/table.ts';
import type { ConflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import type { conflict_logs } from '#db/domains/conflicts/tables.ts';
import type { GeneratedBooking } from './bookings.ts';
import type { Generated } from './ids.ts';
import { personName } from './names.ts';
import type { Random } from './random.ts';

/** A second booking of the slot of `winner`, which lost it at central, and the conflict over it. */
export function lostSlot(
  winner: GeneratedBooking,
  by: {
    readonly random: Random;
    readonly ids: { next(): Id };
    readonly now: Instant;
    readonly actor_id: Id;
  },
): {
  readonly loser: GeneratedBooking;
  readonly conflict: Generated<NewRow<typeof conflict_logs>>;
} {
  const { random, ids, now, actor_id } = by;
  const start = millisecondsOf(winner.row.start_time) + 15 * 60_000;
  const end = millisecondsOf(winner.row.end_time) + 15 * 60_000;
  const loser: GeneratedBooking = {
    id: ids.next(),
    row: {
      ...winner.row,
      title: personName(random),
      start_time: instantOf(start),
      end_time: instantOf(end),
      status: 'conflicted',
    },
  };
  const data: ConflictData = {
    device_name: `Desk ${random.between(1, 8)}`,
    actor_id,
    command: 'bookings.create',
    at: now,
    base: null,
    mine: { ...loser.row, status: 'confirmed' },
    theirs: { ...winner.row },
  };
  const isOver = loser.row.end_time < now;
  return {
    loser,
    conflict: {
      id: ids.next(),
      row: {
        conflict_type: 'double_booking',
        severity: random.pick(['medium', 'high', 'critical'] as const),
        resource_id: winner.row.resource_id ?? null,
        table_name: 'bookings',
        row_id: loser.id,
        other_row_id: winner.id,
        op_id: ids.next(),
        conflict_data: JSON.stringify(data),
        status: isOver ? 'ignored' : 'open',
        resolution: isOver ? 'ignore' : '',
        resolved_at: isOver ? now : null,
        resolved_by: isOver ? actor_id : null,
      },
    },
  };
}
