import { boolean, formerRef, instant, integer, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** What a reader thought of an article (S3), and what came of it. */
export const kb_article_feedback = table(
  'kb_article_feedback',
  {
    article_id: ref('kb_articles').privacy('none'),
    version_id: formerRef('kb_article_versions').orNull().privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    ticket_id: formerRef('tickets').orNull().privacy('none'),
    is_helpful: boolean().privacy('none'),
    /** 1 to 5. */
    rating: integer().orNull().privacy('none'),
    reason: oneOf('outdated', 'incomplete', 'unclear', 'wrong', 'not_found', 'other')
      .orNull()
      .privacy('none'),
    comment: text().max(2000).default('').privacy('personal'),
    /** The words that led here. */
    search_text: text().max(200).default('').privacy('personal'),
    given_at: instant().privacy('none'),
    state: oneOf('open', 'planned', 'done', 'dismissed')
      .default('open')
      .together('handling')
      .privacy('none'),
    handled_at: instant().orNull().together('handling').privacy('none'),
    handled_by: formerRef('users').orNull().together('handling').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'supervisor', delete: 'supervisor' },
    indexes: [['article_id', 'given_at'], ['state', 'given_at'], ['ticket_id']],
    checks: ['rating is null or rating between 1 and 5'],
  },
);

/** A file in an article (S3); `alt_text` and `transcript` say the same to who cannot see or hear it. */
export const kb_article_attachments = table(
  'kb_article_attachments',
  {
    article_id: ref('kb_articles').privacy('none'),
    version_id: formerRef('kb_article_versions').orNull().privacy('none'),
    file_id: ref('files').privacy('none'),
    file_name: text().max(255),
    file_type: text().max(120).privacy('none'),
    file_size: integer().privacy('none'),
    alt_text: text().max(500).default('').merge('last'),
    caption: text().max(500).default('').merge('last'),
    transcript: text().max(20000).default(''),
    /** Shown within the text rather than below it. */
    is_inline: boolean().default(0).merge('last').privacy('none'),
    uploaded_at: instant().privacy('none'),
    uploaded_by: formerRef('users').orNull().privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['article_id', 'position']],
    checks: ['file_size >= 0'],
  },
);
