import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { ImportTarget } from '#db/domains/import/target.ts';
import type { IncidentColumn } from '#db/domains/tickets/import/incident-columns.ts';
import type { IncidentReport } from '#db/domains/tickets/import/incident-report.ts';
import type { IncidentOptions } from '#db/domains/tickets/import/incidents.node.ts';
import { importIncidents } from '#db/domains/tickets/import/incidents.node.ts';
import type { IncidentTables } from '#db/domains/tickets/import/known.ts';
import { comments } from '#db/domains/tickets/tables.ts';
import { tickets } from '#db/domains/tickets/ticket-tables.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow, Role, Table } from '#db/schema/table.ts';
import type { Desk } from '#tests/fixtures/desk.ts';

export const GOOD_LOG = readFileSync(
  new URL('../fixtures/incidents/good.csv', import.meta.url),
  'utf8',
);
/** Rows of `GOOD_LOG`, the header left out. */
export const GOOD_ROWS = GOOD_LOG.trimEnd().split('\n').length - 1;

type Edit = Partial<Readonly<Record<IncidentColumn, string>>>;

/** The good log with some cells changed: `{3: {priority: '?'}}` by line, as the report counts them. */
export function logWith(edits: Readonly<Record<number, Edit>>, text = GOOD_LOG): string {
  const rows = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  }).data;
  const changed = rows.map((row, i) => ({ ...row, ...edits[i + 2] }));
  return `${Papa.unparse(changed, { newline: '\n' })}\n`;
}

/** The good log's header and those of its lines that `keep` names. */
export function logOf(keep: (line: number, text: string) => boolean): string {
  const lines = GOOD_LOG.trimEnd().split('\n');
  return `${lines.filter((text, i) => i === 0 || keep(i + 1, text)).join('\n')}\n`;
}

export function incidentTarget(desk: Desk, role: Role = 'admin'): ImportTarget<IncidentTables> {
  const { organization_id, reads, writer, actor } = desk.replica;
  return { organization_id, actor: { id: actor.id, role }, reads, writer };
}

export function importLog(
  desk: Desk,
  file: string | Uint8Array = GOOD_LOG,
  { role, ...options }: Partial<IncidentOptions> & { readonly role?: Role } = {},
) {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const wanted = { dryRun: false, skipRefused: false, ...options };
  return importIncidents(incidentTarget(desk, role), bytes, wanted);
}

/** The report; a refusal throws. */
export function imported(...args: Parameters<typeof importLog>): IncidentReport {
  const result = importLog(...args);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export function allRows(desk: Desk, table: Table): readonly CanonicalRow[] {
  return [...desk.replica.rows(table).values()];
}

export function ticketOf(desk: Desk, number: string): CanonicalRow {
  const found = allRows(desk, tickets).find((row) => row['provisional_number'] === number);
  return must(found, `there is a ticket ${number}`);
}

/** A ticket's events in their order. */
export function eventsOf(desk: Desk, number: string): readonly CanonicalRow[] {
  const { id } = ticketOf(desk, number);
  return allRows(desk, comments)
    .filter((row) => row['ticket_id'] === id)
    .toSorted((a, b) => Number(a['sequence']) - Number(b['sequence']));
}

/** What a table calls a row: its name or label. */
export function nameIn(desk: Desk, table: Table, id: unknown): unknown {
  const row = desk.replica.rows(table).get(String(id));
  return row?.['name'] ?? row?.['label'];
}

/** For sorting values of any kind. */
export function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
