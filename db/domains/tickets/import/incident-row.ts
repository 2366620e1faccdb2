import type { Refusal, RowRefusalCode } from '#db/domains/import/report.ts';
import type { FileRow } from '#db/domains/import/rows.ts';
import type { ReadTime } from '#db/domains/import/wall-time.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Cell } from '#db/schema/column.ts';
import type { EventValues } from './event-values.ts';
import type { IncidentColumn } from './incident-columns.ts';
import type { Notice } from './incident-report.ts';
import type { PriorityWord } from './incident-words.ts';
import { CHANNELS, FLAGS, LEVELS, NOTIFIES, priorityWord } from './incident-words.ts';

type CatalogueName = 'status_id' | 'priority_id' | 'category_id' | 'assignment_group_id';

/** What the log names and the desk knows by id. */
export interface EventWords {
  readonly state: string;
  readonly priority: PriorityWord;
  /** Null: not known. */
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly group: string | null;
}

/** One row of the log: how an incident stood after one change. */
export interface IncidentEvent {
  readonly line: number;
  readonly number: string;
  /** `sys_mod_count`. */
  readonly count: number;
  /** When, as it stands in the file: `2016-02-29T01:16:00`. */
  readonly wall: string;
  readonly written_at: Instant;
  readonly author_name: string;
  readonly words: EventWords;
  readonly values: Omit<EventValues, CatalogueName>;
  readonly content: string;
  readonly noticed: readonly Notice[];
}

/** A time of the file: as it stands there, `2016-02-29T01:16:00`, and the instant it is. */
export interface WrittenTime extends ReadTime {
  readonly wall: string;
}

/** What a row is read with: passed in so that a file's few times are computed once. */
export interface RowReading {
  readonly time: (text: string) => WrittenTime | null;
  /** Whether a word is a state of the log, or a status here. */
  readonly isState: (word: string) => boolean;
}

const LONGEST_TEXT = 100;
const LONGEST_CODE = 60;
const LONGEST_NUMBER = 30;

/** One row → an event, or every reason why not. `?` and nothing mean unknown. */
export function eventOf(
  { line, cells, content }: FileRow<IncidentColumn>,
  reading: RowReading,
): IncidentEvent | readonly Refusal[] {
  const refused: Refusal[] = [];
  const noticed: Notice[] = [];
  const refuse = (column: IncidentColumn, code: RowRefusalCode, message: string): void => {
    refused.push({ line, column, code, message });
  };
  const text = (column: IncidentColumn, longest = LONGEST_TEXT): string => {
    const value = cells[column];
    if (value.length > longest) {
      refuse(column, 'value_too_long', `${column} is longer than ${longest} characters.`);
    }
    return value === '?' ? '' : value;
  };
  const needed = (column: IncidentColumn, longest = LONGEST_TEXT): string => {
    const value = text(column, longest);
    if (value === '') refuse(column, 'missing_value', `${column} is not given.`);
    return value;
  };
  const count = (column: IncidentColumn): number => {
    if (/^\d{1,6}$/.test(cells[column])) return Number(cells[column]);
    refuse(column, 'bad_number', `${column} is not a whole number.`);
    return 0;
  };
  const choice = (column: IncidentColumn, from: ReadonlyMap<string, Cell>): Cell => {
    const found = from.get(cells[column]);
    if (found !== undefined) return found;
    if (needed(column) !== '') {
      refuse(column, 'bad_choice', `${column} is none of ${[...from.keys()].join(', ')}.`);
    }
    return null;
  };
  const flag = (column: IncidentColumn): Cell =>
    text(column) === '' ? null : choice(column, FLAGS);
  const time = (column: IncidentColumn): WrittenTime | null => {
    if (text(column) === '') return null;
    const found = reading.time(cells[column]);
    if (found === null) {
      refuse(column, 'bad_date', `${column} is no time like 29-02-2016 01:16.`);
    } else if (found.kind !== 'once') {
      noticed.push(oddTime(line, column, found.kind, cells[column], found.instant));
    }
    return found;
  };
  const neededTime = (column: IncidentColumn) => {
    const found = time(column);
    if (found === null && ['', '?'].includes(cells[column])) needed(column);
    return found;
  };

  const number = needed('number', LONGEST_NUMBER);
  const state = needed('incident_state');
  if (state !== '' && !reading.isState(state)) {
    refuse('incident_state', 'unknown_status', 'incident_state is no state of the log or here.');
  }
  const priorityText = needed('priority');
  const priority = priorityWord(priorityText);
  if (priority === null && priorityText !== '') {
    refuse('priority', 'bad_choice', 'priority is no word like 3 - Moderate.');
  }
  const category = text('category') || null;
  const subcategory = text('subcategory') || null;
  if (subcategory !== null && category === null) {
    refuse('category', 'missing_value', 'There is a subcategory without its category.');
  }
  const modifications = count('sys_mod_count');
  const written = neededTime('sys_updated_at');
  const opened = neededTime('opened_at');
  const channel = choice('contact_type', CHANNELS);
  const values = {
    assignee_name: text('assigned_to'),
    impact: choice('impact', LEVELS),
    urgency: choice('urgency', LEVELS),
    priority_confirmed: choice('u_priority_confirmation', FLAGS),
    requester_name: text('caller_id'),
    opened_by_name: text('opened_by'),
    opened_at: opened?.instant ?? null,
    recorded_by_name: text('sys_created_by'),
    recorded_at: time('sys_created_at')?.instant ?? null,
    resolved_by_name: text('resolved_by'),
    resolved_at: time('resolved_at')?.instant ?? null,
    resolution_code: text('closed_code', LONGEST_CODE),
    closed_at: time('closed_at')?.instant ?? null,
    reassignment_count: count('reassignment_count'),
    reopened_count: count('reopen_count'),
    made_sla: flag('made_sla'),
    channel,
    notify_requester: choice('notify', NOTIFIES),
    location: text('location'),
    symptom: text('u_symptom'),
    configuration_item: text('cmdb_ci'),
    problem_ref: text('problem_id', LONGEST_CODE),
    change_ref: text('rfc', LONGEST_CODE),
    caused_by_ref: text('caused_by', LONGEST_CODE),
    vendor: text('vendor'),
    knowledge_used: flag('knowledge'),
    'custom_fields.active': flag('active'),
    // Two words of the log are one channel here.
    'custom_fields.contact_type': cells.contact_type === 'IVR' ? 'IVR' : '',
    'custom_fields.sys_mod_count': modifications,
  };
  const author_name = text('sys_updated_by');
  const group = text('assignment_group') || null;
  if (refused.length > 0 || priority === null || written === null) return refused;
  return {
    line,
    number,
    count: modifications,
    wall: written.wall,
    written_at: written.instant,
    author_name,
    words: { state, priority, category, subcategory, group },
    values,
    content,
    noticed,
  };
}

function oddTime(
  line: number,
  column: IncidentColumn,
  kind: 'twice' | 'never',
  said: string,
  taken: Instant,
): Notice {
  return kind === 'twice'
    ? {
        line,
        column,
        code: 'time_came_twice',
        message: `${said} came twice there; the first was taken, ${taken}.`,
      }
    : {
        line,
        column,
        code: 'time_never_was',
        message: `${said} never was there, the clocks skipped it; taken as ${taken}.`,
      };
}
