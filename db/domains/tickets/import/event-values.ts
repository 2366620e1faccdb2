import type { Json, JsonObject } from '#db/kernel/json.ts';
import type { Cell } from '#db/schema/column.ts';

/**
 * What an event of the log says of its ticket: columns of `tickets`, and keys of its
 * `custom_fields`. Here with the value of each while nothing is known.
 */
export const BLANK = {
  status_id: null,
  priority_id: null,
  category_id: null,
  assignment_group_id: null,
  assignee_name: '',
  impact: null,
  urgency: null,
  priority_confirmed: null,
  requester_name: '',
  opened_by_name: '',
  opened_at: null,
  recorded_by_name: '',
  recorded_at: null,
  resolved_by_name: '',
  resolved_at: null,
  resolution_code: '',
  closed_at: null,
  reassignment_count: 0,
  reopened_count: 0,
  made_sla: null,
  channel: null,
  notify_requester: null,
  location: '',
  symptom: '',
  configuration_item: '',
  problem_ref: '',
  change_ref: '',
  caused_by_ref: '',
  vendor: '',
  knowledge_used: null,
  'custom_fields.active': null,
  'custom_fields.contact_type': '',
  'custom_fields.sys_mod_count': null,
} as const satisfies Readonly<Record<string, Cell>>;

export type ValueName = keyof typeof BLANK;
export type EventValues = Readonly<Record<ValueName, Cell>>;

// `keys` forgets them.
export const VALUE_NAMES = Object.keys(BLANK) as readonly ValueName[];

/** `{name: [before, after]}` of what differs, as `comments.changes` holds it. */
export type EventChanges = Readonly<Record<string, readonly [Cell, Cell]>>;

export function changesBetween(before: EventValues, after: EventValues): EventChanges {
  return Object.fromEntries(
    VALUE_NAMES.filter((name) => before[name] !== after[name]).map((name) => [
      name,
      [before[name], after[name]],
    ]),
  );
}

/** What a ticket's events, in their order, say in the end. `changes` as stored: JSON text. */
export function replayed(changes: readonly (string | null)[]): EventValues {
  const values: Record<ValueName, Cell> = { ...BLANK };
  for (const text of changes) {
    const event: Json = text === null ? {} : JSON.parse(text);
    if (!isObject(event)) continue;
    for (const name of VALUE_NAMES) {
      const change = event[name];
      if (Array.isArray(change) && isCell(change[1])) values[name] = change[1];
    }
  }
  return values;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCell(value: unknown): value is Cell {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
