import type { Refusal } from '#db/domains/import/report.ts';
import type { FileRows } from '#db/domains/import/rows.ts';
import type { IncidentColumn } from './incident-columns.ts';
import type { Notice } from './incident-report.ts';
import type { IncidentEvent, RowReading } from './incident-row.ts';
import { eventOf } from './incident-row.ts';

/** One incident and what happened to it, in the order of the file. */
export interface Incident {
  readonly number: string;
  readonly events: readonly IncidentEvent[];
}

export interface IncidentFile {
  /** Whose every row can be taken. */
  readonly incidents: readonly Incident[];
  readonly refused: readonly Refusal[];
  /** Lines of the other incidents' good rows. */
  readonly leftOut: readonly number[];
  readonly noticed: readonly Notice[];
}

/**
 * The rows of a log → incidents. The file's order is the order of events: counts start anew and
 * clocks differ, so neither decides; what goes back is noticed.
 */
export function incidentFile(
  file: FileRows<IncidentColumn>,
  reading: RowReading,
  refusalsOf: (incident: Incident) => readonly Refusal[],
): IncidentFile {
  const refused: Refusal[] = [...file.refused];
  const broken = neighbours(file);
  const events: IncidentEvent[] = [];
  for (const row of file.rows) {
    const event = eventOf(row, reading);
    if ('line' in event) {
      events.push(event);
      continue;
    }
    refused.push(...event);
    broken.add(row.cells.number);
  }
  const incidents: Incident[] = [];
  const noticed: Notice[] = [];
  const leftOut: number[] = [];
  for (const [number, all] of Map.groupBy(events, (event) => event.number)) {
    const lines = all.map(({ line }) => line);
    if (broken.has(number)) {
      leftOut.push(...lines);
      continue;
    }
    const found = foldRepeated(all);
    const incident = { number, events: found.events };
    const wrong = [...found.refused, ...disorder(found.events), ...refusalsOf(incident)];
    if (wrong.length === 0) {
      incidents.push(incident);
      noticed.push(...found.noticed, ...oddities(found.events));
      continue;
    }
    refused.push(...wrong);
    const named = new Set(wrong.map(({ line }) => line));
    leftOut.push(...lines.filter((line) => !named.has(line)));
  }
  return {
    incidents,
    refused: refused.toSorted((a, b) => a.line - b.line),
    leftOut: leftOut.sort((a, b) => a - b),
    noticed: noticed.sort((a, b) => a.line - b.line),
  };
}

// A row that cannot be taken apart belongs to the incident above it or to the one below.
function neighbours({ rows, refused }: FileRows<IncidentColumn>): Set<string> {
  const found = new Set<string>();
  let below = 0;
  for (const { line } of refused) {
    while (below < rows.length && (rows[below]?.line ?? line) <= line) below++;
    for (const row of [rows[below - 1], rows[below]]) {
      if (row !== undefined) found.add(row.cells.number);
    }
  }
  return found;
}

/** What identifies an event within its incident: no count and no time is unique by itself. */
export function placeOf({ count, wall }: Pick<IncidentEvent, 'count' | 'wall'>): string {
  return `${count}@${wall}`;
}

interface Folded {
  readonly events: readonly IncidentEvent[];
  readonly refused: readonly Refusal[];
  readonly noticed: readonly Notice[];
}

function foldRepeated(all: readonly IncidentEvent[]): Folded {
  const first = new Map<string, IncidentEvent>();
  const refused: Refusal[] = [];
  const noticed: Notice[] = [];
  for (const event of all) {
    const { line } = event;
    const earlier = first.get(placeOf(event));
    if (earlier === undefined) {
      first.set(placeOf(event), event);
    } else if (earlier.content === event.content) {
      const message = `The row says the same as line ${earlier.line}.`;
      noticed.push({ line, column: null, code: 'repeated_row', message });
    } else {
      const message = `The row and line ${earlier.line} say different things of one event.`;
      refused.push({ line, column: 'sys_mod_count', code: 'contradicting_event', message });
    }
  }
  return { events: [...first.values()], refused, noticed };
}

function disorder(events: readonly IncidentEvent[]): readonly Refusal[] {
  const last = events.at(-1);
  const latest = events.reduce<IncidentEvent | undefined>(
    (a, b) => (a === undefined || b.written_at > a.written_at ? b : a),
    undefined,
  );
  if (last === undefined || latest === undefined) return [];
  if (last.written_at >= latest.written_at || last.count >= latest.count) return [];
  const message = `The incident's last row is older than line ${latest.line}, by time and count.`;
  return [{ line: last.line, column: 'sys_updated_at', code: 'events_out_of_order', message }];
}

function oddities(events: readonly IncidentEvent[]): readonly Notice[] {
  const noticed: Notice[] = [];
  let above: IncidentEvent | undefined;
  for (const event of events) {
    const { line } = event;
    const odd = (column: IncidentColumn, code: Notice['code'], message: string): void => {
      noticed.push({ line, column, code, message });
    };
    // Times that every row of an incident repeats are odd once.
    const said = new Set(above?.noticed.map(({ column, message }) => `${column} ${message}`));
    noticed.push(
      ...event.noticed.filter(({ column, message }) => !said.has(`${column} ${message}`)),
    );
    if (above !== undefined && event.count <= above.count) {
      odd('sys_mod_count', 'count_goes_back', `${event.count} follows ${above.count}.`);
    }
    if (above !== undefined && event.written_at < above.written_at) {
      odd('sys_updated_at', 'time_goes_back', `${event.wall} follows ${above.wall}.`);
    }
    if (event.written_at < String(event.values.opened_at)) {
      odd('sys_updated_at', 'before_opened', `${event.wall} is before the incident was opened.`);
    }
    above = event;
  }
  return noticed;
}
