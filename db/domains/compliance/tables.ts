import type { Row } from '#db/schema/table.ts';
import { audit_logs, security_events } from './audit-tables.ts';
import { consent_records, gdpr_requests } from './privacy-tables.ts';
import {
  data_classifications,
  data_encryption,
  erasure_index,
  legal_holds,
} from './protection-tables.ts';

export const complianceTables = [
  audit_logs,
  security_events,
  gdpr_requests,
  consent_records,
  data_classifications,
  data_encryption,
  legal_holds,
  erasure_index,
] as const;

export interface ComplianceRows {
  audit_logs: Row<typeof audit_logs>;
  security_events: Row<typeof security_events>;
  gdpr_requests: Row<typeof gdpr_requests>;
  consent_records: Row<typeof consent_records>;
  data_classifications: Row<typeof data_classifications>;
  data_encryption: Row<typeof data_encryption>;
  legal_holds: Row<typeof legal_holds>;
  erasure_index: Row<typeof erasure_index>;
}
