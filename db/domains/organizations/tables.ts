import {
  boolean,
  clock,
  day,
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
import { statuses } from './status-tables.ts';

/** A tenant (S1, S3). Its `organization_id` is its own id. */
export const organizations = table(
  'organizations',
  {
    name: text(),
    /** By which central's administrator names it, among all of them: no desk may take another one's. */
    slug: text().max(60).merge('central').privacy('none'),
    timezone: text().max(60).privacy('none'),
    legal_name: text().default(''),
    locale: text().max(20).default('en').merge('last').privacy('none'),
    /** ISO 4217 code; what money means where nothing else is said. */
    currency: text().max(3).default('USD').privacy('none'),
    contact_email: text().max(254).default(''),
    contact_phone: text().max(40).default(''),
    website: text().max(500).default('').merge('last'),
    logo_file_id: formerRef('files').orNull().merge('last').privacy('none'),
    is_active: boolean().default(1).merge('central').privacy('none'),
    /** Where its rows may be kept (`br`, `eu`); empty when anywhere. No device may move it. */
    region: text().max(40).default('').merge('central').privacy('none'),
    calendar_settings: json().default('{}'),
    ai_settings: json().default('{}'),
    notification_settings: json().default('{}'),
    integration_settings: json().default('{}'),
    subscription_plan: text().max(40).default('standard').merge('central').privacy('none'),
    subscription_status: oneOf('trial', 'active', 'past_due', 'cancelled')
      .default('active')
      .merge('central')
      .privacy('none'),
    subscription_ends_at: instant().orNull().merge('central').privacy('none'),
    /** Limits of the subscription; null is no limit. */
    max_users: integer().orNull().merge('central').privacy('none'),
    max_devices: integer().orNull().merge('central').privacy('none'),
    max_storage_mb: integer().orNull().merge('central').privacy('none'),
    max_tickets_per_month: integer().orNull().merge('central').privacy('none'),
    max_integrations: integer().orNull().merge('central').privacy('none'),
    /** `{flag: true | false}`: what the subscription switches on. */
    feature_flags: json().default('{}').merge('central').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'admin', update: 'admin', delete: 'admin' },
    unique: [['slug']],
    checks: [
      'id = organization_id',
      'length(currency) = 3',
      'max_users is null or max_users >= 0',
      'max_devices is null or max_devices >= 0',
      'max_storage_mb is null or max_storage_mb >= 0',
      'max_tickets_per_month is null or max_tickets_per_month >= 0',
      'max_integrations is null or max_integrations >= 0',
    ],
  },
);

/** When somebody works: hours of the week plus holidays, in one zone (S3). */
export const business_calendars = table(
  'business_calendars',
  {
    name: text(),
    description: text().max(2000).default('').merge('last'),
    timezone: zone(),
    /** Every hour of every day; hours and holidays are not looked at. */
    is_round_the_clock: boolean().default(0).privacy('none'),
    is_default: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    /** Raised with every change of hours or holidays: due times name the version they come from. */
    version: integer().default(1).merge('max').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['name'], { columns: ['is_default'], while: { column: 'is_default', values: [1] } }],
    checks: ['not is_default or is_active', 'version >= 1'],
  },
);

/** One interval of a weekday; several may stand in a day (S3). Half-open, on the calendar's wall. */
export const business_hours = table(
  'business_hours',
  {
    business_calendar_id: ref('business_calendars').privacy('none'),
    /** 1 is Monday, 7 is Sunday. */
    weekday: integer().privacy('none'),
    opens_at: clock().together('hours').privacy('none'),
    /** `00:00` is the end of the day. */
    closes_at: clock().together('hours').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['business_calendar_id', 'weekday', 'opens_at']],
    checks: ['weekday between 1 and 7', `closes_at = '00:00' or closes_at > opens_at`],
  },
);

/** A day on which the hours of a calendar do not hold: closed, or open at other hours (S3). */
export const holidays = table(
  'holidays',
  {
    business_calendar_id: ref('business_calendars').privacy('none'),
    holiday_on: day().privacy('none'),
    name: text().merge('last'),
    /** Returns every year on the same day of the same month. */
    is_yearly: boolean().default(0).privacy('none'),
    /** Both null: closed all day. */
    opens_at: clock().orNull().together('hours').privacy('none'),
    closes_at: clock().orNull().together('hours').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['business_calendar_id', 'holiday_on']],
    checks: [
      '(opens_at is null) = (closes_at is null)',
      `closes_at is null or closes_at = '00:00' or closes_at > opens_at`,
    ],
  },
);

export const DEPARTMENT_KINDS = ['department', 'team'] as const;

/** Part of an organization: departments within departments, and teams (S3). */
export const departments = table(
  'departments',
  {
    code: text().max(40).privacy('none'),
    name: text(),
    kind: oneOf(...DEPARTMENT_KINDS)
      .default('department')
      .privacy('none'),
    description: text().max(2000).default('').merge('last'),
    parent_id: formerRef('departments').orNull().privacy('none'),
    manager_id: formerRef('users').orNull().privacy('none'),
    /** Whom its work goes to when nobody here takes it: a person, or else a department. */
    escalation_user_id: formerRef('users').orNull().together('escalation').privacy('none'),
    escalation_department_id: formerRef('departments')
      .orNull()
      .together('escalation')
      .privacy('none'),
    business_calendar_id: ref('business_calendars').orNull().privacy('none'),
    email: text().max(254).default(''),
    phone: text().max(40).default(''),
    location: text().default(''),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code']],
    indexes: [['parent_id', 'position'], ['manager_id']],
    checks: [
      'parent_id is null or parent_id <> id',
      'escalation_department_id is null or escalation_department_id <> id',
      'escalation_user_id is null or escalation_department_id is null',
    ],
  },
);

/** Who belongs to a department, in which part and since when (S3). */
export const user_departments = table(
  'user_departments',
  {
    user_id: ref('users').privacy('none'),
    department_id: ref('departments').privacy('none'),
    membership: oneOf('primary', 'secondary').default('primary').privacy('none'),
    /** What the person is there: head of shift, deputy. */
    title: text().default('').privacy('personal'),
    valid_from: instant().together('period').privacy('none'),
    /** Null: until further notice. */
    valid_to: instant().orNull().together('period').privacy('none'),
    /** 0 once the membership is over. */
    is_current: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [
      {
        columns: ['user_id', 'department_id'],
        while: { column: 'is_current', values: [1] },
      },
      { columns: ['primary_key'], while: { column: 'is_current', values: [1] } },
    ],
    indexes: [
      ['user_id', 'is_current'],
      ['department_id', 'is_current'],
    ],
    generated: {
      // A person has one primary department at a time, and any number of others.
      primary_key: `case when membership = 'primary' then cast(user_id as text) else cast(id as text) end`,
    },
    checks: ['valid_to is null or valid_to > valid_from', 'is_current or valid_to is not null'],
  },
);

/** An insurance programme that integrations are configured for (S2). */
export const programs = table(
  'programs',
  {
    code: text().max(50).privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    line_of_business: text().max(60).default('').privacy('none'),
    department_id: ref('departments').orNull().privacy('none'),
    manager_id: formerRef('users').orNull().privacy('none'),
    /** First and last day on which it is sold. */
    effective_from: day().orNull().together('term').privacy('none'),
    effective_to: day().orNull().together('term').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['code']],
    indexes: [['is_active', 'position']],
    checks: ['effective_from is null or effective_to is null or effective_to >= effective_from'],
  },
);

/** Who sells a programme: an agency or broker (S2). It belongs to exactly one. */
export const producers = table(
  'producers',
  {
    program_id: ref('programs').privacy('none'),
    code: text().max(50).privacy('none'),
    name: text(),
    legal_name: text().default(''),
    description: text().max(2000).default('').merge('last'),
    contact_name: text().default('').privacy('personal'),
    contact_email: text().max(254).default('').privacy('personal'),
    contact_phone: text().max(40).default('').privacy('personal'),
    timezone: zone().orNull(),
    position: integer().default(0).merge('last').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [['program_id', 'code']],
    indexes: [['program_id', 'position']],
  },
);

/** In reference order. `user_departments` needs `users` and so comes after the people's tables. */
export const organizationsTables = [
  organizations,
  business_calendars,
  business_hours,
  holidays,
  departments,
  programs,
  producers,
  statuses,
] as const;

/** What belongs here but refers to people. */
export const organizationsTablesOfPeople = [user_departments] as const;

export interface OrganizationsRows {
  organizations: Row<typeof organizations>;
  business_calendars: Row<typeof business_calendars>;
  business_hours: Row<typeof business_hours>;
  holidays: Row<typeof holidays>;
  departments: Row<typeof departments>;
  user_departments: Row<typeof user_departments>;
  programs: Row<typeof programs>;
  producers: Row<typeof producers>;
  statuses: Row<typeof statuses>;
}
