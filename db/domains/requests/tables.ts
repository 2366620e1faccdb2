import { formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import { SOURCES } from '#db/domains/sources.ts';

export const REQUEST_TYPES = ['booking', 'inquiry', 'complaint', 'suggestion'] as const;

/** Life of a request. */
export const REQUEST_STATUSES = [
  'pending',
  'processing',
  'approved',
  'rejected',
  'cancelled',
] as const;
export const REQUEST_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** What somebody outside asked for, taken in once per source and id (S1). */
export const external_requests = table(
  'external_requests',
  {
    source: oneOf(...SOURCES).privacy('none'),
    /** Its id at the source; made by hand, its own. */
    external_id: text().max(255).privacy('none'),
    request_type: oneOf(...REQUEST_TYPES).privacy('none'),
    /** As it came. */
    request_data: json().privacy('personal'),
    status: oneOf(...REQUEST_STATUSES)
      .default('pending')
      .merge('refuse')
      .together('decision')
      .privacy('none'),
    priority: oneOf(...REQUEST_PRIORITIES)
      .default('normal')
      .privacy('none'),
    assigned_to: formerRef('users').orNull().together('assignment').privacy('none'),
    assigned_group_id: formerRef('groups').orNull().together('assignment').privacy('none'),
    processed_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    processed_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    processing_notes: text().max(4000).default('').merge('text').privacy('personal'),
    /** What it says, for people: the line in the list and what is searched. */
    summary: text().max(2000).default('').merge('text').privacy('personal'),
    requester_id: formerRef('users').orNull().privacy('none'),
    requester_name: text().default('').privacy('personal'),
    requester_email: text().max(254).default('').privacy('personal'),
    requester_phone: text().max(40).default('').privacy('personal'),
    locale: text().max(20).default('').privacy('none'),
    received_at: instant().privacy('none'),
    due_at: instant().orNull().privacy('none'),
    /** Array of `{path, problem}`: what the rules of intake found. */
    validation_errors: json().default('[]').merge('last').privacy('personal'),
    workflow_execution_id: formerRef('workflow_executions').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    /** What became of it; at most one of them. */
    booking_id: formerRef('bookings').orNull().merge('refuse').together('result').privacy('none'),
    ticket_id: formerRef('tickets').orNull().merge('refuse').together('result').privacy('none'),
    lead_id: formerRef('leads').orNull().merge('refuse').together('result').privacy('none'),
    duplicate_of_id: formerRef('external_requests').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    unique: [['source', 'external_id']],
    indexes: [
      ['status', 'received_at'],
      ['assigned_to', 'status', 'received_at'],
      ['assigned_group_id', 'status', 'received_at'],
      ['request_type', 'status', 'received_at'],
      ['booking_id'],
      ['ticket_id'],
      ['lead_id'],
    ],
    checks: [
      'length(external_id) > 0',
      `status not in ('approved', 'rejected') or processed_at is not null`,
      'booking_id is null or (ticket_id is null and lead_id is null)',
      'ticket_id is null or lead_id is null',
      'duplicate_of_id is null or duplicate_of_id <> id',
    ],
    search: [
      'summary',
      'requester_name',
      'requester_email',
      'requester_phone',
      'external_id',
      'processing_notes',
    ],
  },
);

/** A file that came with a request (S1). */
export const request_attachments = table(
  'request_attachments',
  {
    request_id: ref('external_requests').privacy('none'),
    file_name: text().max(255).privacy('personal'),
    file_type: text().max(120).privacy('none'),
    file_size: integer().privacy('none'),
    /** Where the source keeps it; looked at until the bytes are here. */
    file_url: text().max(2000).default('').privacy('personal'),
    /** The bytes; null while they have not been fetched. */
    file_id: ref('files').orNull().privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    uploaded_at: instant().privacy('none'),
    /** Whoever sent it, as the source names them: not one of our people. */
    uploaded_by: text().max(254).privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['request_id', 'position']],
    checks: ['file_size >= 0', 'file_id is not null or length(file_url) > 0'],
  },
);

/** In reference order. */
export const requestsTables = [external_requests, request_attachments] as const;

export interface RequestsRows {
  external_requests: Row<typeof external_requests>;
  request_attachments: Row<typeof request_attachments>;
}
