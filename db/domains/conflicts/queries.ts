import { conflictDetail } from './queries/detail.ts';
import { conflictInbox } from './queries/lines.ts';

/** By contract name. */
export const conflictQueries = {
  'conflicts.inbox': conflictInbox,
  'conflicts.get': conflictDetail,
};
