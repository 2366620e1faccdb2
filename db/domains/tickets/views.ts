import type { statuses, TICKET_STATUS_KINDS } from '#db/domains/organizations/status-tables.ts';
import type { Row } from '#db/schema/table.ts';
import type { comments } from './tables.ts';
import type { tickets } from './ticket-tables.ts';

export type TicketStatusKind = (typeof TICKET_STATUS_KINDS)[number];

/** Which tickets a saved view shows; what is left out does not matter. */
export interface TicketFilter {
  /** Kinds of status; empty for any. */
  readonly kinds: readonly TicketStatusKind[];
  /** A person's, or with null nobody's. */
  readonly assignee_id?: string | null;
  readonly assignment_group_id?: string;
  readonly priority_id?: string;
  readonly category_id?: string;
}

/**
 * `opened` newest first; `due` what is due next first, at the end what has no due time; `priority` the
 * most urgent first. The older one comes first where `due` or `priority` are equal.
 */
export type TicketSort = 'opened' | 'due' | 'priority';

/** A line of the queue. */
export interface TicketLine {
  readonly id: string;
  readonly number: string;
  readonly provisional_number: string;
  readonly kind: Row<typeof tickets>['kind'];
  readonly subject: string;
  readonly requester_name: string;
  readonly status_id: string;
  readonly status_label: string | null;
  readonly status_kind: Row<typeof statuses>['kind'] | null;
  readonly priority_id: string;
  readonly priority_name: string | null;
  /** 1 is the most urgent. */
  readonly priority_level: number | null;
  readonly category_name: string | null;
  readonly assignment_group_name: string | null;
  readonly assignee_id: string | null;
  /** Empty while it is nobody's. */
  readonly assignee_name: string;
  readonly opened_at: string;
  readonly next_due_at: string | null;
  readonly last_activity_at: string | null;
  /** 1 while an op on it waits to be sent. */
  readonly unsent: 0 | 1;
}

export interface StatusCount {
  readonly status_id: string;
  readonly count: number;
}

export interface FoundTicket {
  readonly id: string;
  readonly number: string;
  readonly provisional_number: string;
  readonly subject: string;
  readonly requester_name: string;
  readonly status_label: string | null;
  readonly opened_at: string;
  /** Whether the words stand in the ticket itself or in a comment. */
  readonly found_in: 'ticket' | 'comment';
}

/** One entry of the timeline of a ticket. */
export interface TicketComment {
  readonly id: string;
  readonly kind: Row<typeof comments>['kind'];
  readonly state: Row<typeof comments>['state'];
  readonly written_at: string;
  readonly scheduled_for: string | null;
  readonly edited_at: string | null;
  readonly author_id: string | null;
  readonly author_name: string;
  readonly body: string;
  readonly body_format: Row<typeof comments>['body_format'];
  /** JSON, of events. */
  readonly changes: string | null;
  readonly event_code: string;
  readonly is_pinned: 0 | 1;
  readonly unsent: 0 | 1;
}
