import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import {
  TICKET_CHANNELS,
  TICKET_KINDS,
  TICKET_LEVELS,
  TICKET_LINK_KINDS,
} from './ticket-choices.ts';

// Times come from the clocks of several desks, which may disagree by minutes: no check compares them.
/** Something a person wants seen to (S3). Names stand in for people who have no account here. */
export const tickets = table(
  'tickets',
  {
    /** Final, given by central; empty until then. */
    number: text().max(30).default('').merge('central').privacy('none'),
    /** What stood on paper before the final one: `D3-014`, or the number it was imported under. */
    provisional_number: text().max(30).default('').privacy('none'),
    kind: oneOf(...TICKET_KINDS)
      .default('incident')
      .privacy('none'),
    subject: text().privacy('personal'),
    description: text().max(20000).default('').merge('text').privacy('personal'),
    status_id: ref('statuses').together('status').privacy('none'),
    resolved_at: instant().orNull().together('status').privacy('none'),
    resolved_by_id: formerRef('users').orNull().together('status').privacy('none'),
    resolved_by_name: text().default('').together('status').privacy('personal'),
    resolution_code: text().max(60).default('').together('status').privacy('none'),
    closed_at: instant().orNull().together('status').privacy('none'),
    resolution_notes: text().max(4000).default('').merge('text').privacy('personal'),
    impact: oneOf(...TICKET_LEVELS)
      .default('medium')
      .together('priority')
      .privacy('none'),
    urgency: oneOf(...TICKET_LEVELS)
      .default('medium')
      .together('priority')
      .privacy('none'),
    priority_id: ref('priorities').together('priority').privacy('none'),
    /** Somebody has looked at the priority that impact and urgency gave. */
    priority_confirmed: boolean().default(0).privacy('none'),
    /** The subcategory where there is one. */
    category_id: ref('categories').orNull().privacy('none'),
    assignment_group_id: formerRef('groups').orNull().together('assignment').privacy('none'),
    assignee_id: formerRef('users').orNull().together('assignment').privacy('none'),
    assignee_name: text().default('').together('assignment').privacy('personal'),
    department_id: ref('departments').orNull().privacy('none'),
    requester_id: formerRef('users').orNull().together('requester').privacy('none'),
    requester_name: text().default('').together('requester').privacy('personal'),
    requester_email: text().max(254).default('').together('requester').privacy('personal'),
    requester_phone: text().max(40).default('').together('requester').privacy('personal'),
    opened_at: instant().privacy('none'),
    opened_by_id: formerRef('users').orNull().privacy('none'),
    opened_by_name: text().default('').privacy('personal'),
    /** When and by whom it was written down, which may be later and somebody else. */
    recorded_at: instant().orNull().privacy('none'),
    recorded_by_name: text().default('').privacy('personal'),
    first_response_at: instant().orNull().merge('min').privacy('none'),
    last_activity_at: instant().orNull().merge('max').privacy('none'),
    /** The nearest of its running clocks. */
    next_due_at: instant().orNull().merge('last').privacy('none'),
    snoozed_until: instant().orNull().merge('last').privacy('none'),
    reopened_count: integer().default(0).merge('sum').privacy('none'),
    reassignment_count: integer().default(0).merge('sum').privacy('none'),
    time_spent_minutes: integer().default(0).merge('sum').privacy('none'),
    /** As recorded or computed at the end; null while nobody knows. */
    made_sla: boolean().orNull().merge('last').privacy('none'),
    channel: oneOf(...TICKET_CHANNELS)
      .default('phone')
      .privacy('none'),
    notify_requester: boolean().default(1).privacy('none'),
    location: text().default(''),
    symptom: text().default(''),
    /** Name of the thing concerned where it is no resource here. */
    configuration_item: text().default(''),
    resource_id: formerRef('resources').orNull().privacy('none'),
    booking_id: formerRef('bookings').orNull().privacy('none'),
    parent_id: formerRef('tickets').orNull().privacy('none'),
    merged_into_id: formerRef('tickets').orNull().merge('refuse').privacy('none'),
    template_id: formerRef('ticket_templates').orNull().privacy('none'),
    /** Numbers of records elsewhere: the problem behind it, the change it asks for or came from. */
    problem_ref: text().max(60).default('').privacy('none'),
    change_ref: text().max(60).default('').privacy('none'),
    caused_by_ref: text().max(60).default('').privacy('none'),
    vendor: text().default(''),
    /** Whether an article of the knowledge base helped; null while nobody knows. */
    knowledge_used: boolean().orNull().privacy('none'),
    tags: json().default('[]').merge('union'),
    /** `{key: value}` after the category's fields. */
    custom_fields: json().default('{}').privacy('personal'),
    locale: text().max(35).default('').privacy('none'),
    /** Key of the row it came from, unique per import; empty when made by hand. */
    external_ref: text().default('').privacy('none'),
    /** The import that made it; undoing an import takes these back. */
    import_id: formerRef('').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    generated: {
      number_key: `case when number <> '' then number else cast(id as text) end`,
    },
    unique: [['number_key']],
    indexes: [
      ['status_id', 'opened_at'],
      ['status_id', 'next_due_at', 'opened_at'],
      // The queue is counted and put in order by these alone, without its rows.
      ['assignee_id', 'status_id', 'priority_id', 'opened_at', 'next_due_at'],
      [
        'assignment_group_id',
        'status_id',
        'priority_id',
        'opened_at',
        'next_due_at',
        'assignee_id',
      ],
      ['category_id', 'status_id', 'priority_id', 'opened_at', 'next_due_at'],
      ['priority_id', 'status_id', 'opened_at', 'next_due_at'],
      ['requester_id', 'opened_at'],
      ['opened_at'],
      ['last_activity_at'],
      ['number'],
      ['provisional_number'],
      ['parent_id'],
      ['merged_into_id'],
      ['resource_id'],
      ['booking_id'],
      ['external_ref'],
      ['import_id'],
    ],
    checks: [
      'parent_id is null or parent_id <> id',
      'merged_into_id is null or merged_into_id <> id',
      'reopened_count >= 0',
      'reassignment_count >= 0',
      'time_spent_minutes >= 0',
    ],
    search: [
      'subject',
      'description',
      'number',
      'provisional_number',
      'requester_name',
      'external_ref',
    ],
  },
);

/** How one ticket stands to another; merging is a link, so that it can be undone. */
export const ticket_links = table(
  'ticket_links',
  {
    ticket_id: ref('tickets').privacy('none'),
    linked_ticket_id: ref('tickets').privacy('none'),
    kind: oneOf(...TICKET_LINK_KINDS)
      .default('related')
      .privacy('none'),
    note: text().max(500).default('').merge('last').privacy('personal'),
    /** `{comments, attachments, watchers}`: ids that a merge or split moved, for taking it back. */
    moved: json().default('{}').privacy('none'),
    linked_at: instant().privacy('none'),
    linked_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    unique: [['ticket_id', 'linked_ticket_id', 'kind']],
    checks: ['ticket_id <> linked_ticket_id'],
  },
);

/** Who hears of a ticket besides requester and assignee: a user, or an address. */
export const ticket_watchers = table(
  'ticket_watchers',
  {
    ticket_id: ref('tickets').privacy('none'),
    user_id: formerRef('users').orNull().together('watcher').privacy('none'),
    email: text().max(254).default('').together('watcher').privacy('personal'),
    name: text().default('').together('watcher').privacy('personal'),
    hears: oneOf('public', 'everything').default('public').privacy('none'),
    since: instant().privacy('none'),
    added_by: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    generated: {
      watcher_key: `case when user_id is not null then 'user:' || cast(user_id as text) else 'email:' || email end`,
    },
    unique: [['ticket_id', 'watcher_key']],
    indexes: [['user_id', 'ticket_id']],
    checks: [`user_id is not null or email <> ''`],
  },
);
