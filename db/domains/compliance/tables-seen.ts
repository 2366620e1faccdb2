import type { Database } from '#db/domains/registry.ts';

/** What queries of the audit log read. */
export interface AuditTables extends Pick<Database, 'users' | 'audit_logs'> {}
