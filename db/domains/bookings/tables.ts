import {
  boolean,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
  wall,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import { SOURCES } from '#db/domains/sources.ts';
import { BOOKING_STATUSES, OCCUPYING } from './rules/status.ts';
import { booking_attendees, booking_series, waitlist_entries } from './series-tables.ts';
import { workshop_enrollments, workshop_sessions, workshops } from './workshop-tables.ts';

const TAKES_TIME = `new.status in (${OCCUPYING.map((status) => `'${status}'`).join(', ')})`;
const SLOT = ['resource_id', 'start_time', 'end_time', 'status'];

/** Of a trigger after or before an update: that one of the columns changes. */
function changed(...columns: readonly string[]): string {
  return columns.map((name) => `new.${name} is distinct from old.${name}`).join(' or ');
}

/** Something that can be booked (S1): equipment, a space, a person, a workshop. */
export const resources = table(
  'resources',
  {
    name: text(),
    kind: oneOf('equipment', 'space', 'person', 'workshop').privacy('none'),
    /** Where it stands: a building, a hotel. */
    place: text().default(''),
    /** What it can stand in for: a room type, a class of equipment. Alternatives share it. */
    category: text().default(''),
    capacity: integer().default(1).privacy('none'),
    /** IANA zone in which people mean its times. */
    timezone: text().max(60).privacy('none'),
    description: text().max(2000).default('').merge('last'),
    is_active: boolean().default(1).privacy('none'),
    /** Order within its group on the board. */
    position: integer().default(0).merge('last').privacy('none'),
    /** The outside calendar that shows and feeds it; often somebody's address. */
    external_calendar_id: text().max(1024).default('').privacy('personal'),
    conflict_detection_enabled: boolean().default(1).privacy('none'),
    auto_approval_enabled: boolean().default(0).privacy('none'),
    approval_workflow_id: formerRef('workflows').orNull().privacy('none'),
    /** Shortest and longest use, lead time, buffers, quotas, roles: read by the booking rules. */
    booking_restrictions: json().default('{}'),
    /** `shared`: several bookings at a time, as long as their people stay within the capacity. */
    booking_mode: oneOf('exclusive', 'shared').default('exclusive').privacy('none'),
    /** When it can be used at all; null: at any time. */
    business_calendar_id: formerRef('business_calendars').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    /** The person it is, for `kind` person. */
    user_id: formerRef('users').orNull().privacy('none'),
    /** Who answers for it. */
    owner_id: formerRef('users').orNull().privacy('none'),
    /** Equipment, features: what people filter by. */
    tags: json().default('[]').merge('union').privacy('none'),
    /** Bookings are given up this long after their start when nobody checks in; null: never. */
    release_after_minutes: integer().orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
    judged: 'id',
    triggers: {
      change_use: [
        'after update',
        `for each row when (${changed('booking_mode', 'conflict_detection_enabled', 'capacity')})
  execute function sync.change_use()`,
      ],
    },
    unique: [['place', 'name']],
    indexes: [['kind', 'place', 'category', 'position'], ['external_calendar_id'], ['user_id']],
    checks: ['capacity >= 1', 'release_after_minutes is null or release_after_minutes > 0'],
  },
);

/** Time in which a resource cannot be used: maintenance, holiday, event. */
export const resource_closures = table(
  'resource_closures',
  {
    resource_id: ref('resources'),
    start_time: instant().together('span'),
    end_time: instant().together('span'),
    /** Of a person it says why they are away. */
    reason: text().privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'supervisor' },
    judged: 'resource_id',
    indexes: [['resource_id', 'start_time']],
    checks: ['end_time > start_time'],
  },
);

/** Use of one resource from `start_time` to `end_time`, half-open (S1). */
export const bookings = table(
  'bookings',
  {
    /** Null only while the booking occupies no time: a cancelled stay that never got a room. */
    resource_id: ref('resources').orNull().together('slot'),
    start_time: instant().together('slot'),
    end_time: instant().together('slot'),
    /** IANA zone in which the person meant the times. */
    timezone: text().max(60).privacy('none'),
    /** The times as that person read them on the wall; null where nobody said. */
    start_wall: wall().orNull().together('slot').privacy('none'),
    end_wall: wall().orNull().together('slot').privacy('none'),
    title: text().privacy('personal'),
    /** People expected. */
    party_size: integer().default(1),
    status: oneOf(...BOOKING_STATUSES).default('confirmed'),
    source: oneOf(...SOURCES)
      .default('holdfast')
      .privacy('none'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    cancel_reason: text().max(500).default('').merge('last').privacy('personal'),
    conflict_resolution_notes: text().max(2000).default('').merge('last').privacy('personal'),
    /** Key of the row it came from, unique per import; empty when made by hand. */
    external_ref: text().default('').privacy('none'),
    /** The import that made it; undoing an import takes these back. */
    import_id: formerRef('').orNull().privacy('none'),
    /** Final, given by central; empty until then. */
    number: text().max(30).default('').merge('central').privacy('none'),
    /** What stood on paper before the final one: `D3-014`. Stays, so that the slip is found. */
    provisional_number: text().max(30).default('').privacy('none'),
    /** Event that shows it in the resource's outside calendar. */
    external_calendar_event_id: text().max(1024).default('').merge('last').privacy('none'),
    auto_approved: boolean().default(0).merge('refuse').together('approval').privacy('none'),
    approved_at: instant().orNull().merge('refuse').together('approval').privacy('none'),
    approved_by: formerRef('users').orNull().merge('refuse').together('approval').privacy('none'),
    approval_workflow_id: formerRef('workflows').orNull().privacy('none'),
    /** While `held`: when the slot becomes free again by itself. */
    hold_expires_at: instant().orNull().privacy('none'),
    checked_in_at: instant().orNull().together('attendance').privacy('none'),
    checked_in_by: formerRef('users').orNull().together('attendance').privacy('none'),
    checked_out_at: instant().orNull().together('attendance').privacy('none'),
    cancelled_at: instant().orNull().together('cancellation').privacy('none'),
    cancelled_by: formerRef('users').orNull().together('cancellation').privacy('none'),
    /** The series it is an occurrence of; it outlives the series. */
    series_id: formerRef('booking_series').orNull().together('occurrence').privacy('none'),
    /** Where the series put it, on the wall: it keeps the link after a move. */
    occurrence_wall: wall().orNull().together('occurrence').privacy('none'),
    /** Changed by itself; changes of the whole series leave it alone. */
    is_exception: boolean().default(0).privacy('none'),
    /** Shared by bookings that stand or fall together: room, projector and person. */
    bundle_id: formerRef('').orNull().privacy('none'),
    department_id: formerRef('departments').orNull().privacy('none'),
    /** Who answers for it on our side. */
    owner_id: formerRef('users').orNull().privacy('none'),
    requester_id: formerRef('users').orNull().privacy('none'),
    requester_name: text().default('').privacy('personal'),
    requester_email: text().max(254).default('').privacy('personal'),
    requester_phone: text().max(40).default('').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    noOverlap: {
      by: 'resource_id',
      from: 'start_time',
      to: 'end_time',
      while: { column: 'status', values: OCCUPYING },
      loser: 'conflicted',
      unless: 'may_overlap',
      size: 'party_size',
      walls: { start_time: 'start_wall', end_time: 'end_wall' },
    },
    judged: 'resource_id',
    triggers: {
      mark_insert: [
        'before insert',
        'for each row when (new.resource_id is not null) execute function sync.mark_booking()',
      ],
      mark_update: [
        'before update',
        `for each row when (${changed(...SLOT)}) execute function sync.mark_booking()`,
      ],
      hold_insert: [
        'after insert',
        `for each row when (new.may_overlap and ${TAKES_TIME}) execute function sync.hold_capacity()`,
      ],
      hold_update: [
        'after update',
        `for each row when (new.may_overlap and ${TAKES_TIME} and (${changed(...SLOT, 'party_size')}))
  execute function sync.hold_capacity()`,
      ],
    },
    indexes: [
      ['resource_id', 'end_time', 'start_time'],
      // Who holds a room: what is over or was cancelled is not stepped over.
      {
        columns: ['resource_id', 'end_time', 'start_time'],
        while: { column: 'status', values: OCCUPYING },
      },
      ['start_time'],
      ['status', 'start_time'],
      ['import_id'],
      ['series_id', 'start_time'],
      ['bundle_id'],
      ['owner_id', 'start_time'],
      { columns: ['hold_expires_at'], while: { column: 'status', values: ['held'] } },
    ],
    checks: [
      'end_time > start_time',
      'party_size >= 0',
      `resource_id is not null or status in ('draft', 'waitlisted', 'rejected', 'cancelled', 'no_show')`,
      'checked_out_at is null or checked_in_at is not null',
      '(series_id is null) = (occurrence_wall is null)',
    ],
    search: [
      'title',
      'notes',
      'external_ref',
      'number',
      'provisional_number',
      'requester_name',
      'requester_email',
      'requester_phone',
    ],
  },
);

/** In reference order. */
export const bookingsTables = [
  resources,
  resource_closures,
  booking_series,
  bookings,
  booking_attendees,
  workshops,
  workshop_sessions,
  workshop_enrollments,
  waitlist_entries,
] as const;

export interface BookingsRows {
  resources: Row<typeof resources>;
  resource_closures: Row<typeof resource_closures>;
  booking_series: Row<typeof booking_series>;
  bookings: Row<typeof bookings>;
  booking_attendees: Row<typeof booking_attendees>;
  workshops: Row<typeof workshops>;
  workshop_sessions: Row<typeof workshop_sessions>;
  workshop_enrollments: Row<typeof workshop_enrollments>;
  waitlist_entries: Row<typeof waitlist_entries>;
}
