import { searchArticles } from './queries/search.ts';

/** By contract name. */
export const articleQueries = {
  'articles.search': searchArticles,
};
