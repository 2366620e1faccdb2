import type { Database } from '#db/domains/registry.ts';
import type { SearchRows } from '#db/schema/replica-tables.ts';

/** The search index of articles. */
export interface ArticleSearch {
  kb_articles_search: SearchRows<'title' | 'summary' | 'body' | 'keywords'>;
}

/** What queries of the knowledge base read. */
export interface ArticleTables
  extends ArticleSearch, Pick<Database, 'kb_categories' | 'kb_articles'> {}
