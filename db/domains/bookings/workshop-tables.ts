import {
  boolean,
  formerRef,
  instant,
  integer,
  json,
  money,
  oneOf,
  ref,
  text,
  zone,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** What a workshop is about and what it needs, whenever it is held (S1). */
export const workshops = table(
  'workshops',
  {
    code: text().max(60).privacy('none'),
    title: text(),
    description: text().max(4000).default('').merge('text'),
    /** Markdown: programme, material, what people take home. */
    content: text().max(50000).default('').merge('text'),
    category: text().max(60).default('').privacy('none'),
    locale: text().max(20).default('').merge('last').privacy('none'),
    duration_minutes: integer().default(60).privacy('none'),
    /** Fewest people it is held for, and seats at most. */
    min_seats: integer().default(1).together('seats').privacy('none'),
    max_seats: integer().default(10).together('seats').privacy('none'),
    price: money().default(0).together('price').privacy('none'),
    currency: text().max(3).default('USD').together('price').privacy('none'),
    /** The resource of kind workshop that stands for it on the board. */
    resource_id: ref('resources').orNull().privacy('none'),
    instructor_id: formerRef('users').orNull().privacy('none'),
    cover_file_id: formerRef('files').orNull().merge('last').privacy('none'),
    tags: json().default('[]').merge('union').privacy('none'),
    metadata: json().default('{}'),
    status: oneOf('draft', 'published', 'archived').default('draft').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'manager' },
    unique: [['code']],
    indexes: [
      ['status', 'position'],
      ['category', 'position'],
    ],
    checks: [
      'duration_minutes > 0',
      'min_seats >= 1 and max_seats >= min_seats',
      'price >= 0',
      'length(currency) = 3',
      'length(code) > 0',
    ],
  },
);

/** One holding of a workshop: time, place, who leads it (S1). */
export const workshop_sessions = table(
  'workshop_sessions',
  {
    workshop_id: ref('workshops').privacy('none'),
    start_time: instant().together('slot').privacy('none'),
    end_time: instant().together('slot').privacy('none'),
    timezone: zone(),
    /** Where it is held, and the booking that keeps the place for it. */
    resource_id: ref('resources').orNull().together('slot').privacy('none'),
    booking_id: formerRef('bookings').orNull().privacy('none'),
    instructor_id: formerRef('users').orNull().privacy('none'),
    seats: integer().default(10).privacy('none'),
    enrollment_opens_at: instant().orNull().together('enrollment').privacy('none'),
    enrollment_closes_at: instant().orNull().together('enrollment').privacy('none'),
    meeting_url: text().max(1000).default('').merge('last'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    status: oneOf('scheduled', 'running', 'completed', 'cancelled')
      .default('scheduled')
      .privacy('none'),
    cancel_reason: text().max(500).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'supervisor' },
    indexes: [
      ['workshop_id', 'start_time'],
      ['status', 'start_time'],
      ['instructor_id', 'start_time'],
      ['booking_id'],
    ],
    checks: [
      'end_time > start_time',
      'seats >= 1',
      'enrollment_opens_at is null or enrollment_closes_at is null or enrollment_closes_at > enrollment_opens_at',
    ],
  },
);

/** A seat in a session, and whether its person came (S1). */
export const workshop_enrollments = table(
  'workshop_enrollments',
  {
    session_id: ref('workshop_sessions').privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    display_name: text().privacy('personal'),
    email: text().max(254).default('').privacy('personal'),
    phone: text().max(40).default('').privacy('personal'),
    seats: integer().default(1).privacy('none'),
    status: oneOf('enrolled', 'waitlisted', 'attended', 'absent', 'cancelled')
      .default('enrolled')
      .together('attendance')
      .privacy('none'),
    enrolled_at: instant().privacy('none'),
    attended_at: instant().orNull().together('attendance').privacy('none'),
    cancelled_at: instant().orNull().together('attendance').privacy('none'),
    cancel_reason: text().max(500).default('').merge('last').privacy('personal'),
    is_paid: boolean().default(0).privacy('none'),
    notes: text().max(2000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'agent' },
    indexes: [['session_id', 'status', 'enrolled_at'], ['user_id']],
    checks: ['seats >= 1', `status <> 'attended' or attended_at is not null`],
  },
);
