import {
  boolean,
  day,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import { kb_article_attachments, kb_article_feedback } from './reader-tables.ts';

/** A shelf of the knowledge base (S3), as a tree. */
export const kb_categories = table(
  'kb_categories',
  {
    parent_id: formerRef('kb_categories').orNull().privacy('none'),
    name: text(),
    slug: text().max(120).privacy('none'),
    description: text().max(2000).default('').merge('last'),
    icon: text().max(60).default('').merge('last').privacy('none'),
    /** `#rrggbb`. */
    color: text().max(7).default('').merge('last').privacy('none'),
    visibility: oneOf('internal', 'public').default('internal').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'supervisor', update: 'supervisor', delete: 'admin' },
    unique: [['slug']],
    indexes: [['parent_id', 'position']],
    checks: ['parent_id is null or parent_id <> id'],
  },
);

export const ARTICLE_STATES = ['draft', 'in_review', 'published', 'archived'] as const;

/** An article as readers find it (S3): the text is that of its published version. */
export const kb_articles = table(
  'kb_articles',
  {
    category_id: ref('kb_categories').privacy('none'),
    slug: text().max(160).privacy('none'),
    title: text(),
    summary: text().max(1000).default('').merge('last'),
    body: text().max(100000).default('').merge('text'),
    body_format: oneOf('markdown', 'html', 'plain').default('markdown').privacy('none'),
    state: oneOf(...ARTICLE_STATES)
      .default('draft')
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    published_version_id: formerRef('kb_article_versions')
      .orNull()
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    published_at: instant().orNull().merge('refuse').together('publication').privacy('none'),
    published_by: formerRef('users')
      .orNull()
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    visibility: oneOf('internal', 'public').default('internal').privacy('none'),
    locale: text().max(35).default('').privacy('none'),
    author_id: formerRef('users').orNull().privacy('none'),
    owner_id: formerRef('users').orNull().privacy('none'),
    /** Words people search for that the text does not use. */
    keywords: text().max(1000).default('').merge('last'),
    review_due: day().orNull().merge('last').privacy('none'),
    /** The ticket it was written from. */
    ticket_id: formerRef('tickets').orNull().privacy('none'),
    /** Counted by central from feedback and events: readers may not change articles. */
    view_count: integer().default(0).merge('central').privacy('none'),
    helpful_count: integer().default(0).merge('central').privacy('none'),
    not_helpful_count: integer().default(0).merge('central').privacy('none'),
    /** Times it was put into a reply. */
    used_count: integer().default(0).merge('central').privacy('none'),
    is_featured: boolean().default(0).merge('last').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'supervisor', delete: 'supervisor' },
    unique: [['slug']],
    indexes: [
      ['category_id', 'state', 'position'],
      ['state', 'published_at'],
      ['owner_id', 'review_due'],
      ['ticket_id'],
    ],
    checks: [
      'view_count >= 0',
      'helpful_count >= 0',
      'not_helpful_count >= 0',
      'used_count >= 0',
      `state <> 'published' or published_version_id is not null`,
    ],
    search: ['title', 'summary', 'body', 'keywords'],
  },
);

/** One version of an article's text (S3), with its way through review; approved ones never change. */
export const kb_article_versions = table(
  'kb_article_versions',
  {
    article_id: ref('kb_articles').privacy('none'),
    version_number: integer().privacy('none'),
    title: text(),
    summary: text().max(1000).default(''),
    body: text().max(100000).default('').merge('text'),
    body_format: oneOf('markdown', 'html', 'plain').default('markdown').privacy('none'),
    change_note: text().max(500).default('').merge('last'),
    author_id: formerRef('users').orNull().privacy('none'),
    written_at: instant().privacy('none'),
    state: oneOf('draft', 'in_review', 'approved', 'published', 'rejected', 'superseded')
      .default('draft')
      .merge('refuse')
      .together('review')
      .privacy('none'),
    submitted_at: instant().orNull().merge('refuse').together('review').privacy('none'),
    reviewed_at: instant().orNull().merge('refuse').together('review').privacy('none'),
    reviewed_by: formerRef('users').orNull().merge('refuse').together('review').privacy('none'),
    published_at: instant().orNull().merge('refuse').together('review').privacy('none'),
    review_notes: text().max(2000).default('').merge('text').privacy('personal'),
    approval_id: formerRef('approvals').orNull().privacy('none'),
    restored_from_id: formerRef('kb_article_versions').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    // Two desks may each start a draft under the same number; only what readers saw is numbered once.
    unique: [
      {
        columns: ['article_id', 'version_number'],
        while: { column: 'state', values: ['published', 'superseded'] },
      },
      { columns: ['article_id'], while: { column: 'state', values: ['published'] } },
    ],
    indexes: [
      ['article_id', 'version_number'],
      ['state', 'submitted_at'],
      ['author_id', 'state'],
    ],
    checks: ['version_number >= 1'],
  },
);

/** A word articles are found by (S3). */
export const kb_tags = table(
  'kb_tags',
  {
    name: text().max(60),
    slug: text().max(60).privacy('none'),
    description: text().max(500).default('').merge('last'),
    /** `#rrggbb`. */
    color: text().max(7).default('').merge('last').privacy('none'),
    /** Other words for the same, for the search. */
    synonyms: json().default('[]').merge('union'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'supervisor', delete: 'supervisor' },
    unique: [['slug']],
  },
);

/** A tag at an article (S3), with the time it was there. */
export const kb_article_tags = table(
  'kb_article_tags',
  {
    article_id: ref('kb_articles').privacy('none'),
    tag_id: ref('kb_tags').privacy('none'),
    tagged_at: instant().privacy('none'),
    tagged_by: formerRef('users').orNull().privacy('none'),
    is_current: boolean().default(1).together('removal').privacy('none'),
    untagged_at: instant().orNull().together('removal').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'lasting',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    unique: [{ columns: ['article_id', 'tag_id'], while: { column: 'is_current', values: [1] } }],
    indexes: [['tag_id', 'is_current']],
    checks: ['is_current or untagged_at is not null'],
  },
);

export const knowledgeTables = [
  kb_categories,
  kb_articles,
  kb_article_versions,
  kb_tags,
  kb_article_tags,
  kb_article_feedback,
  kb_article_attachments,
] as const;

export interface KnowledgeRows {
  kb_categories: Row<typeof kb_categories>;
  kb_articles: Row<typeof kb_articles>;
  kb_article_versions: Row<typeof kb_article_versions>;
  kb_tags: Row<typeof kb_tags>;
  kb_article_tags: Row<typeof kb_article_tags>;
  kb_article_feedback: Row<typeof kb_article_feedback>;
  kb_article_attachments: Row<typeof kb_article_attachments>;
}
