import type { Acting, Reads } from '#db/schema/access.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { alternatives, bookingDetail } from '#db/domains/links.ts';
import { registry } from '#db/domains/registry.ts';
import type { ConflictRecord } from '../rules/conflict-data.ts';
import { keepsSlot, losesSlot } from '../rules/kinds.ts';
import { fieldClashes, wishedText } from '../rules/sides.ts';
import { nameIn } from '../rules/situation.ts';
import type { ConflictDetail, ConflictStep, FieldClash } from '../views.ts';
import { conflictById } from './lines.ts';

const ALTERNATIVES = 8;

/** Serves `conflicts.get`; null when there is no such conflict here. */
export function conflictDetail(
  reads: Reads<BookingTables>,
  input: { readonly id: string },
  acting: Acting,
): ConflictDetail | null {
  const found = conflictById(reads, input.id);
  if (!found) return null;
  const { line, set_aside, table_name, row_id, other_row_id } = found;
  const slot = losesSlot(line.conflict_type) || keepsSlot(line.conflict_type);
  const booking = table_name === 'bookings' ? bookingDetail(reads, { id: row_id }) : null;
  const resource_id = booking?.resource_id ?? wishedText(set_aside, 'resource_id');
  return {
    ...line,
    row_id,
    other_row_id,
    booking,
    other: other_row_id === null ? null : bookingDetail(reads, { id: other_row_id }),
    fields: slot ? [] : told(table_name, set_aside),
    refused: refusedOp(table_name, set_aside),
    alternatives:
      slot &&
      booking !== null &&
      resource_id !== null &&
      line.start_time !== null &&
      line.end_time !== null
        ? alternatives(
            reads,
            {
              resource_id,
              start_time: line.start_time,
              end_time: line.end_time,
              except: row_id,
              limit: ALTERNATIVES,
            },
            acting,
          )
        : [],
    steps: steps(reads, input.id),
  };
}

/** What differs; of a new row only what somebody filled in. */
function told(table: string, set_aside: ConflictRecord): readonly FieldClash[] {
  // The row it refers to is named beside it.
  const clashes = fieldClashes(set_aside).filter(
    ({ mine }) => set_aside.parent === null || mine !== set_aside.parent.row_id,
  );
  if (set_aside.kind !== 'insert') return clashes;
  const own = registry.get(table)?.own;
  return clashes.filter(
    ({ column, mine }) => mine !== null && mine !== (own?.[column]?.shape.defaultValue ?? null),
  );
}

function refusedOp(table: string, { code, kind, key, mine, parent, changes }: ConflictRecord) {
  if (code === null) return null;
  const own = registry.get(table)?.own;
  return {
    kind: kind ?? 'update',
    key: key.flatMap((column) => {
      const value = mine[column];
      return typeof value === 'string'
        ? [{ column, value, max: own?.[column]?.shape.maxLength ?? 200 }]
        : [];
    }),
    parent: parent === null ? null : (nameIn(parent.cells) ?? ''),
    changes: changes.length,
  };
}

function steps(reads: Reads<BookingTables>, conflict_id: string): readonly ConflictStep[] {
  return reads.all(
    reads.sql
      .selectFrom('conflict_actions')
      .leftJoin('users', 'users.id', 'conflict_actions.acted_by')
      .select([
        'conflict_actions.id',
        'conflict_actions.action',
        'conflict_actions.note',
        'conflict_actions.acted_at',
        'users.display_name as acted_by_name',
      ])
      .where('conflict_id', '=', conflict_id)
      .orderBy('acted_at')
      .orderBy('conflict_actions.id'),
  );
}
