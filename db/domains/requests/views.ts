import type { Row } from '#db/schema/table.ts';
import type { external_requests } from './tables.ts';

type ExternalRequest = Row<typeof external_requests>;

export type RequestStatus = ExternalRequest['status'];

/** Which requests the inbox shows; at most one of the conditions besides the status. */
export interface RequestFilter {
  /** Empty for any. */
  readonly statuses: readonly RequestStatus[];
  readonly only?:
    | { readonly request_type: ExternalRequest['request_type'] }
    | { readonly assigned_to: string | null }
    | { readonly assigned_group_id: string };
}

/** A line of the inbox. */
export interface RequestLine {
  readonly id: string;
  readonly source: ExternalRequest['source'];
  readonly request_type: ExternalRequest['request_type'];
  readonly status: RequestStatus;
  readonly priority: ExternalRequest['priority'];
  readonly summary: string;
  readonly requester_name: string;
  readonly assigned_to: string | null;
  readonly assigned_to_name: string | null;
  readonly received_at: string;
  readonly due_at: string | null;
  /** 1 while an op on it waits to be sent. */
  readonly unsent: 0 | 1;
}

export interface RequestCount {
  readonly status: RequestStatus;
  readonly count: number;
}

export interface FoundRequest {
  readonly id: string;
  readonly source: ExternalRequest['source'];
  readonly external_id: string;
  readonly status: RequestStatus;
  readonly summary: string;
  readonly requester_name: string;
  readonly received_at: string;
}
