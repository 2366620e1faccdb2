import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import { categories, macros, priorities, ticket_templates } from './catalogue-tables.ts';
import { ticket_links, ticket_watchers, tickets } from './ticket-tables.ts';

export const COMMENT_KINDS = ['public', 'internal', 'event'] as const;

/** What was said about a ticket, or what happened to it (S3). */
export const comments = table(
  'comments',
  {
    ticket_id: ref('tickets').privacy('none'),
    kind: oneOf(...COMMENT_KINDS)
      .default('internal')
      .privacy('none'),
    /** Drafts and what waits for `scheduled_for` are comments as well, so that they change desks. */
    state: oneOf('draft', 'scheduled', 'written')
      .default('written')
      .together('writing')
      .privacy('none'),
    scheduled_for: instant().orNull().together('writing').privacy('none'),
    written_at: instant().together('writing').privacy('none'),
    edited_at: instant().orNull().merge('max').privacy('none'),
    author_id: formerRef('users').orNull().privacy('none'),
    author_name: text().default('').privacy('personal'),
    body: text().max(20000).default('').merge('text').privacy('personal'),
    body_format: oneOf('plain', 'markdown', 'html').default('plain').privacy('none'),
    /** Of events: `{column: [before, after]}`. */
    changes: json().orNull().privacy('personal'),
    /** Of events: `opened`, `reassigned`, `merged`, … */
    event_code: text().max(60).default('').privacy('none'),
    /** Place in the ticket's history where times do not tell: from 1 on, for imported events. */
    sequence: integer().default(0).privacy('none'),
    reply_to_id: formerRef('comments').orNull().privacy('none'),
    /** The message it came in or went out by. */
    message_id: formerRef('communication_messages').orNull().privacy('none'),
    /** Users named with `@`. */
    mentions: json().default('[]').merge('union').privacy('none'),
    time_spent_minutes: integer().default(0).privacy('none'),
    is_pinned: boolean().default(0).merge('last').privacy('none'),
    external_ref: text().default('').privacy('none'),
    import_id: formerRef('').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['ticket_id', 'written_at', 'sequence'],
      ['author_id', 'written_at'],
      ['kind', 'written_at'],
      { columns: ['scheduled_for'], while: { column: 'state', values: ['scheduled'] } },
      ['message_id'],
      ['external_ref'],
      ['import_id'],
    ],
    checks: [
      `kind <> 'event' or state = 'written'`,
      `state <> 'scheduled' or scheduled_for is not null`,
      `changes is null or kind = 'event'`,
      'time_spent_minutes >= 0',
    ],
    search: ['body', 'author_name'],
  },
);

/** A file at a ticket or at one of its comments (S3); its bytes are `files`. */
export const attachments = table(
  'attachments',
  {
    ticket_id: ref('tickets').privacy('none'),
    comment_id: ref('comments').orNull().privacy('none'),
    file_id: ref('files').privacy('none'),
    file_name: text().max(255).privacy('personal'),
    file_type: text().max(120).privacy('none'),
    file_size: integer().privacy('none'),
    description: text().max(500).default('').merge('last').privacy('personal'),
    visibility: oneOf('public', 'internal').default('internal').privacy('none'),
    uploaded_at: instant().privacy('none'),
    uploaded_by: formerRef('users').orNull().privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['ticket_id', 'uploaded_at']],
    checks: ['file_size >= 0'],
  },
);

export const ticketsTables = [
  priorities,
  categories,
  ticket_templates,
  macros,
  tickets,
  ticket_links,
  ticket_watchers,
  comments,
  attachments,
] as const;

export interface TicketsRows {
  priorities: Row<typeof priorities>;
  categories: Row<typeof categories>;
  ticket_templates: Row<typeof ticket_templates>;
  macros: Row<typeof macros>;
  tickets: Row<typeof tickets>;
  ticket_links: Row<typeof ticket_links>;
  ticket_watchers: Row<typeof ticket_watchers>;
  comments: Row<typeof comments>;
  attachments: Row<typeof attachments>;
}
