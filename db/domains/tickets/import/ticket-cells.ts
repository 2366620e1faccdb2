import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { EventValues } from './event-values.ts';
import { VALUE_NAMES } from './event-values.ts';

export type Cells = Readonly<Record<string, Cell>>;

const CUSTOM = 'custom_fields.';
const LONGEST_SUBJECT = 200;

/** The columns of a ticket that follow from the log, at its last event. */
export function ticketCells(values: EventValues, last: string | null): Cells {
  const columns = VALUE_NAMES.filter((name) => !name.startsWith(CUSTOM));
  return {
    ...Object.fromEntries(columns.map((name) => [name, values[name]])),
    subject: subjectOf(values),
    custom_fields: customFields(values),
    last_activity_at: last,
  };
}

// The log has no words of the caller's; what is known stands in for them.
function subjectOf(values: EventValues): string {
  const symptom = values.symptom === '' ? 'Symptom unknown' : String(values.symptom);
  return [symptom, values.configuration_item, values.location]
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, LONGEST_SUBJECT);
}

function customFields(values: EventValues): string {
  const {
    'custom_fields.active': active,
    'custom_fields.contact_type': contact_type,
    'custom_fields.sys_mod_count': sys_mod_count,
  } = values;
  return canonicalJson({
    ...(active === null ? {} : { active: active === 1 }),
    ...(contact_type === '' ? {} : { contact_type }),
    ...(sys_mod_count === null ? {} : { sys_mod_count }),
  });
}

const STOPPED: readonly string[] = ['solved', 'closed', 'merged'];

/**
 * The clock to the ticket's solution as the log recorded it, without the ticket. The log tells that
 * the promise was broken, not when.
 */
export function clockCells(values: EventValues, statusKind: string, last: string | null): Cells {
  const stopped = STOPPED.includes(statusKind);
  const outcome = values.made_sla === null ? 'cancelled' : stopped ? 'met' : 'running';
  return {
    clock: 'resolution',
    state: values.made_sla === 0 ? 'breached' : outcome,
    started_at: values.opened_at,
    stopped_at: stopped ? (values.resolved_at ?? values.closed_at ?? last) : null,
    outcome_source: 'recorded',
  };
}

/** Which of these cells a row does not hold. JSON is compared by what it says. */
export function differing(table: Table, row: CanonicalRow, cells: Cells): Cells {
  return Object.fromEntries(
    Object.entries(cells).filter(([name, cell]) => {
      const now = row[name] ?? null;
      if (table.own[name]?.shape.kind !== 'json') return now !== cell;
      return jsonText(now) !== jsonText(cell);
    }),
  );
}

function jsonText(cell: Cell): string {
  const value: Json = typeof cell === 'string' ? JSON.parse(cell) : cell;
  return canonicalJson(value);
}

/** Whether a row is what inserting `cells` made of it: in every column that devices write. */
export function isAsInserted(table: Table, row: CanonicalRow, cells: Cells): boolean {
  const defaults = Object.entries(table.own)
    .filter(([, { shape }]) => shape.merge !== 'central')
    .map(([name, { shape }]) => [name, shape.defaultValue ?? null] as const);
  const expected = { ...Object.fromEntries(defaults), ...cells };
  return Object.keys(differing(table, row, expected)).length === 0;
}
