import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

export const SURVEY_KINDS = ['csat', 'nps', 'effort', 'custom'] as const;

/** What is asked, of whom and when (S1). */
export const surveys = table(
  'surveys',
  {
    title: text(),
    description: text().max(4000).default('').merge('text'),
    kind: oneOf(...SURVEY_KINDS)
      .default('custom')
      .privacy('none'),
    /** Array of `{id, type, text, choices, required}`, in the order they are asked. */
    questions: json().default('[]'),
    /** Raised when questions change: answers name the version they belong to. */
    version: integer().default(1).merge('max').privacy('none'),
    locale: text().max(20).default('').merge('last').privacy('none'),
    status: oneOf('draft', 'active', 'closed', 'archived').default('draft').privacy('none'),
    opens_at: instant().orNull().together('period').privacy('none'),
    closes_at: instant().orNull().together('period').privacy('none'),
    /** After what it is sent. */
    trigger_event: oneOf('manual', 'ticket_closed', 'booking_completed', 'workshop_attended')
      .default('manual')
      .privacy('none'),
    /** Who is asked, as a filter; `{}` is everybody the trigger brings. */
    audience: json().default('{}'),
    channel: oneOf('link', 'email', 'sms', 'whatsapp', 'kiosk').default('link').privacy('none'),
    is_anonymous: boolean().default(0).privacy('none'),
    thanks: text().max(1000).default('').merge('last'),
    owner_id: formerRef('users').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'manager' },
    indexes: [
      ['status', 'opens_at'],
      ['trigger_event', 'status'],
    ],
    checks: ['version >= 1', 'opens_at is null or closes_at is null or closes_at > opens_at'],
  },
);

/** One person's answers to a survey (S1). */
export const survey_responses = table(
  'survey_responses',
  {
    survey_id: ref('surveys').privacy('none'),
    survey_version: integer().default(1).privacy('none'),
    /** All empty where the survey is anonymous. */
    respondent_id: formerRef('users').orNull().privacy('none'),
    respondent_name: text().default('').privacy('personal'),
    respondent_email: text().max(254).default('').privacy('personal'),
    /** `{question id: answer}`. */
    answers: json().default('{}').privacy('personal'),
    /** Of surveys with one number: 0–10 for NPS, 1–5 otherwise. */
    score: integer().orNull().privacy('none'),
    comment: text().max(4000).default('').privacy('personal'),
    status: oneOf('partial', 'complete').default('complete').privacy('none'),
    channel: oneOf('link', 'email', 'sms', 'whatsapp', 'kiosk').default('link').privacy('none'),
    locale: text().max(20).default('').privacy('none'),
    started_at: instant().orNull().privacy('none'),
    submitted_at: instant().privacy('none'),
    /** What it is about. */
    ticket_id: formerRef('tickets').orNull().privacy('none'),
    booking_id: formerRef('bookings').orNull().privacy('none'),
    workshop_session_id: formerRef('workshop_sessions').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['survey_id', 'submitted_at'],
      ['ticket_id'],
      ['booking_id'],
      ['workshop_session_id'],
    ],
    checks: ['score is null or score between 0 and 10', 'survey_version >= 1'],
  },
);

const RATINGS = [
  'overall_rating',
  'speed_rating',
  'quality_rating',
  'friendliness_rating',
] as const;

/** How content a customer was with a ticket or a booking: ratings of 1–5 and NPS (S3). */
export const satisfaction_surveys = table(
  'satisfaction_surveys',
  {
    ticket_id: formerRef('tickets').orNull().privacy('none'),
    booking_id: formerRef('bookings').orNull().privacy('none'),
    /** Whose work is rated. */
    agent_id: formerRef('users').orNull().privacy('none'),
    respondent_id: formerRef('users').orNull().privacy('none'),
    respondent_name: text().default('').privacy('personal'),
    respondent_email: text().max(254).default('').privacy('personal'),
    state: oneOf('queued', 'sent', 'answered', 'expired')
      .default('queued')
      .together('answer')
      .privacy('none'),
    channel: oneOf('link', 'email', 'sms', 'whatsapp', 'kiosk').default('email').privacy('none'),
    sent_at: instant().orNull().privacy('none'),
    expires_at: instant().orNull().privacy('none'),
    answered_at: instant().orNull().together('answer').privacy('none'),
    overall_rating: integer().orNull().together('answer').privacy('none'),
    speed_rating: integer().orNull().together('answer').privacy('none'),
    quality_rating: integer().orNull().together('answer').privacy('none'),
    friendliness_rating: integer().orNull().together('answer').privacy('none'),
    /** 0–10: would they recommend us. */
    nps_score: integer().orNull().together('answer').privacy('none'),
    comment: text().max(4000).default('').privacy('personal'),
    follow_up: oneOf('none', 'wanted', 'done').default('none').privacy('none'),
    follow_up_notes: text().max(2000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['ticket_id'],
      ['booking_id'],
      ['agent_id', 'answered_at'],
      ['state', 'sent_at'],
      ['follow_up', 'answered_at'],
    ],
    checks: [
      'ticket_id is not null or booking_id is not null',
      ...RATINGS.map((rating) => `${rating} is null or ${rating} between 1 and 5`),
      'nps_score is null or nps_score between 0 and 10',
      `(state = 'answered') = (answered_at is not null)`,
    ],
  },
);

/** News for the people of an organization (S1). */
export const announcements = table(
  'announcements',
  {
    title: text(),
    /** Markdown. */
    body: text().max(20000).default('').merge('text'),
    level: oneOf('info', 'success', 'warning', 'critical').default('info').privacy('none'),
    status: oneOf('draft', 'published', 'archived')
      .default('draft')
      .together('publication')
      .privacy('none'),
    published_at: instant().orNull().together('publication').privacy('none'),
    expires_at: instant().orNull().together('publication').privacy('none'),
    /** Who sees it; null: everybody. */
    department_id: ref('departments').orNull().privacy('none'),
    is_pinned: boolean().default(0).merge('last').privacy('none'),
    /** Stays on the screen until the person's notification of it is marked as read. */
    must_be_read: boolean().default(0).privacy('none'),
    author_id: formerRef('users').orNull().privacy('none'),
    locale: text().max(20).default('').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'supervisor' },
    indexes: [
      ['status', 'is_pinned', 'published_at'],
      ['status', 'expires_at'],
    ],
    checks: [
      'published_at is null or expires_at is null or expires_at > published_at',
      `status <> 'published' or published_at is not null`,
    ],
  },
);

/** In reference order. */
export const surveysTables = [
  surveys,
  survey_responses,
  satisfaction_surveys,
  announcements,
] as const;

export interface SurveysRows {
  surveys: Row<typeof surveys>;
  survey_responses: Row<typeof survey_responses>;
  satisfaction_surveys: Row<typeof satisfaction_surveys>;
  announcements: Row<typeof announcements>;
}
