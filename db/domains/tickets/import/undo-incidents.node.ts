import { referredTo } from '#db/domains/import/references.ts';
import type { UndoneImport } from '#db/domains/import/report.ts';
import type { Step } from '#db/domains/import/steps.ts';
import { carryOut, slices } from '#db/domains/import/steps.ts';
import type { ImportTarget } from '#db/domains/import/target.ts';
import { sla_tracking } from '#db/domains/sla/tables.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { ok } from '#db/kernel/result.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Table } from '#db/schema/table.ts';
import { comments } from '../tables.ts';
import { tickets } from '../ticket-tables.ts';
import type { Catalogue, CatalogueKind } from './catalogue.ts';
import { createCatalogue } from './catalogue.ts';
import { replayed } from './event-values.ts';
import type { IncidentTables, KnownEvent, KnownTicket } from './known.ts';
import { knownCatalogue, knownTickets } from './known.ts';
import { idsIn, nameIdIn } from './names.node.ts';
import { isClockOf, movedTo, SOURCE, standing, ticketRow } from './plan.ts';
import { isAsInserted } from './ticket-cells.ts';
import { madeRows, spokenOf, unused } from './undo-catalogue.ts';

/** `deleted` and `kept` count events. */
export interface UndoneIncidents extends UndoneImport {
  readonly tickets_deleted: number;
  /** Made by an earlier import: they stand again as that one left them. */
  readonly tickets_restored: number;
  readonly statuses_deleted: number;
  readonly priorities_deleted: number;
  readonly categories_deleted: number;
  readonly groups_deleted: number;
}

const COMMAND = 'tickets.undoImport';
const ASKED = 500;

/** Whether this import made tickets or events that are here. */
export function isIncidentImport(reads: Reads<IncidentTables>, import_id: Id): boolean {
  const { sql } = reads;
  const ticket = sql.selectFrom('tickets').select('id').where('import_id', '=', import_id);
  const comment = sql.selectFrom('comments').select('id').where('import_id', '=', import_id);
  return !!reads.first(ticket.limit(1)) || !!reads.first(comment.limit(1));
}

/**
 * Takes an import back in one transaction: its events, with tickets and clocks that nobody changed
 * and nothing points at; a ticket of an earlier import is set back to its last event that remains.
 * A ticket that somebody changed, or that a later import goes on with, stays with all its events.
 * When an admin does it, the statuses, priorities, categories and groups made for it go as well, as
 * far as nobody changed them, nothing points at them and no history speaks of them. Refuses
 * `not_allowed` below supervisor.
 */
export function undoIncidents(
  target: ImportTarget<IncidentTables>,
  import_id: Id,
): Result<UndoneIncidents> {
  const { reads, writer, actor, organization_id } = target;
  const nameId = nameIdIn(organization_id);
  const catalogue = createCatalogue(knownCatalogue(reads), nameId);
  const known = touchedTickets(target, import_id);
  const held = heldTickets(reads, known);
  const taken: Taken[] = [];
  let kept = 0;
  for (const [id, ticket] of known) {
    const mine = ticket.events.filter((event) => event.import_id === import_id);
    const steps = takingBack(ticket, mine, catalogue, held.has(id));
    if (steps === null) kept += mine.length;
    else taken.push({ ...steps, events: mine });
  }
  const steps = taken.flatMap((one) => one.steps);
  return writer.batch(() => {
    const done = carryOut(target, COMMAND, steps);
    if (!done.ok) return done;
    const deleted: Record<CatalogueKind, number> = {
      status: 0,
      priority: 0,
      category: 0,
      group: 0,
    };
    const named = new Set(taken.flatMap(({ events }) => events.flatMap(idsNamed)));
    const made = actor.role === 'admin' ? madeRows(reads, named, nameId) : [];
    const spoken = spokenOf(reads, new Set(made.flatMap(({ ids }) => ids)));
    for (const rows of made) {
      const free = unused(reads, rows, spoken);
      deleted[rows.kind] += free.length;
      const cleared = carryOut(
        target,
        COMMAND,
        free.map((id) => deleting(rows.table, id)),
      );
      if (!cleared.ok) return cleared;
    }
    return ok({
      deleted: taken.reduce((sum, { events }) => sum + events.length, 0),
      kept,
      tickets_deleted: taken.filter(({ how }) => how === 'deleted').length,
      tickets_restored: taken.filter(({ how }) => how === 'restored').length,
      statuses_deleted: deleted.status,
      priorities_deleted: deleted.priority,
      categories_deleted: deleted.category,
      groups_deleted: deleted.group,
    });
  });
}

function touchedTickets(
  { reads, organization_id }: ImportTarget<IncidentTables>,
  import_id: Id,
): ReadonlyMap<Id, KnownTicket> {
  const { sql } = reads;
  const made = reads.all(sql.selectFrom('tickets').select('id').where('import_id', '=', import_id));
  const told = reads.all(
    sql
      .selectFrom('comments')
      .select('ticket_id as id')
      .distinct()
      .where('import_id', '=', import_id),
  );
  const ids = [...new Set([...made, ...told].map(({ id }) => id))];
  const clock = idsIn(organization_id).clock;
  const clocks = slices(ids, ASKED).flatMap((some) =>
    reads
      .all(sql.selectFrom('tickets').select('external_ref').where('id', 'in', some))
      .map(({ external_ref }) => clock(numberOf(external_ref))),
  );
  return knownTickets(reads, ids, clocks);
}

function numberOf(external_ref: unknown): string {
  return String(external_ref).slice(SOURCE.length);
}

/** Tickets that something besides the imported events and the clock belongs to or points at. */
function heldTickets(
  reads: Reads<IncidentTables>,
  known: ReadonlyMap<Id, KnownTicket>,
): ReadonlySet<Id> {
  const ids = [...known.keys()];
  const held = new Set(referredTo(reads, tickets, ids, [comments, sla_tracking]));
  const counts = (table: 'comments' | 'sla_tracking') =>
    slices(ids, ASKED).flatMap((some) =>
      reads.all(
        reads.sql
          .selectFrom(table)
          .select((is) => ['ticket_id', is.fn.countAll<number>().as('count')])
          .where('ticket_id', 'in', some)
          .groupBy('ticket_id'),
      ),
    );
  for (const { ticket_id, count } of counts('comments')) {
    if (count > (known.get(ticket_id)?.events.length ?? 0)) held.add(ticket_id);
  }
  for (const { ticket_id, count } of counts('sla_tracking')) {
    if (count > (known.get(ticket_id)?.clock === undefined ? 0 : 1)) held.add(ticket_id);
  }
  return held;
}

interface Taking {
  readonly how: 'deleted' | 'restored';
  readonly steps: readonly Step[];
}

interface Taken extends Taking {
  readonly events: readonly KnownEvent[];
}

/** What takes `mine` of a ticket's events back; null when the ticket must stay as it is. */
function takingBack(
  ticket: KnownTicket,
  mine: readonly KnownEvent[],
  catalogue: Catalogue,
  held: boolean,
): Taking | null {
  const { row, clock, events } = ticket;
  const [first] = mine;
  if (first === undefined || !mine.every(({ untouched }) => untouched)) return null;
  const rest = events.filter((event) => event.import_id !== first.import_id);
  if (rest.some(({ sequence }) => sequence > first.sequence)) return null;
  const now = standingAt(events, catalogue);
  const gone = mine.map(({ id }) => deleting(comments, id));
  if (rest.length > 0) {
    const moved = movedTo(ticket, now, standingAt(rest, catalogue));
    return moved === null ? null : { how: 'restored', steps: [...gone, ...moved] };
  }
  const import_id = first.import_id;
  const cells = ticketRow(numberOf(row['external_ref']), now.ticket, import_id);
  const untouched =
    isAsInserted(tickets, row, cells) && (clock === undefined || isClockOf(ticket, now));
  if (held || !untouched) return null;
  const clocks = clock === undefined ? [] : [deleting(sla_tracking, String(clock['id']))];
  return { how: 'deleted', steps: [...gone, ...clocks, deleting(tickets, String(row['id']))] };
}

function standingAt(events: readonly KnownEvent[], catalogue: Catalogue) {
  const values = replayed(events.map(({ changes }) => changes));
  return standing(values, catalogue, events.at(-1)?.written_at ?? null);
}

function idsNamed({ changes }: KnownEvent): readonly Id[] {
  const { status_id, priority_id, category_id, assignment_group_id } = replayed([changes]);
  return [status_id, priority_id, category_id, assignment_group_id].flatMap((id) =>
    typeof id === 'string' ? [id] : [],
  );
}

function deleting(table: Table, id: Id): Step {
  return { kind: 'delete', table, id };
}
