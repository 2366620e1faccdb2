import { requestCounts, requestInbox } from './queries/inbox.ts';
import { searchRequests } from './queries/search.ts';

/** By contract name. */
export const requestQueries = {
  'requests.inbox': requestInbox,
  'requests.counts': requestCounts,
  'requests.search': searchRequests,
};
