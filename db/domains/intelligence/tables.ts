import {
  boolean,
  decimal,
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
import { ai_models, ai_training_data } from './learning-tables.ts';

/** What the models look at, and the table of each. */
export const AI_SUBJECTS = {
  ticket: 'tickets',
  external_request: 'external_requests',
  booking: 'bookings',
  lead: 'leads',
  communication_message: 'communication_messages',
} as const;

export const CLASSIFIED_FIELDS = [
  'category',
  'priority',
  'assignment_group',
  'request_type',
  'sentiment',
  'language',
] as const;

/** What a model takes a record to be (S3), how sure it is and why, and what a person made of it. */
export const ai_classifications = table(
  'ai_classifications',
  {
    entity_type: oneOf(
      'ticket',
      'external_request',
      'booking',
      'lead',
      'communication_message',
    ).privacy('none'),
    entity_id: formerRef('').privacy('none'),
    model_id: ref('ai_models').privacy('none'),
    field: oneOf(...CLASSIFIED_FIELDS).privacy('none'),
    /** Code or id of the class; empty when it abstains. */
    predicted_value: text().default('').privacy('none'),
    predicted_label: text().default(''),
    /** Calibrated, 0 to 1; what rules hit stands apart. */
    confidence: decimal(5, 4).privacy('none'),
    abstained: boolean().default(0).privacy('none'),
    /** `[{feature, weight}]`. */
    top_features: json().default('[]').privacy('personal'),
    /** `[{value, label, confidence}]`. */
    alternatives: json().default('[]'),
    rule_hits: json().default('[]'),
    classified_at: instant().privacy('none'),
    outcome: oneOf('open', 'accepted', 'corrected', 'dismissed')
      .default('open')
      .together('feedback')
      .privacy('none'),
    corrected_value: text().default('').together('feedback').privacy('none'),
    feedback_at: instant().orNull().together('feedback').privacy('none'),
    feedback_by: formerRef('users').orNull().together('feedback').privacy('none'),
    is_applied: boolean().default(0).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['entity_id', 'field', 'classified_at'],
      ['outcome', 'classified_at'],
      ['model_id', 'outcome'],
    ],
    checks: [
      'cast(confidence as numeric) between 0 and 1',
      'not abstained or not is_applied',
      `outcome = 'open' or feedback_at is not null`,
    ],
    links: [{ type: 'entity_type', id: 'entity_id', tables: AI_SUBJECTS }],
  },
);

/** Something worth offering for a record (S3): where it comes from, and whether it was used. */
export const ai_suggestions = table(
  'ai_suggestions',
  {
    entity_type: oneOf(
      'ticket',
      'external_request',
      'booking',
      'lead',
      'communication_message',
    ).privacy('none'),
    entity_id: formerRef('').privacy('none'),
    kind: oneOf(
      'reply',
      'article',
      'similar_ticket',
      'macro',
      'resolution',
      'alternative',
      'next_step',
    ).privacy('none'),
    source: oneOf('knowledge', 'tickets', 'macros', 'rules', 'model', 'availability').privacy(
      'none',
    ),
    /** The article, ticket, macro or resource it speaks of. */
    source_id: formerRef('').orNull().privacy('none'),
    model_id: ref('ai_models').orNull().privacy('none'),
    title: text().default('').privacy('personal'),
    body: text().max(8000).default('').privacy('personal'),
    /** Why it is offered, `[{feature, weight}]`. */
    reasons: json().default('[]').privacy('personal'),
    /** 0 to 1. */
    score: decimal(5, 4).privacy('none'),
    position: integer().default(0).privacy('none'),
    offered_at: instant().privacy('none'),
    expires_at: instant().orNull().privacy('none'),
    shown_count: integer().default(0).merge('sum').privacy('none'),
    outcome: oneOf('open', 'used', 'edited', 'dismissed', 'expired')
      .default('open')
      .together('feedback')
      .privacy('none'),
    feedback_at: instant().orNull().together('feedback').privacy('none'),
    feedback_by: formerRef('users').orNull().together('feedback').privacy('none'),
    feedback_notes: text().max(1000).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'short',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['entity_id', 'outcome', 'position'],
      ['outcome', 'offered_at'],
      ['kind', 'offered_at'],
    ],
    checks: ['cast(score as numeric) between 0 and 1', 'shown_count >= 0'],
    links: [{ type: 'entity_type', id: 'entity_id', tables: AI_SUBJECTS }],
  },
);

/** A summary of a period (S1), reproducible from the rows its content cites. */
export const ai_digests = table(
  'ai_digests',
  {
    digest_type: oneOf('daily', 'weekly', 'monthly', 'custom').privacy('none'),
    period_start: instant().privacy('none'),
    period_end: instant().privacy('none'),
    /** Zone whose days the period means. */
    timezone: zone().default('UTC'),
    /** `{sections: [{title, sentences: [{text, rows}]}]}`. */
    content: json().privacy('personal'),
    summary: text().max(8000).privacy('personal'),
    insights: json().default('[]').privacy('personal'),
    generated_at: instant().privacy('none'),
    generated_by: text().default('ai_system').privacy('none'),
    model_id: ref('ai_models').orNull().privacy('none'),
    locale: text().max(35).default('').privacy('none'),
    is_archived: boolean().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'supervisor' },
    indexes: [
      ['digest_type', 'period_start'],
      ['period_start', 'period_end'],
      ['is_archived', 'generated_at'],
    ],
    checks: ['period_end > period_start'],
  },
);

export const intelligenceTables = [
  ai_models,
  ai_classifications,
  ai_suggestions,
  ai_training_data,
  ai_digests,
] as const;

export interface IntelligenceRows {
  ai_models: Row<typeof ai_models>;
  ai_classifications: Row<typeof ai_classifications>;
  ai_suggestions: Row<typeof ai_suggestions>;
  ai_training_data: Row<typeof ai_training_data>;
  ai_digests: Row<typeof ai_digests>;
}
