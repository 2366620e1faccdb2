import type { Row } from '#db/schema/table.ts';
import type { leads } from './lead-tables.ts';

type Lead = Row<typeof leads>;

export type LeadStatus = Lead['status'];

/** Which leads a list shows; what is left out does not matter. */
export interface LeadFilter {
  /** Empty for any. */
  readonly statuses: readonly LeadStatus[];
  /** A person's, or with null nobody's. */
  readonly assigned_to?: string | null;
}

/**
 * `received` newest first; `score` highest first; `next_action` what is to be done next first, at the
 * end what has nothing to be done.
 */
export type LeadSort = 'received' | 'score' | 'next_action';

/** A line of the pipeline. */
export interface LeadLine {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly status: LeadStatus;
  readonly source: Lead['source'];
  readonly priority: Lead['priority'];
  readonly score: number;
  readonly assigned_to: string | null;
  readonly assigned_to_name: string | null;
  /** Minor units of `currency`. */
  readonly estimated_value: number | null;
  readonly currency: string;
  readonly received_at: string;
  readonly next_action: string;
  readonly next_action_at: string | null;
  /** 1 while an op on it waits to be sent. */
  readonly unsent: 0 | 1;
}

export interface LeadCount {
  readonly status: LeadStatus;
  readonly count: number;
}

export interface FoundLead {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string;
  readonly status: LeadStatus;
  readonly received_at: string;
}
