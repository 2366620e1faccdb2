import { must } from '#db/kernel/must.ts';
import type { Page } from '#db/kernel/page.ts';
import type { Reads } from '#db/schema/access.ts';
import { inOrder, isAt, mergedStrip, PLACE, placeIn, windowOf } from '#db/schema/strips.ts';
import type { Place } from '#db/schema/strips.ts';
import { unsent } from '#db/schema/unsent.ts';
import { REQUEST_STATUSES } from '../tables.ts';
import type { RequestTables } from '../tables-seen.ts';
import type { RequestCount, RequestFilter, RequestLine, RequestStatus } from '../views.ts';

type Sees = Reads<RequestTables>;
type Only = RequestFilter['only'];

/** Serves `requests.inbox`: newest first. */
export function requestInbox(
  reads: Sees,
  input: { readonly filter: RequestFilter; readonly offset: number; readonly limit: number },
): Page<RequestLine> {
  const { statuses, only } = input.filter;
  const parts = (statuses.length === 0 ? REQUEST_STATUSES : statuses).map((status) =>
    requestsIn(reads, only, status),
  );
  const total = parts.reduce((sum, part) => sum + countOf(reads, part), 0);
  const ordered = parts.map((part) => part.select([PLACE, 'received_at']));
  const strip = mergedStrip(reads, total, ordered, [['received_at', 'desc']]);
  return { rows: lines(reads, windowOf([strip], input)), total };
}

/** Serves `requests.counts`: every status, in the order of their life. */
export function requestCounts(
  reads: Sees,
  input: Pick<RequestFilter, 'only'>,
): readonly RequestCount[] {
  return REQUEST_STATUSES.map((status) => ({
    status,
    count: countOf(reads, requestsIn(reads, input.only, status)),
  }));
}

function requestsIn(reads: Sees, only: Only, status: RequestStatus) {
  const found = reads.sql.selectFrom('external_requests').where('status', '=', status);
  if (only === undefined) return found;
  if ('request_type' in only) return found.where('request_type', '=', only.request_type);
  if ('assigned_group_id' in only) {
    return found.where('assigned_group_id', '=', only.assigned_group_id);
  }
  return only.assigned_to === null
    ? found.where('assigned_to', 'is', null)
    : found.where('assigned_to', '=', only.assigned_to);
}

function countOf(reads: Sees, found: ReturnType<typeof requestsIn>): number {
  const row = reads.first(found.select((eb) => eb.fn.countAll<number>().as('count')));
  return must(row, 'a count is one row').count;
}

function lines(reads: Sees, places: readonly Place[]): readonly RequestLine[] {
  const rows = reads.all(
    reads.sql
      .selectFrom('external_requests')
      .leftJoin('users', 'users.id', 'external_requests.assigned_to')
      .select([
        placeIn('external_requests'),
        'external_requests.id',
        'external_requests.source',
        'external_requests.request_type',
        'external_requests.status',
        'external_requests.priority',
        'external_requests.summary',
        'external_requests.requester_name',
        'external_requests.assigned_to',
        'users.display_name as assigned_to_name',
        'external_requests.received_at',
        'external_requests.due_at',
        unsent('external_requests'),
      ])
      .where(isAt('external_requests', places)),
  );
  return inOrder(places, rows);
}
