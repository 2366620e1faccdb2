import { sql } from 'kysely';
import { matchText } from '#db/domains/bookings/rules/search-text.ts';
import type { Reads } from '#db/schema/access.ts';
import type { ArticleTables } from '../tables-seen.ts';
import type { FoundArticle } from '../views.ts';

// A word in the title says more about an article than one in its text.
const WEIGHTS = '10.0, 4.0, 1.0, 6.0';

/**
 * Serves `articles.search`: published articles, the best match first. Nothing for text without a word
 * in it.
 */
export function searchArticles(
  reads: Reads<ArticleTables>,
  input: { readonly text: string; readonly limit: number },
): readonly FoundArticle[] {
  const match = matchText(input.text);
  if (match === null) return [];
  return reads.all(
    reads.sql
      .selectFrom('kb_articles_search')
      .innerJoin('kb_articles', (join) =>
        join.on(sql`kb_articles.row_no`, '=', sql`kb_articles_search.rowid`),
      )
      .leftJoin('kb_categories', 'kb_categories.id', 'kb_articles.category_id')
      .select([
        'kb_articles.id',
        'kb_articles.title',
        'kb_articles.summary',
        'kb_categories.name as category_name',
        'kb_articles.visibility',
        'kb_articles.locale',
        'kb_articles.published_at',
      ])
      .where(sql<boolean>`kb_articles_search match ${match}`)
      .where(sql<boolean>`kb_articles_search.rank match ${`bm25(${WEIGHTS})`}`)
      .where('kb_articles.state', '=', 'published')
      .orderBy('kb_articles_search.rank')
      .limit(input.limit),
  );
}
