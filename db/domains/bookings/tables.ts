import { boolean, formerRef, instant, integer, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { BOOKING_STATUSES, OCCUPYING } from './rules/status.ts';

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
  },
  {
    sync: 'both',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
    unique: [['place', 'name']],
    indexes: [['kind', 'place', 'category', 'position']],
    checks: ['capacity >= 1'],
  },
);

/** Time in which a resource cannot be used: maintenance, holiday, event. */
export const resource_closures = table(
  'resource_closures',
  {
    resource_id: ref('resources'),
    start_time: instant().together('span'),
    end_time: instant().together('span'),
    reason: text(),
  },
  {
    sync: 'both',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'supervisor' },
    indexes: [['resource_id', 'start_time']],
    checks: ['end_time > start_time'],
  },
);

export const BOOKING_SOURCES = [
  'holdfast',
  'infra24',
  'appsheet',
  'google_forms',
  'google_calendar',
  'outlook',
  'apple',
  'api',
  'webhook',
  'import',
  'phone',
  'manual',
] as const;

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
    title: text().privacy('personal'),
    /** People expected. */
    party_size: integer().default(1),
    status: oneOf(...BOOKING_STATUSES).default('confirmed'),
    source: oneOf(...BOOKING_SOURCES)
      .default('holdfast')
      .privacy('none'),
    notes: text().max(4000).default('').privacy('personal'),
    cancel_reason: text().max(500).default('').merge('last').privacy('personal'),
    conflict_resolution_notes: text().max(2000).default('').merge('last').privacy('personal'),
    /** Key of the row it came from, unique per import; empty when made by hand. */
    external_ref: text().default('').privacy('none'),
    /** The import that made it; undoing an import takes these back. */
    import_id: formerRef('').orNull().privacy('none'),
  },
  {
    sync: 'both',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    noOverlap: {
      by: 'resource_id',
      from: 'start_time',
      to: 'end_time',
      while: { column: 'status', values: OCCUPYING },
      loser: 'conflicted',
    },
    indexes: [['resource_id', 'end_time', 'start_time'], ['start_time'], ['status'], ['import_id']],
    checks: [
      'end_time > start_time',
      'party_size >= 0',
      `resource_id is not null or status in ('draft', 'waitlisted', 'rejected', 'cancelled', 'no_show')`,
    ],
    search: ['title', 'notes', 'external_ref'],
  },
);
