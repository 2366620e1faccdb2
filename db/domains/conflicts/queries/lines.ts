import { must } from '#db/kernel/must.ts';
import type { Page } from '#db/kernel/page.ts';
import type { Reads } from '#db/schema/access.ts';
import { inOrder, isAt, mergedStrip, PLACE, placeIn, windowOf } from '#db/schema/strips.ts';
import type { Place, Strip } from '#db/schema/strips.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { rowOf } from '#db/domains/effects.ts';
import { registry } from '#db/domains/registry.ts';
import type { ConflictData, ConflictRecord } from '../rules/conflict-data.ts';
import { readConflictData } from '../rules/conflict-data.ts';
import { losesSlot } from '../rules/kinds.ts';
import { wishedText } from '../rules/sides.ts';
import { nameIn, situationOf } from '../rules/situation.ts';
import type { ConflictLine, ConflictLog } from '../views.ts';

type Sees = Reads<BookingTables>;

/** A conflict with both bookings beside it, where they still exist. */
function logs({ sql: db }: Sees) {
  return db
    .selectFrom('conflict_logs as log')
    .leftJoin('resources as resource', 'resource.id', 'log.resource_id')
    .leftJoin('organizations as organization', 'organization.id', 'log.organization_id')
    .leftJoin('bookings as lost', 'lost.id', 'log.row_id')
    .leftJoin('bookings as other', 'other.id', 'log.other_row_id')
    .leftJoin('users as resolver', 'resolver.id', 'log.resolved_by')
    .select([
      'log.id',
      'log.conflict_type',
      'log.severity',
      'log.status',
      'log.created_at',
      'log.table_name',
      'log.row_id',
      'log.other_row_id',
      'log.conflict_data',
      'log.resolution',
      'log.resolved_at',
      'resource.name as resource_name',
      'resource.place as place',
      'resource.timezone as resource_timezone',
      'organization.timezone as organization_timezone',
      'lost.title as lost_title',
      'lost.start_time as lost_start',
      'lost.end_time as lost_end',
      'lost.updated_by as lost_updated_by',
      'other.title as other_title',
      'other.created_by as other_created_by',
      'resolver.display_name as resolved_by_name',
    ]);
}

type Log = NonNullable<ReturnType<typeof firstLog>>;

function firstLog(reads: Sees, id: string) {
  return reads.first(logs(reads).where('log.id', '=', id));
}

/** One conflict as a line, with what only its detail shows. */
export function conflictById(reads: Sees, id: string) {
  const log = firstLog(reads, id);
  if (!log) return undefined;
  const set_aside = readConflictData(log.conflict_data);
  const { table_name, row_id, other_row_id } = log;
  const line = must(toLines(reads, [log])[0], 'one log gives one line');
  return { line, set_aside, table_name, row_id, other_row_id };
}

const OPEN = ['open', 'investigating'] as const;
const SETTLED = ['resolved', 'ignored'] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/**
 * Serves `conflicts.inbox`: open ones by severity, then newest first; settled ones as they were
 * settled, last first.
 */
export function conflictInbox(
  reads: Sees,
  input: { readonly tab: 'open' | 'settled'; readonly offset: number; readonly limit: number },
): Page<ConflictLine> {
  const strips = input.tab === 'open' ? openStrips(reads) : [settledStrip(reads)];
  const places = windowOf(strips, input);
  const page = inOrder(
    places,
    reads.all(logs(reads).select(placeIn('log')).where(isAt('log', places))),
  );
  const total = strips.reduce((sum, { count }) => sum + count, 0);
  return { rows: toLines(reads, page), total };
}

function openStrips(reads: Sees): readonly Strip<Place>[] {
  return SEVERITIES.map((severity) => {
    const parts = OPEN.map((status) => inStatus(reads, status).where('severity', '=', severity));
    const ordered = parts.map((part) => part.select([PLACE, 'created_at']));
    return mergedStrip(reads, countOf(reads, parts), ordered, [['created_at', 'desc']]);
  });
}

function settledStrip(reads: Sees): Strip<Place> {
  const parts = SETTLED.map((status) => inStatus(reads, status));
  const ordered = parts.map((part) => part.select([PLACE, 'resolved_at', 'created_at']));
  return mergedStrip(reads, countOf(reads, parts), ordered, [
    ['resolved_at', 'desc'],
    ['created_at', 'desc'],
  ]);
}

function inStatus(reads: Sees, status: ConflictLog['status']) {
  return reads.sql.selectFrom('conflict_logs').where('status', '=', status);
}

function countOf(reads: Sees, parts: readonly ReturnType<typeof inStatus>[]): number {
  const counts = parts.map((part) =>
    reads.first(part.select((eb) => eb.fn.countAll<number>().as('count'))),
  );
  return counts.reduce((sum, row) => sum + must(row, 'a count is one row').count, 0);
}

function toLines(reads: Sees, page: readonly Log[]): readonly ConflictLine[] {
  const parsed = page.map((log) => ({
    log,
    data: readConflictData(log.conflict_data),
  }));
  const names = personNames(
    reads,
    parsed.flatMap(({ log, data }) => [data.actor_id, otherActor(log, data)]),
  );
  return parsed.map(({ log, data }) => toLine(reads, log, data, names));
}

/** Who made the side that stands: named by central's image, else by the row as it is. */
function otherActor(log: Log, data: ConflictData): string | null {
  const theirs = data.theirs?.['updated_by'] ?? data.theirs?.['created_by'];
  if (typeof theirs === 'string') return theirs;
  // Not who changed the holder last: a settlement does, too.
  return losesSlot(log.conflict_type) ? log.other_created_by : log.lost_updated_by;
}

function present(reads: Sees, { table_name, row_id }: Log) {
  return registry.get(table_name) === undefined ? null : rowOf(reads, table_name, row_id);
}

function toLine(
  reads: Sees,
  log: Log,
  data: ConflictRecord,
  names: ReadonlyMap<string, string>,
): ConflictLine {
  const theirs = data.theirs?.['title'];
  return {
    id: log.id,
    conflict_type: log.conflict_type,
    severity: log.severity,
    status: log.status,
    situation: situationOf(log.conflict_type, data),
    table_name: log.table_name,
    created_at: log.created_at,
    resource_name: log.resource_name,
    place: log.place,
    timezone: log.resource_timezone ?? log.organization_timezone ?? 'UTC',
    // What collided, even after the booking was moved away.
    start_time: wishedText(data, 'start_time') ?? log.lost_start,
    end_time: wishedText(data, 'end_time') ?? log.lost_end,
    title: log.lost_title ?? nameIn({ ...data.base, ...data.mine }) ?? nameIn(present(reads, log)),
    other_title:
      log.other_title ??
      (losesSlot(log.conflict_type) && typeof theirs === 'string' ? theirs : null),
    actor_name: names.get(data.actor_id) ?? null,
    other_actor_name: names.get(otherActor(log, data) ?? '') ?? null,
    device_name: data.device_name === '' ? null : data.device_name,
    resolution: log.resolution,
    resolved_at: log.resolved_at,
    resolved_by_name: log.resolved_by_name,
  };
}

function personNames(reads: Sees, ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const people = reads.all(
    reads.sql.selectFrom('users').select(['id', 'display_name']).where('id', 'in', wanted),
  );
  return new Map(people.map((person) => [person.id, person.display_name]));
}
