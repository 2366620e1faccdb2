import { sql } from 'kysely';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Reads } from '#db/schema/access.ts';
import { inOrder, isAt, mergedStrip, PLACE, placeIn, windowOf } from '#db/schema/strips.ts';
import type { Place } from '#db/schema/strips.ts';
import type { AuditTables } from '../tables-seen.ts';
import type { AuditCount, AuditLine, AuditRange, AuditSubject } from '../views.ts';

type Sees = Reads<AuditTables>;

/** Further back than this the range has to be narrowed. */
const COUNTED = 100_000;

/** Serves `audit.entries`: newest first; the window ends with the entries that are counted. */
export function auditEntries(
  reads: Sees,
  input: {
    readonly subject: AuditSubject;
    readonly range: AuditRange;
    readonly offset: number;
    readonly limit: number;
  },
): { readonly rows: readonly AuditLine[] } & AuditCount {
  const counted = auditCount(reads, input);
  const found = entries(reads, input).select([PLACE, 'occurred_at']);
  const read = (offset: number, limit: number) =>
    reads.all(found.orderBy('occurred_at', 'desc').limit(limit).offset(offset));
  const places =
    counted.more === 1
      ? read(input.offset, Math.max(0, Math.min(input.limit, COUNTED - input.offset)))
      : windowOf([mergedStrip(reads, counted.count, [found], [['occurred_at', 'desc']])], input);
  return { rows: lines(reads, places), ...counted };
}

/** Serves `audit.count`. */
export function auditCount(
  reads: Sees,
  input: { readonly subject: AuditSubject; readonly range: AuditRange },
): AuditCount {
  const found = entries(reads, input)
    .select(sql<number>`1`.as('one'))
    .limit(COUNTED + 1);
  const row = reads.first(
    reads.sql.selectFrom(found.as('found')).select((eb) => eb.fn.countAll<number>().as('count')),
  );
  const { count } = must(row, 'a count is one row');
  return { count: Math.min(count, COUNTED), more: count > COUNTED ? 1 : 0 };
}

function entries(
  reads: Sees,
  { subject, range }: { readonly subject: AuditSubject; readonly range: AuditRange },
) {
  const within = reads.sql
    .selectFrom('audit_logs')
    .where('occurred_at', '>=', range.from)
    .where('occurred_at', '<', range.to);
  if ('entity_id' in subject) {
    return within
      .where('entity_type', '=', subject.entity_type)
      .where('entity_id', '=', subject.entity_id);
  }
  if ('actor_id' in subject) return within.where('actor_id', '=', subject.actor_id);
  if ('category' in subject) return within.where('category', '=', subject.category);
  return subject.everything ? within : unreachable(subject.everything);
}

function lines(reads: Sees, places: readonly Place[]): readonly AuditLine[] {
  const rows = reads.all(
    reads.sql
      .selectFrom('audit_logs')
      .leftJoin('users', 'users.id', 'audit_logs.actor_id')
      .select([
        placeIn('audit_logs'),
        'audit_logs.id',
        'audit_logs.category',
        'audit_logs.action',
        'audit_logs.actor_id',
        'users.display_name as actor_name',
        'audit_logs.entity_type',
        'audit_logs.entity_id',
        'audit_logs.command',
        'audit_logs.outcome',
        'audit_logs.outcome_code',
        'audit_logs.reason',
        'audit_logs.occurred_at',
      ])
      .where(isAt('audit_logs', places)),
  );
  return inOrder(places, rows);
}
