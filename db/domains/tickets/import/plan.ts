import type { Step } from '#db/domains/import/steps.ts';
import type { Id } from '#db/kernel/id.ts';
import { canonicalJson } from '#db/kernel/json.ts';
import { sla_tracking } from '#db/domains/sla/tables.ts';
import { comments } from '../tables.ts';
import { tickets } from '../ticket-tables.ts';
import type { Catalogue } from './catalogue.ts';
import type { EventChanges, EventValues } from './event-values.ts';
import { changesBetween, replayed } from './event-values.ts';
import type { Incident } from './incident-file.ts';
import { placeOf } from './incident-file.ts';
import type { Notice } from './incident-report.ts';
import type { IncidentEvent } from './incident-row.ts';
import type { KnownTicket } from './known.ts';
import type { Cells } from './ticket-cells.ts';
import { clockCells, differing, isAsInserted, ticketCells } from './ticket-cells.ts';

/** Ids that follow from what the log calls things. */
export interface IncidentIds {
  readonly ticket: (number: string) => Id;
  readonly event: (number: string, place: string) => Id;
  readonly clock: (number: string) => Id;
}

export interface PlannedIncident {
  /** The ticket first, then its events, then its clock. */
  readonly steps: readonly Step[];
  readonly created: readonly IncidentEvent[];
  readonly skipped: readonly IncidentEvent[];
  readonly withoutChange: number;
  readonly ticket: 'created' | 'updated' | 'kept' | 'same';
  readonly noticed: readonly Notice[];
}

/** Start of every imported row's `external_ref`. */
export const SOURCE = 'incidents:';

/**
 * What an incident still needs: all of it, or the events that follow those that are here. Its ticket
 * is brought to the last event unless somebody changed it since.
 */
export function planIncident(
  incident: Incident,
  known: KnownTicket | undefined,
  catalogue: Catalogue,
  ids: IncidentIds,
  import_id: Id,
): PlannedIncident {
  const { number } = incident;
  const { fresh, skipped, noticed } = freshEvents(incident, known, ids);
  const done = { created: fresh, skipped, noticed };
  const last = fresh.at(-1);
  if (last === undefined) return { ...done, steps: [], withoutChange: 0, ticket: 'same' };

  const told = known?.events ?? [];
  const ticket_id = ids.ticket(number);
  const start = replayed(told.map(({ changes }) => changes));
  const eventRow = (
    event: IncidentEvent,
    changes: EventChanges,
    event_code: string,
    at: number,
  ): Cells => ({
    ticket_id,
    kind: 'event',
    written_at: event.written_at,
    author_name: event.author_name,
    changes: canonicalJson(changes),
    event_code,
    sequence: at,
    external_ref: `${SOURCE}${number}:${placeOf(event)}`,
    import_id,
  });
  let values = start;
  let sequence = told.at(-1)?.sequence ?? 0;
  let withoutChange = 0;
  const events = fresh.map((event): Step => {
    const before = values;
    values = { ...event.values, ...catalogue.idsOf(event.words) };
    const changes = changesBetween(before, values);
    const code = sequence === 0 ? 'opened' : eventCode(changes, catalogue);
    if (code === 'saved') withoutChange++;
    sequence++;
    const id = ids.event(number, placeOf(event));
    return { kind: 'insert', table: comments, id, cells: eventRow(event, changes, code, sequence) };
  });
  const after = standing(values, catalogue, last.written_at);
  if (known === undefined) {
    const cells = ticketRow(number, after.ticket, import_id);
    const clock = { ...after.clock, ticket_id, import_id };
    return {
      ...done,
      steps: [
        { kind: 'insert', table: tickets, id: ticket_id, cells },
        ...events,
        { kind: 'insert', table: sla_tracking, id: ids.clock(number), cells: clock },
      ],
      withoutChange,
      ticket: 'created',
    };
  }
  const before = standing(start, catalogue, told.at(-1)?.written_at ?? null);
  const moved = movedTo(known, before, after);
  return {
    ...done,
    steps: [...(moved ?? []), ...events],
    withoutChange,
    ticket: moved === null ? 'kept' : 'updated',
  };
}

/** A ticket's and its clock's cells as the log has them after some event. */
export interface Standing {
  readonly ticket: Cells;
  readonly clock: Cells;
}

export function standing(
  values: EventValues,
  catalogue: Pick<Catalogue, 'kindOf'>,
  last: string | null,
): Standing {
  return {
    ticket: ticketCells(values, last),
    clock: clockCells(values, catalogue.kindOf(values.status_id), last),
  };
}

/** All that an import writes of a ticket. */
export function ticketRow(number: string, cells: Cells, import_id: Id | null): Cells {
  const external_ref = `${SOURCE}${number}`;
  return { ...cells, kind: 'incident', provisional_number: number, external_ref, import_id };
}

/** Changes that bring ticket and clock from one event to another; null when somebody was there. */
export function movedTo(known: KnownTicket, from: Standing, to: Standing): readonly Step[] | null {
  const { row, clock } = known;
  if (Object.keys(differing(tickets, row, from.ticket)).length > 0) return null;
  const patch = differing(tickets, row, to.ticket);
  const steps: Step[] = [{ kind: 'update', table: tickets, id: String(row['id']), cells: patch }];
  if (clock !== undefined && isClockOf(known, from)) {
    const cells = differing(sla_tracking, clock, to.clock);
    steps.push({ kind: 'update', table: sla_tracking, id: String(clock['id']), cells });
  }
  return steps.filter((step) => step.kind !== 'update' || Object.keys(step.cells).length > 0);
}

/** Whether the clock stands as the log had it. */
export function isClockOf({ row, clock }: KnownTicket, at: Standing): boolean {
  if (clock === undefined) return false;
  const ticket_id = row['id'] ?? null;
  const import_id = clock['import_id'] ?? null;
  return isAsInserted(sla_tracking, clock, { ...at.clock, ticket_id, import_id });
}

interface Fresh {
  readonly fresh: readonly IncidentEvent[];
  readonly skipped: readonly IncidentEvent[];
  readonly noticed: readonly Notice[];
}

// History only grows at its end: what stands before a known event, or is older than all of them when
// none of them is in the file, was deleted here or comes from an older piece of the log.
function freshEvents(
  { number, events }: Incident,
  known: KnownTicket | undefined,
  ids: IncidentIds,
): Fresh {
  const here = new Set(known?.events.map(({ id }) => id));
  const isHere = (event: IncidentEvent) => here.has(ids.event(number, placeOf(event)));
  const lastHere = events.findLastIndex(isHere);
  const latest = known?.events.at(-1)?.written_at ?? '';
  const isLate = (event: IncidentEvent, place: number) =>
    place < lastHere || (lastHere < 0 && event.written_at < latest);
  const others = [...events.entries()].filter(([, event]) => !isHere(event));
  return {
    fresh: others.filter(([place, event]) => !isLate(event, place)).map(([, event]) => event),
    skipped: events.filter(isHere),
    noticed: others
      .filter(([place, event]) => isLate(event, place))
      .map(([, { line }]) => ({
        line,
        column: null,
        code: 'earlier_than_known',
        message: `Later events of ${number.slice(0, 30)} are here already; this one was not added.`,
      })),
  };
}

const REASSIGNED = ['assignment_group_id', 'assignee_name'];
const PRIORITY = ['priority_id', 'impact', 'urgency'];
const COUNT = 'custom_fields.sys_mod_count';

/** What an event mainly was. */
function eventCode(changes: EventChanges, catalogue: Catalogue): string {
  const changed = Object.keys(changes).filter((name) => name !== COUNT);
  const any = (names: readonly string[]) => changed.some((name) => names.includes(name));
  const status = changes['status_id'];
  if (status !== undefined) return statusCode(status[1], catalogue, any(['reopened_count']));
  if (any(REASSIGNED)) return 'reassigned';
  if (any(PRIORITY)) return 'priority_changed';
  if (any(['category_id'])) return 'category_changed';
  return changed.length > 0 ? 'edited' : 'saved';
}

function statusCode(status_id: unknown, catalogue: Catalogue, reopened: boolean): string {
  if (reopened) return 'reopened';
  const kind = catalogue.kindOf(status_id);
  return kind === 'solved' || kind === 'closed' ? kind : 'status_changed';
}
