import type { Row } from '#db/schema/table.ts';
import type { audit_logs } from './audit-tables.ts';

type AuditEntry = Row<typeof audit_logs>;

/** What entries are about: one row, one person's acts, one category, or all of them. */
export type AuditSubject =
  | { readonly entity_type: string; readonly entity_id: string }
  | { readonly actor_id: string }
  | { readonly category: AuditEntry['category'] }
  | { readonly everything: true };

/** Half-open. */
export interface AuditRange {
  readonly from: string;
  readonly to: string;
}

/** A line of the audit log; the values are for its detail, which is itself an entry. */
export interface AuditLine {
  readonly id: string;
  readonly category: AuditEntry['category'];
  readonly action: AuditEntry['action'];
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly entity_type: string;
  readonly entity_id: string | null;
  readonly command: string;
  readonly outcome: AuditEntry['outcome'];
  readonly outcome_code: string;
  readonly reason: string;
  readonly occurred_at: string;
}

export interface AuditCount {
  readonly count: number;
  /** 1 when there are more: nobody needs to know how many, and counting takes time. */
  readonly more: 0 | 1;
}
