import type { TICKET_STATUS_KINDS } from '#db/domains/organizations/status-tables.ts';
import type { TICKET_CHANNELS, TICKET_LEVELS } from '../ticket-choices.ts';

export type StatusKind = (typeof TICKET_STATUS_KINDS)[number];

/** States of the log → what clocks go by, in the order in which an incident goes through them. */
export const STATES: ReadonlyMap<string, StatusKind> = new Map([
  ['New', 'new'],
  ['Active', 'open'],
  ['Awaiting User Info', 'pending_customer'],
  // Our own work on the cause, or on what proves it: the clock goes on.
  ['Awaiting Problem', 'pending_internal'],
  ['Awaiting Evidence', 'pending_internal'],
  // Somebody else's turn: the clock stands still.
  ['Awaiting Vendor', 'on_hold'],
  ['Resolved', 'solved'],
  ['Closed', 'closed'],
]);

export const LEVELS: ReadonlyMap<string, (typeof TICKET_LEVELS)[number]> = new Map([
  ['1 - High', 'high'],
  ['2 - Medium', 'medium'],
  ['3 - Low', 'low'],
]);

/** `Direct opening` is somebody at the counter, `IVR` the answering machine. */
export const CHANNELS: ReadonlyMap<string, (typeof TICKET_CHANNELS)[number]> = new Map([
  ['Phone', 'phone'],
  ['Email', 'email'],
  ['Self service', 'form'],
  ['Direct opening', 'in_person'],
  ['IVR', 'phone'],
]);

export const NOTIFIES: ReadonlyMap<string, 0 | 1> = new Map([
  ['Do Not Notify', 0],
  ['Send Email', 1],
]);

export const FLAGS: ReadonlyMap<string, 0 | 1> = new Map([
  ['TRUE', 1],
  ['FALSE', 0],
]);

export interface PriorityWord {
  /** As the log has it: `3 - Moderate`. */
  readonly word: string;
  readonly level: number;
  readonly name: string;
}

/** `3 - Moderate` → level and name; null for anything else. */
export function priorityWord(word: string): PriorityWord | null {
  const found = /^([1-9]) - (\S.*)$/.exec(word);
  const [, level, name] = found ?? [];
  return level === undefined || name === undefined ? null : { word, level: Number(level), name };
}

const REQUEST_WORDS = ['urgent', 'high', 'normal'] as const;

/** The same in the words of requests. */
export function mapsTo(level: number): (typeof REQUEST_WORDS)[number] | 'low' {
  return REQUEST_WORDS[level - 1] ?? 'low';
}
