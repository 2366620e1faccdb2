import { searchArticles } from './queries/search.ts';

/** By the names they are to have in the contract; nothing serves them yet. */
export const articleQueries = {
  'articles.search': searchArticles,
};
