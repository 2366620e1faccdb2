import { sql } from 'kysely';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Page } from '#db/kernel/page.ts';
import type { Reads } from '#db/schema/access.ts';
import { inOrder, isAt, mergedStrip, PLACE, placeIn, windowOf } from '#db/schema/strips.ts';
import type { Place, Strip } from '#db/schema/strips.ts';
import { unsent } from '#db/schema/unsent.ts';
import { LEAD_STATUSES } from '../lead-tables.ts';
import type { LeadTables } from '../tables-seen.ts';
import type { LeadCount, LeadFilter, LeadLine, LeadSort, LeadStatus } from '../views.ts';

type Sees = Reads<LeadTables>;
type Assignee = Pick<LeadFilter, 'assigned_to'>;

/** Serves `leads.pipeline`. */
export function leadPipeline(
  reads: Sees,
  input: {
    readonly filter: LeadFilter;
    readonly sort: LeadSort;
    readonly offset: number;
    readonly limit: number;
  },
): Page<LeadLine> {
  const strips = stripsOf(reads, input.filter, input.sort);
  const total = strips.reduce((sum, { count }) => sum + count, 0);
  return { rows: lines(reads, windowOf(strips, input)), total };
}

/** Serves `leads.counts`: every status, in the order of the pipeline. */
export function leadCounts(reads: Sees, input: Assignee): readonly LeadCount[] {
  return LEAD_STATUSES.map((status) => ({ status, count: counted(reads, input, status) }));
}

function leadsIn(reads: Sees, { assigned_to }: Assignee, status: LeadStatus) {
  const found = reads.sql.selectFrom('leads').where('status', '=', status);
  if (assigned_to === undefined) return found;
  return assigned_to === null
    ? found.where('assigned_to', 'is', null)
    : found.where('assigned_to', '=', assigned_to);
}

function counted(reads: Sees, of: Assignee, status: LeadStatus): number {
  return countOf(reads, leadsIn(reads, of, status));
}

function countOf(reads: Sees, found: ReturnType<typeof leadsIn>): number {
  const row = reads.first(found.select((eb) => eb.fn.countAll<number>().as('count')));
  return must(row, 'a count is one row').count;
}

function stripsOf(reads: Sees, filter: LeadFilter, sort: LeadSort): readonly Strip<Place>[] {
  const wanted = filter.statuses.length === 0 ? LEAD_STATUSES : filter.statuses;
  const parts = wanted.map((status) => leadsIn(reads, filter, status));
  const total = parts.reduce((sum, part) => sum + countOf(reads, part), 0);
  switch (sort) {
    case 'received': {
      const ordered = parts.map((part) => part.select([PLACE, 'received_at']));
      return [mergedStrip(reads, total, ordered, [['received_at', 'desc']])];
    }
    case 'score': {
      const ordered = parts.map((part) => part.select([PLACE, 'score']));
      return [mergedStrip(reads, total, ordered, [['score', 'desc']])];
    }
    case 'next_action': {
      const dated = parts.map((part) => part.where('next_action_at', '>', ''));
      const count = dated.reduce((sum, part) => sum + countOf(reads, part), 0);
      const ordered = dated.map((part) => part.select([PLACE, 'next_action_at']));
      const others = parts.map((part) =>
        part.where('next_action_at', 'is', null).select([PLACE, sql`row_no`.as('place')]),
      );
      return [
        mergedStrip(reads, count, ordered, [['next_action_at', 'asc']]),
        mergedStrip(reads, total - count, others, [['place', 'asc']]),
      ];
    }
    default:
      return unreachable(sort);
  }
}

function lines(reads: Sees, places: readonly Place[]): readonly LeadLine[] {
  const rows = reads.all(
    reads.sql
      .selectFrom('leads')
      .leftJoin('users', 'users.id', 'leads.assigned_to')
      .select([
        placeIn('leads'),
        'leads.id',
        'leads.name',
        'leads.company',
        'leads.status',
        'leads.source',
        'leads.priority',
        'leads.score',
        'leads.assigned_to',
        'users.display_name as assigned_to_name',
        'leads.estimated_value',
        'leads.currency',
        'leads.received_at',
        'leads.next_action',
        'leads.next_action_at',
        unsent('leads'),
      ])
      .where(isAt('leads', places)),
  );
  return inOrder(places, rows);
}
