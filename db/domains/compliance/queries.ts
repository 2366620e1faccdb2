import { auditCount, auditEntries } from './queries/audit.ts';

/** By the names they are to have in the contract; nothing serves them yet. */
export const auditQueries = {
  'audit.entries': auditEntries,
  'audit.count': auditCount,
};
