import type { ImportReport, Refusal } from '#db/domains/import/report.ts';

/** What is odd about a row that was taken all the same. */
export type NoticeCode =
  /** The clocks of the zone skipped that time: taken as long after the gap as it says. */
  | 'time_never_was'
  /** The clocks of the zone showed that time twice: the first was taken. */
  | 'time_came_twice'
  /** `sys_mod_count` does not grow: the rows' own order was kept. */
  | 'count_goes_back'
  /** It happened before the row above it: the rows' own order was kept. */
  | 'time_goes_back'
  /** It happened before the incident was opened. */
  | 'before_opened'
  /** Says the same as an earlier row, and is counted with it. */
  | 'repeated_row'
  /** Later events are here already: what came before them is not added any more. */
  | 'earlier_than_known';

export interface Notice extends Omit<Refusal, 'code'> {
  readonly code: NoticeCode;
}

/** By the word the file uses; what it does not know is counted under `unknown`. */
export type Tally = Readonly<Record<string, number>>;

export interface IncidentTallies {
  readonly state: Tally;
  readonly priority: Tally;
  readonly group: Tally;
  readonly made_sla: Tally;
}

/** `rows`, `created`, `skipped` and their lines count events. */
export interface IncidentReport extends ImportReport {
  /** The zone whose clock the file's times were read by. */
  readonly timezone: string;
  readonly tickets_created: number;
  readonly tickets_updated: number;
  /** Changed by somebody since: they have the new events, and stay as they are. */
  readonly tickets_kept: readonly string[];
  readonly statuses_created: number;
  readonly priorities_created: number;
  readonly categories_created: number;
  readonly groups_created: number;
  /** Of those created: events in which nothing but the count of changes changed. */
  readonly events_without_change: number;
  /** Fine by themselves, but of an incident that has refused rows: its history would have holes. */
  readonly left_out_lines: readonly string[];
  /** How the accepted incidents of the file stand at its end, by incident. */
  readonly incidents: IncidentTallies;
  /** The same of every event. */
  readonly events: IncidentTallies;
  readonly noticed_count: number;
  /** The first 1,000 of them. */
  readonly noticed: readonly Notice[];
}
