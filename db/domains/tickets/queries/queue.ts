import { must, unreachable } from '#db/kernel/must.ts';
import type { Page } from '#db/kernel/page.ts';
import type { Reads } from '#db/schema/access.ts';
import { mergedStrip, PLACE, windowOf } from '#db/schema/strips.ts';
import type { Order, Place, Strip } from '#db/schema/strips.ts';
import type { TicketTables } from '../tables-seen.ts';
import type { TicketFilter, TicketLine, TicketSort } from '../views.ts';
import { allByPriority, cellsOf, sumOf, ticketPriorities, total } from './counts.ts';
import type { Cell } from './counts.ts';
import { ticketLines } from './lines.ts';
import { scopeOf, ticketsIn } from './scope.ts';
import type { Scope } from './scope.ts';

type Sees = Reads<TicketTables>;

const OLDEST_FIRST: Order = [['opened_at', 'asc']];
const NEWEST_FIRST: Order = [['opened_at', 'desc']];
const DUE_FIRST: Order = [
  ['next_due_at', 'asc'],
  ['opened_at', 'asc'],
];

/**
 * Serves `tickets.queue`. Read and counted in the order of an index; a second condition besides status
 * and priority is looked up row by row.
 */
export function ticketQueue(
  reads: Sees,
  input: {
    readonly filter: TicketFilter;
    readonly sort: TicketSort;
    readonly offset: number;
    readonly limit: number;
  },
): Page<TicketLine> {
  const strips = stripsOf(reads, scopeOf(reads, input.filter), input.sort);
  return { rows: ticketLines(reads, windowOf(strips, input)), total: sumOf(strips) };
}

function stripsOf(reads: Sees, scope: Scope, sort: TicketSort): readonly Strip<Place>[] {
  switch (sort) {
    case 'opened':
      return [byOpening(reads, scope)];
    case 'due':
      return byDueTime(reads, scope);
    case 'priority':
      return byPriority(reads, scope);
    default:
      return unreachable(sort);
  }
}

function byOpening(reads: Sees, scope: Scope): Strip<Place> {
  if (scope.by !== null || !scope.everyStatus) {
    return opened(reads, scope, cellsOf(reads, scope), NEWEST_FIRST);
  }
  // All tickets stand in one index already.
  const all = ticketsIn(reads, scope, null, null).select([PLACE, 'opened_at']);
  return mergedStrip(reads, total(reads), [all], NEWEST_FIRST);
}

function opened(reads: Sees, scope: Scope, cells: readonly Cell[], order: Order): Strip<Place> {
  const parts = cells
    .filter(({ count }) => count > 0)
    .map(({ status_id, priority_id }) =>
      ticketsIn(reads, scope, status_id, priority_id).select([PLACE, 'opened_at']),
    );
  return mergedStrip(reads, sumOf(cells), parts, order);
}

function byPriority(reads: Sees, scope: Scope): readonly Strip<Place>[] {
  if (scope.by === 'priority_id')
    return [opened(reads, scope, cellsOf(reads, scope), OLDEST_FIRST)];
  const cells = scope.by === null ? allByPriority(reads, scope) : cellsOf(reads, scope);
  return ticketPriorities(reads).map(({ id }) => {
    const one = cells.filter(({ priority_id }) => priority_id === id);
    return opened(reads, scope, one, OLDEST_FIRST);
  });
}

function byDueTime(reads: Sees, scope: Scope): readonly Strip<Place>[] {
  const cells = cellsOf(reads, scope);
  const due = scope.by === null ? allDue(reads, scope) : dueWithin(reads, scope);
  const parts = cells
    .filter(({ count }) => count > 0)
    .map(({ status_id, priority_id }) =>
      ticketsIn(reads, scope, status_id, priority_id)
        .select([PLACE, 'opened_at'])
        .where('next_due_at', 'is', null),
    );
  return [due, mergedStrip(reads, sumOf(cells) - due.count, parts, OLDEST_FIRST)];
}

function allDue(reads: Sees, scope: Scope): Strip<Place> {
  const parts = scope.statuses.map(({ id }) =>
    ticketsIn(reads, scope, id, null).where('next_due_at', '>', ''),
  );
  const counts = parts.map((part) =>
    must(
      reads.first(part.select((eb) => eb.fn.countAll<number>().as('count'))),
      'a count is one row',
    ),
  );
  return mergedStrip(
    reads,
    sumOf(counts),
    parts
      .filter((_, at) => counts[at]?.count !== 0)
      .map((part) => part.select([PLACE, 'next_due_at', 'opened_at'])),
    DUE_FIRST,
  );
}

// Sorted, not merged: only tickets with a running clock are, those of one person, group or category.
function dueWithin(reads: Sees, scope: Scope): Strip<Place> {
  const found = ticketsIn(reads, scope, null, null)
    .where('next_due_at', '>', '')
    .where(
      'status_id',
      'in',
      scope.statuses.map(({ id }) => id),
    );
  const { count } = must(
    reads.first(found.select((eb) => eb.fn.countAll<number>().as('count'))),
    'a count is one row',
  );
  const part = found.select([PLACE, 'next_due_at', 'opened_at']);
  return mergedStrip(reads, count, [part], DUE_FIRST);
}
