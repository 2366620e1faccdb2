import { auditCount, auditEntries } from './queries/audit.ts';

/** By contract name. */
export const auditQueries = {
  'audit.entries': auditEntries,
  'audit.count': auditCount,
};
