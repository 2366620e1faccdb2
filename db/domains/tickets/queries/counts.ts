import { must } from '#db/kernel/must.ts';
import type { Reads } from '#db/schema/access.ts';
import type { TicketTables } from '../tables-seen.ts';
import type { StatusCount, TicketFilter } from '../views.ts';
import { scopeOf, ticketsIn } from './scope.ts';
import type { Scope } from './scope.ts';

type Sees = Reads<TicketTables>;

/** How many tickets of a scope have one status and, where it was asked for, one priority. */
export interface Cell {
  readonly status_id: string;
  readonly priority_id: string | null;
  readonly count: number;
}

/** Serves `tickets.counts`: one number per filter, in their order. */
export function ticketCounts(
  reads: Sees,
  input: { readonly filters: readonly TicketFilter[] },
): readonly number[] {
  const scopes = input.filters.map((filter) => scopeOf(reads, filter));
  // Views that differ in their statuses alone share one count of them.
  const shared = statusCells(reads, scopes);
  return scopes.map((scope) => {
    if (scope.by !== null) return sumOf(cellsOf(reads, scope));
    if (scope.everyStatus) return total(reads);
    const wanted = new Set(statusIds(scope));
    return sumOf(shared.filter(({ status_id }) => wanted.has(status_id)));
  });
}

/** Serves `tickets.statusCounts`: every status a ticket can have, in their order. */
export function ticketStatusCounts(
  reads: Sees,
  input: { readonly filter: Omit<TicketFilter, 'kinds'> },
): readonly StatusCount[] {
  const scope = scopeOf(reads, { ...input.filter, kinds: [] });
  const cells = cellsOf(reads, scope);
  return scope.statuses.map(({ id }) => ({
    status_id: id,
    count: sumOf(cells.filter(({ status_id }) => status_id === id)),
  }));
}

export function sumOf(cells: readonly { readonly count: number }[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

/** One cell for each status that a scope without conditions needs to know. */
function statusCells(reads: Sees, scopes: readonly Scope[]): readonly Cell[] {
  const some = scopes.filter(({ by, everyStatus }) => by === null && !everyStatus);
  const [first] = some;
  if (first === undefined) return [];
  const byId = new Map(some.flatMap(({ statuses }) => statuses).map((one) => [one.id, one]));
  return allByStatus(reads, { ...first, statuses: [...byId.values()] });
}

/** The tickets of a scope, counted in the index it goes by. */
export function cellsOf(reads: Sees, scope: Scope): readonly Cell[] {
  if (scope.by === null) return allByStatus(reads, scope);
  if (scope.by === 'priority_id') return byStatus(reads, scope);
  const wanted = ticketsIn(reads, scope, null, null)
    .select((eb) => ['status_id', 'priority_id', eb.fn.countAll<number>().as('count')])
    .groupBy(['status_id', 'priority_id']);
  return reads.all(scope.everyStatus ? wanted : wanted.where('status_id', 'in', statusIds(scope)));
}

function statusIds({ statuses }: Scope): readonly string[] {
  return statuses.map(({ id }) => id);
}

function byStatus(reads: Sees, scope: Scope): readonly Cell[] {
  return scope.statuses.map(({ id }) => ({
    status_id: id,
    priority_id: null,
    count: counted(reads, scope, id, null),
  }));
}

function counted(reads: Sees, scope: Scope, status_id: string, priority_id: string | null): number {
  const row = reads.first(
    ticketsIn(reads, scope, status_id, priority_id).select((eb) =>
      eb.fn.countAll<number>().as('count'),
    ),
  );
  return must(row, 'a count is one row').count;
}

// Nearly all tickets of an old replica are closed, and SQLite counts a whole table a hundred times
// faster than a part of it: what is closed is the rest.
function allByStatus(reads: Sees, scope: Scope): readonly Cell[] {
  const rest = restOf(scope);
  if (rest === undefined) return byStatus(reads, scope);
  const every = scopeOf(reads, { kinds: [] });
  const others = every.statuses.filter(({ id }) => id !== rest);
  const cells = byStatus(reads, { ...every, statuses: others });
  const wanted = new Set(statusIds(scope));
  return [
    ...cells.filter(({ status_id }) => wanted.has(status_id)),
    { status_id: rest, priority_id: null, count: total(reads) - sumOf(cells) },
  ];
}

function restOf(scope: Scope): string | undefined {
  return scope.statuses.find(({ kind }) => kind === 'closed')?.id;
}

/** All tickets there are. */
export function total(reads: Sees): number {
  const row = reads.first(
    reads.sql.selectFrom('tickets').select((eb) => eb.fn.countAll<number>().as('count')),
  );
  return must(row, 'a count is one row').count;
}

/** All tickets of a scope without conditions, by status and priority. */
export function allByPriority(reads: Sees, scope: Scope): readonly Cell[] {
  const priorities = ticketPriorities(reads);
  const rest = restOf(scope);
  // Most closed tickets have the priority a new one gets.
  const usual = priorities.find(({ is_default }) => is_default === 1)?.id;
  const pairs = scope.statuses.flatMap((status) =>
    priorities.map((priority) => ({ status_id: status.id, priority_id: priority.id })),
  );
  const last = pairs.findIndex((pair) => pair.status_id === rest && pair.priority_id === usual);
  const cells = pairs
    .filter((_, at) => at !== last)
    .map((pair) => ({ ...pair, count: counted(reads, scope, pair.status_id, pair.priority_id) }));
  const left = pairs[last];
  if (left === undefined) return cells;
  const all = sumOf(allByStatus(reads, scope));
  return [...cells, { ...left, count: all - sumOf(cells) }];
}

/** The most urgent first. */
export function ticketPriorities(reads: Sees) {
  return reads
    .all(reads.sql.selectFrom('priorities').select(['id', 'is_default', 'level', 'position']))
    .toSorted((a, b) => a.level - b.level || a.position - b.position || (a.id < b.id ? -1 : 1));
}
