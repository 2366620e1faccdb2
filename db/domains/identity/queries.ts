import { searchPeople } from './queries/search.ts';

/** By contract name. */
export const peopleQueries = {
  'people.search': searchPeople,
};
