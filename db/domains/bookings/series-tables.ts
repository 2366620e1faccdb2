import {
  day,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
  wall,
  zone,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/**
 * A booking that repeats, by times on the wall: nine o'clock stays nine o'clock when clocks change.
 * Its occurrences are rows of `bookings`.
 */
export const booking_series = table(
  'booking_series',
  {
    resource_id: ref('resources').together('pattern').privacy('none'),
    title: text().privacy('personal'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    party_size: integer().default(1).privacy('none'),
    /** Start of the first occurrence. */
    first_start: wall().together('pattern').privacy('none'),
    duration_minutes: integer().together('pattern').privacy('none'),
    timezone: zone().together('pattern'),
    /** RFC 5545, without DTSTART: `FREQ=WEEKLY;BYDAY=MO,WE`. */
    recurrence_rule: text().max(500).together('pattern').privacy('none'),
    /** Starts on the wall that are left out, and such that come on top. */
    excluded_starts: json().default('[]').merge('union').privacy('none'),
    added_starts: json().default('[]').merge('union').privacy('none'),
    /** What becomes of a start that the wall does not have, in the hour clocks leap over. */
    gap_policy: oneOf('shift', 'skip').default('shift').privacy('none'),
    holiday_policy: oneOf('book', 'skip').default('book').privacy('none'),
    /** The last day for which there are bookings; later ones are made as time goes on. */
    expanded_until: day().orNull().merge('max').privacy('none'),
    status: oneOf('active', 'ended', 'cancelled').default('active').privacy('none'),
    cancel_reason: text().max(500).default('').merge('last').privacy('personal'),
    /** The series it went on from, where "this and following" was changed. */
    former_series_id: formerRef('booking_series').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    owner_id: formerRef('users').orNull().privacy('none'),
    requester_id: formerRef('users').orNull().privacy('none'),
    requester_name: text().default('').privacy('personal'),
    requester_email: text().max(254).default('').privacy('personal'),
    requester_phone: text().max(40).default('').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['resource_id', 'status'], ['status', 'expanded_until'], ['former_series_id']],
    checks: [
      'party_size >= 0',
      'duration_minutes > 0',
      'length(recurrence_rule) > 0',
      'former_series_id is null or former_series_id <> id',
    ],
  },
);

/** Somebody who comes to a booking, with their answer and their presence (S1). */
export const booking_attendees = table(
  'booking_attendees',
  {
    booking_id: ref('bookings').privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    display_name: text().default('').privacy('personal'),
    email: text().max(254).default('').privacy('personal'),
    phone: text().max(40).default('').privacy('personal'),
    kind: oneOf('organizer', 'required', 'optional').default('required').privacy('none'),
    response: oneOf('waiting', 'accepted', 'tentative', 'declined')
      .default('waiting')
      .together('answer')
      .privacy('none'),
    responded_at: instant().orNull().together('answer').privacy('none'),
    /** People who come under this name. */
    seats: integer().default(1).privacy('none'),
    checked_in_at: instant().orNull().together('presence').privacy('none'),
    checked_out_at: instant().orNull().together('presence').privacy('none'),
    notes: text().max(2000).default('').merge('text').privacy('personal'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    indexes: [['booking_id', 'position'], ['user_id']],
    checks: [
      'seats >= 1',
      'checked_out_at is null or checked_in_at is not null',
      `user_id is not null or length(display_name) > 0 or length(email) > 0`,
    ],
  },
);

/** Somebody who waits for a slot, or for a seat in a workshop, in the order they came. */
export const waitlist_entries = table(
  'waitlist_entries',
  {
    /** What is waited for: this resource, any of this category, or this session. */
    resource_id: ref('resources').orNull().together('wish').privacy('none'),
    category: text().default('').together('wish'),
    workshop_session_id: ref('workshop_sessions').orNull().together('wish').privacy('none'),
    start_time: instant().together('slot').privacy('none'),
    end_time: instant().together('slot').privacy('none'),
    timezone: zone(),
    /** How far the times may be moved, either way. */
    flexible_minutes: integer().default(0).privacy('none'),
    party_size: integer().default(1).privacy('none'),
    requester_id: formerRef('users').orNull().privacy('none'),
    requester_name: text().default('').privacy('personal'),
    requester_email: text().max(254).default('').privacy('personal'),
    requester_phone: text().max(40).default('').privacy('personal'),
    notes: text().max(2000).default('').merge('text').privacy('personal'),
    entered_at: instant().privacy('none'),
    /** Before those who came earlier, where somebody decided so. */
    priority: integer().default(0).privacy('none'),
    /** An offer made without central may still be lost to another desk's. */
    status: oneOf('waiting', 'offered', 'fulfilled', 'declined', 'expired', 'withdrawn')
      .default('waiting')
      .merge('refuse')
      .together('offer')
      .privacy('none'),
    offered_at: instant().orNull().merge('refuse').together('offer').privacy('none'),
    offer_expires_at: instant().orNull().merge('refuse').together('offer').privacy('none'),
    /** The held booking that is offered, then the one that was made of it. */
    booking_id: formerRef('bookings').orNull().merge('refuse').together('offer').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    indexes: [
      ['status', 'start_time'],
      ['resource_id', 'status', 'entered_at'],
      ['workshop_session_id', 'status', 'entered_at'],
      ['booking_id'],
      { columns: ['offer_expires_at'], while: { column: 'status', values: ['offered'] } },
    ],
    checks: [
      'end_time > start_time',
      'party_size >= 1',
      'flexible_minutes >= 0',
      `resource_id is not null or workshop_session_id is not null or length(category) > 0`,
      `status <> 'offered' or offered_at is not null`,
      'offer_expires_at is null or offer_expires_at > offered_at',
    ],
  },
);
