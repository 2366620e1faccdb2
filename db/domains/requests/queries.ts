import { requestCounts, requestInbox } from './queries/inbox.ts';
import { searchRequests } from './queries/search.ts';

/** By the names they are to have in the contract; nothing serves them yet. */
export const requestQueries = {
  'requests.inbox': requestInbox,
  'requests.counts': requestCounts,
  'requests.search': searchRequests,
};
