import { sql } from 'kysely';
import type { Database } from '#db/domains/registry.ts';
import { slices } from '#db/domains/import/steps.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Reads } from '#db/schema/access.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { sla_tracking } from '#db/domains/sla/tables.ts';
import { tickets } from '../ticket-tables.ts';
import type { KnownCatalogue } from './catalogue.ts';

/** What an import of tickets reads. */
export type IncidentTables = Pick<
  Database,
  | 'organizations'
  | 'statuses'
  | 'priorities'
  | 'categories'
  | 'groups'
  | 'tickets'
  | 'comments'
  | 'sla_tracking'
>;

const ASKED = 500;

/** An event that an import wrote. */
export interface KnownEvent {
  readonly id: Id;
  readonly sequence: number;
  readonly written_at: string;
  readonly changes: string | null;
  readonly import_id: Id | null;
  /** False when somebody changed it since. */
  readonly untouched: boolean;
}

/** A ticket that an import wrote, as it is now. */
export interface KnownTicket {
  readonly row: CanonicalRow;
  readonly clock: CanonicalRow | undefined;
  /** In their order. */
  readonly events: readonly KnownEvent[];
}

/** The organization's zone. */
export function ownZone(reads: Reads<IncidentTables>, organization_id: Id): string {
  const query = reads.sql.selectFrom('organizations').select('timezone');
  return reads.first(query.where('id', '=', organization_id))?.timezone ?? 'UTC';
}

export function knownCatalogue(reads: Reads<IncidentTables>): KnownCatalogue {
  const { sql: select } = reads;
  const rooted = <T>(entry: T) => ({ ...entry, parent_id: null });
  const columns = ['id', 'name', 'code'] as const;
  return {
    status: reads
      .all(
        select
          .selectFrom('statuses')
          .select(['id', 'label as name', 'code', 'kind'])
          .where('entity_type', '=', 'ticket')
          .orderBy('position')
          .orderBy('id'),
      )
      .map(rooted),
    priority: reads
      .all(select.selectFrom('priorities').select(columns).orderBy('level').orderBy('id'))
      .map(rooted),
    category: reads.all(
      select
        .selectFrom('categories')
        .select([...columns, 'parent_id'])
        .orderBy('position')
        .orderBy('id'),
    ),
    group: reads
      .all(select.selectFrom('groups').select(columns).orderBy('position').orderBy('id'))
      .map(rooted),
  };
}

/** Those of these tickets that are here, by id, with their clocks `clockIds` and their events. */
export function knownTickets(
  reads: Reads<IncidentTables>,
  ticketIds: readonly Id[],
  clockIds: readonly Id[],
): ReadonlyMap<Id, KnownTicket> {
  const rows = wholeRows(reads, tickets, ticketIds);
  const clocks = wholeRows(reads, sla_tracking, clockIds);
  const clockOf = new Map(clocks.map((row) => [String(row['ticket_id']), row]));
  const events = eventsOf(
    reads,
    rows.map((row) => String(row['id'])),
  );
  return new Map(
    rows.map((row) => {
      const id = String(row['id']);
      return [id, { row, clock: clockOf.get(id), events: events.get(id) ?? [] }];
    }),
  );
}

function eventsOf(
  reads: Reads<IncidentTables>,
  ticketIds: readonly Id[],
): ReadonlyMap<Id, readonly KnownEvent[]> {
  const rows = slices(ticketIds, ASKED).flatMap((some) =>
    reads.all(
      reads.sql
        .selectFrom('comments')
        .select(['id', 'ticket_id', 'sequence', 'written_at', 'changes', 'import_id'])
        .select(['created_at', 'updated_at'])
        .where('ticket_id', 'in', some)
        .where('kind', '=', 'event')
        .where('import_id', 'is not', null),
    ),
  );
  const events = rows
    .map(({ created_at, updated_at, ...event }) => ({
      ...event,
      untouched: created_at === updated_at,
    }))
    .sort((a, b) => a.sequence - b.sequence);
  return Map.groupBy(events, ({ ticket_id }) => ticket_id);
}

/** Rows of any table in canonical form, those of `ids` that are here. */
export function wholeRows(
  reads: Reads<IncidentTables>,
  table: Table,
  ids: readonly Id[],
): readonly CanonicalRow[] {
  const columns = sql.join(Object.keys(table.columns).map((name) => sql.ref(name)));
  return slices(ids, ASKED).flatMap((some) => {
    const query = sql<CanonicalRow>`select ${columns} from ${sql.table(table.name)}
      where id in (${sql.join(some)})`;
    return reads.all({ compile: () => query.compile(reads.sql) });
  });
}
