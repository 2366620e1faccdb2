import {
  boolean,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
  zone,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

export const CALENDAR_PROVIDERS = ['google', 'outlook', 'apple'] as const;
export const CALENDAR_SYNC_STATUSES = ['pending', 'syncing', 'success', 'error'] as const;

/** A connection to one outside calendar (S1). Its tokens are in `secrets`. */
export const calendar_integrations = table(
  'calendar_integrations',
  {
    provider: oneOf(...CALENDAR_PROVIDERS).privacy('none'),
    external_calendar_id: text().max(1024).privacy('personal'),
    /** Often the owner's name or address. */
    calendar_name: text().privacy('personal'),
    /** In the place of S1's `access_token`; null until somebody connected it. */
    access_token_secret_id: formerRef('secrets')
      .orNull()
      .merge('last')
      .together('tokens')
      .privacy('none'),
    /** In the place of S1's `refresh_token`. */
    refresh_token_secret_id: formerRef('secrets')
      .orNull()
      .merge('last')
      .together('tokens')
      .privacy('none'),
    token_expires_at: instant().orNull().merge('last').together('tokens').privacy('none'),
    account_email: text().max(254).default('').merge('last').privacy('personal'),
    webhook_url: text().max(1000).default('').merge('last'),
    /** In the place of S1's `webhook_secret`. */
    webhook_secret_id: formerRef('secrets').orNull().privacy('none'),
    webhook_expires_at: instant().orNull().merge('last').privacy('none'),
    sync_enabled: boolean().default(1).privacy('none'),
    direction: oneOf('read', 'write', 'both').default('both').privacy('none'),
    /** How often to ask where the provider cannot reach us. */
    poll_minutes: integer().default(5).privacy('none'),
    timezone: zone().default('UTC'),
    /** Where the provider's list of changes goes on. */
    sync_cursor: text().max(4000).default('').merge('last').together('progress').privacy('none'),
    last_sync_at: instant().orNull().merge('last').together('progress').privacy('none'),
    sync_status: oneOf(...CALENDAR_SYNC_STATUSES)
      .default('pending')
      .merge('last')
      .together('progress')
      .privacy('none'),
    error_message: text()
      .max(2000)
      .default('')
      .merge('last')
      .together('progress')
      .privacy('personal'),
    failed_attempts: integer().default(0).merge('last').together('progress').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['provider', 'external_calendar_id']],
    indexes: [['sync_status', 'last_sync_at'], ['token_expires_at']],
    checks: ['length(external_calendar_id) > 0', 'poll_minutes >= 1', 'failed_attempts >= 0'],
  },
);

/** An event of an outside calendar as it was last seen (S1). */
export const calendar_events = table(
  'calendar_events',
  {
    calendar_integration_id: ref('calendar_integrations').privacy('none'),
    external_event_id: text().max(1024).privacy('none'),
    /** Which occurrence of a series it replaces; empty for the event itself. */
    recurrence_id: text().max(60).default('').privacy('none'),
    title: text().max(500).merge('last').privacy('personal'),
    description: text().max(20000).default('').merge('last').privacy('personal'),
    start_time: instant().merge('last').together('seen').privacy('none'),
    end_time: instant().merge('last').together('seen').privacy('none'),
    timezone: zone().default('UTC').merge('last').together('seen'),
    location: text().max(1000).default('').merge('last').privacy('personal'),
    /** Array of `{name, email, response}`. */
    attendees: json().default('[]').merge('last').privacy('personal'),
    organizer_email: text().max(254).default('').merge('last').privacy('personal'),
    event_type: oneOf('meeting', 'workshop', 'event', 'block')
      .default('meeting')
      .merge('last')
      .privacy('none'),
    is_all_day: boolean().default(0).merge('last').together('seen').privacy('none'),
    /** Counts as taken time; a free one is only shown. */
    is_busy: boolean().default(1).merge('last').privacy('none'),
    recurrence_rule: text().max(1000).default('').merge('last').together('seen').privacy('none'),
    status: oneOf('confirmed', 'tentative', 'cancelled')
      .default('confirmed')
      .merge('last')
      .privacy('none'),
    /** The provider's own word for this version. */
    etag: text().max(200).default('').merge('last').together('version').privacy('none'),
    external_updated_at: instant().orNull().merge('last').together('version').privacy('none'),
    /** Whose time it takes: the resource that this calendar belongs to. */
    resource_id: formerRef('resources').orNull().merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    unique: [['calendar_integration_id', 'external_event_id', 'recurrence_id']],
    indexes: [
      ['start_time', 'end_time'],
      ['resource_id', 'end_time', 'start_time'],
      ['external_event_id'],
    ],
    checks: ['end_time >= start_time', 'length(external_event_id) > 0'],
  },
);

/** That a booking stands in an outside calendar, and how both agree (S1). */
export const booking_external_refs = table(
  'booking_external_refs',
  {
    booking_id: ref('bookings').privacy('none'),
    calendar_integration_id: ref('calendar_integrations').privacy('none'),
    external_event_id: text().max(1024).privacy('none'),
    recurrence_id: text().max(60).default('').privacy('none'),
    /** Gone or moved out there: a person decides what becomes of the booking. */
    state: oneOf('waiting', 'linked', 'moved_outside', 'deleted_outside', 'unlinked')
      .default('waiting')
      .merge('last')
      .together('agreement')
      .privacy('none'),
    etag: text().max(200).default('').merge('last').together('agreement').privacy('none'),
    /** What the booking's `row_version` was when it was last sent. */
    sent_version: integer().default(0).merge('last').together('agreement').privacy('none'),
    sent_at: instant().orNull().merge('last').together('agreement').privacy('none'),
    last_seen_at: instant().orNull().merge('max').privacy('none'),
    error_message: text().max(2000).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    unique: [
      ['calendar_integration_id', 'external_event_id', 'recurrence_id'],
      ['booking_id', 'calendar_integration_id'],
    ],
    indexes: [['state']],
    checks: ['length(external_event_id) > 0', 'sent_version >= 0'],
  },
);

/** In reference order. */
export const calendarsTables = [
  calendar_integrations,
  calendar_events,
  booking_external_refs,
] as const;

export interface CalendarsRows {
  calendar_integrations: Row<typeof calendar_integrations>;
  calendar_events: Row<typeof calendar_events>;
  booking_external_refs: Row<typeof booking_external_refs>;
}
