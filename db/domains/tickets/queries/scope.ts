import { sql } from 'kysely';
import type { Reads } from '#db/schema/access.ts';
import type { TicketTables } from '../tables-seen.ts';
import type { TicketFilter, TicketStatusKind } from '../views.ts';

type Sees = Reads<TicketTables>;

const COLUMNS = ['assignee_id', 'category_id', 'assignment_group_id', 'priority_id'] as const;
type Column = (typeof COLUMNS)[number];

/** A filter as the indexes of tickets can follow it. */
export interface Scope {
  /** Wanted statuses. */
  readonly statuses: readonly Status[];
  readonly everyStatus: boolean;
  /** The column whose index is followed, before `status_id`; null follows the status alone. */
  readonly by: Column | null;
  /** All conditions of the filter apart from the status. */
  readonly conditions: readonly { readonly column: Column; readonly value: string | null }[];
}

interface Status {
  readonly id: string;
  readonly kind: string;
}

export function scopeOf(reads: Sees, filter: TicketFilter): Scope {
  const all = ticketStatuses(reads);
  const kinds = new Set<string>(filter.kinds satisfies readonly TicketStatusKind[]);
  const statuses = kinds.size === 0 ? all : all.filter(({ kind }) => kinds.has(kind));
  const conditions = COLUMNS.flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [{ column, value }];
  });
  // One person has fewest tickets, then one category; nobody has many.
  const by =
    conditions.find(({ column, value }) => column !== 'priority_id' && value !== null) ??
    conditions.find(({ column }) => column !== 'priority_id') ??
    conditions[0];
  return {
    statuses,
    everyStatus: statuses.length === all.length,
    by: by?.column ?? null,
    conditions,
  };
}

/** Every status a ticket can have, active or not. */
export function ticketStatuses(reads: Sees): readonly Status[] {
  return reads.all(
    reads.sql
      .selectFrom('statuses')
      .select(['id', 'kind'])
      .where('entity_type', '=', 'ticket')
      .orderBy('position'),
  );
}

/** The tickets of a scope in one status and of one priority; null stands for any. */
export function ticketsIn(
  reads: Sees,
  scope: Scope,
  status_id: string | null,
  priority_id: string | null,
) {
  let found = reads.sql.selectFrom('tickets');
  for (const { column, value } of scope.conditions) {
    if (column === 'priority_id' && priority_id !== null) continue;
    // The plus keeps the planner to the one index.
    const indexed = column === scope.by || column === 'priority_id';
    const name = indexed ? sql.ref(column) : sql`+${sql.ref(column)}`;
    found = found.where(
      value === null ? sql<boolean>`${name} is null` : sql<boolean>`${name} = ${value}`,
    );
  }
  if (priority_id !== null) found = found.where('priority_id', '=', priority_id);
  return status_id === null ? found : found.where('status_id', '=', status_id);
}
