import { readCsv } from '#db/domains/import/csv.node.ts';
import { namedId } from '#db/domains/import/named-id.node.ts';
import type { Refusal } from '#db/domains/import/report.ts';
import { lineRanges, REFUSALS_LISTED } from '#db/domains/import/report.ts';
import { rowsOf } from '#db/domains/import/rows.ts';
import type { Step } from '#db/domains/import/steps.ts';
import { allowed, carryOut } from '#db/domains/import/steps.ts';
import type { ImportOptions, ImportTarget } from '#db/domains/import/target.ts';
import { instantOnWall, wallTime } from '#db/domains/import/wall-time.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { ok } from '#db/kernel/result.ts';
import { createCatalogue, isStatus } from './catalogue.ts';
import { INCIDENT_COLUMNS } from './incident-columns.ts';
import type { Incident } from './incident-file.ts';
import { incidentFile, placeOf } from './incident-file.ts';
import type { WrittenTime } from './incident-row.ts';
import type { IncidentReport } from './incident-report.ts';
import { STATES } from './incident-words.ts';
import type { IncidentTables, KnownTicket } from './known.ts';
import { knownCatalogue, knownTickets, ownZone } from './known.ts';
import type { IncidentIds, PlannedIncident } from './plan.ts';
import { planIncident } from './plan.ts';
import { idsIn, nameIdIn } from './names.node.ts';
import { talliesOf } from './tallies.ts';

export interface IncidentOptions extends ImportOptions {
  /** IANA zone by whose clock the file's times are read; the organization's when left out. */
  readonly timezone?: string;
}

/**
 * Imports an incident event log as ServiceNow exports it (UCI 498, 2019): each incident becomes a
 * ticket that stands as its last event left it, each event a comment of kind `event` with what it
 * changed, each outcome an SLA clock. Statuses, priorities, categories and groups are found by name
 * or code, else made. Everything is written in one transaction or not at all; events that are there
 * already are skipped, whoever imported them, and a longer log adds what follows them. Refuses
 * `not_allowed` before anything is written: statuses are an administrator's to make, priorities and
 * groups a manager's, categories a supervisor's; with all of them there an agent may import. Trouble
 * with the file is in the report, not a refusal.
 */
export function importIncidents(
  target: ImportTarget<IncidentTables>,
  bytes: Uint8Array,
  options: IncidentOptions,
): Result<IncidentReport> {
  const { organization_id, reads } = target;
  const timezone = options.timezone ?? ownZone(reads, organization_id);
  const ids = idsIn(organization_id);
  const listed = knownCatalogue(reads);
  const csv = rowsOf(readCsv(bytes), INCIDENT_COLUMNS);
  const numbers = [...new Set(csv.rows.map(({ cells }) => cells.number))];
  const known = knownTickets(reads, numbers.map(ids.ticket), numbers.map(ids.clock));
  const file = incidentFile(
    csv,
    {
      time: clockOf(timezone),
      isState: (word) => STATES.has(word) || isStatus(listed, word),
    },
    (incident) => otherTimes(incident, known.get(ids.ticket(incident.number)), ids),
  );
  const accepted = file.refused.length === 0 || (options.skipRefused && !csv.whole);
  const import_id = importId(organization_id, file.incidents, ids);
  const catalogue = createCatalogue(listed, nameIdIn(organization_id));
  const planned =
    import_id === null
      ? []
      : file.incidents.map((incident) =>
          planIncident(incident, known.get(ids.ticket(incident.number)), catalogue, ids, import_id),
        );
  const made = catalogue.made();
  const created = accepted ? planned.flatMap((one) => one.created) : [];
  const skipped = planned.flatMap((one) => one.skipped);
  const noticed = [...file.noticed, ...planned.flatMap((one) => one.noticed)];
  const counted = (steps: readonly Step[]) => (accepted ? steps.length : 0);
  const tickets = (how: PlannedIncident['ticket']) =>
    accepted ? planned.filter(({ ticket }) => ticket === how).length : 0;
  const report: IncidentReport = {
    import_id,
    dry_run: options.dryRun,
    accepted,
    timezone,
    rows: csv.count,
    created: created.length,
    skipped: skipped.length,
    created_lines: lineRanges(ascending(created)),
    skipped_lines: lineRanges(ascending(skipped)),
    refused_count: csv.whole
      ? file.refused.length
      : new Set(file.refused.map(({ line }) => line)).size,
    refused: file.refused.slice(0, REFUSALS_LISTED),
    left_out_lines: lineRanges(file.leftOut),
    tickets_created: tickets('created'),
    tickets_updated: tickets('updated'),
    tickets_kept: accepted
      ? file.incidents
          .filter((_, i) => planned[i]?.ticket === 'kept')
          .map(({ number }) => number)
          .slice(0, REFUSALS_LISTED)
      : [],
    statuses_created: counted(made.status),
    priorities_created: counted(made.priority),
    categories_created: counted(made.category),
    groups_created: counted(made.group),
    events_without_change: accepted
      ? planned.reduce((sum, { withoutChange }) => sum + withoutChange, 0)
      : 0,
    incidents: talliesOf(file.incidents.flatMap(({ events }) => events.slice(-1))),
    events: talliesOf(file.incidents.flatMap(({ events }) => events)),
    noticed_count: noticed.length,
    noticed: noticed.toSorted((a, b) => a.line - b.line).slice(0, REFUSALS_LISTED),
  };
  if (!accepted || created.length === 0) return ok(report);
  // What tickets refer to comes first: an op must find it at central.
  const catalogueSteps = [...made.status, ...made.priority, ...made.category, ...made.group];
  const ticketSteps = planned.flatMap(({ steps }) => steps);
  const may = allowed(target, [...catalogueSteps, ...ticketSteps]);
  if (!may.ok) return may;
  if (options.dryRun) return ok(report);
  const written = target.writer.batch(() => {
    const first = carryOut(target, COMMAND, catalogueSteps);
    return first.ok ? carryOut(target, COMMAND, ticketSteps) : first;
  });
  return written.ok ? ok(report) : written;
}

const COMMAND = 'tickets.import';

function importId(organization_id: Id, incidents: readonly Incident[], ids: IncidentIds) {
  if (incidents.length === 0) return null;
  const events = incidents.flatMap(({ number, events: of }) =>
    of.map((event) => ids.event(number, placeOf(event))),
  );
  return namedId(organization_id, 'import', ...events);
}

// A log of thousands of rows has some thousand times, each several times over.
function clockOf(timezone: string): (text: string) => WrittenTime | null {
  const seen = new Map<string, WrittenTime | null>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const wall = wallTime(text);
    const time = wall === null ? null : { wall, ...instantOnWall(wall, timezone) };
    seen.set(text, time);
    return time;
  };
}

/** Events that are here at another time than the file says: it was read by another zone's clock. */
function otherTimes(
  { number, events }: Incident,
  known: KnownTicket | undefined,
  ids: IncidentIds,
): readonly Refusal[] {
  const here = new Map(known?.events.map(({ id, written_at }) => [id, written_at]));
  return events.flatMap((event): readonly Refusal[] => {
    const written_at = here.get(ids.event(number, placeOf(event)));
    if (written_at === undefined || written_at === event.written_at) return [];
    const message = `It is here already, at ${written_at}: read by the clock of another zone.`;
    return [{ line: event.line, column: 'sys_updated_at', code: 'other_time', message }];
  });
}

function ascending(rows: readonly { readonly line: number }[]): readonly number[] {
  return rows.map(({ line }) => line).sort((a, b) => a - b);
}
