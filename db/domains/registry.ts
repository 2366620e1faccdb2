import { createRegistry } from '#db/schema/registry.ts';
import type { Registry } from '#db/schema/registry.ts';
import { analyticsTables } from './analytics/tables.ts';
import type { AnalyticsRows } from './analytics/tables.ts';
import { approvalsTables } from './approvals/tables.ts';
import type { ApprovalsRows } from './approvals/tables.ts';
import { bookingsTables } from './bookings/tables.ts';
import type { BookingsRows } from './bookings/tables.ts';
import { calendarsTables } from './calendars/tables.ts';
import type { CalendarsRows } from './calendars/tables.ts';
import { callsTables } from './calls/tables.ts';
import type { CallsRows } from './calls/tables.ts';
import { communicationsTables } from './communications/tables.ts';
import type { CommunicationsRows } from './communications/tables.ts';
import { complianceTables } from './compliance/tables.ts';
import type { ComplianceRows } from './compliance/tables.ts';
import { conflictsTables } from './conflicts/tables.ts';
import type { ConflictsRows } from './conflicts/tables.ts';
import { crmTables } from './crm/tables.ts';
import type { CrmRows } from './crm/tables.ts';
import { gamificationTables } from './gamification/tables.ts';
import type { GamificationRows } from './gamification/tables.ts';
import { identityTables } from './identity/tables.ts';
import type { IdentityRows } from './identity/tables.ts';
import { insuranceTables } from './insurance/tables.ts';
import type { InsuranceRows } from './insurance/tables.ts';
import { integrationsTables } from './integrations/tables.ts';
import type { IntegrationsRows } from './integrations/tables.ts';
import { intelligenceTables } from './intelligence/tables.ts';
import type { IntelligenceRows } from './intelligence/tables.ts';
import { knowledgeTables } from './knowledge/tables.ts';
import type { KnowledgeRows } from './knowledge/tables.ts';
import { mappingsTables } from './mappings/tables.ts';
import type { MappingsRows } from './mappings/tables.ts';
import { organizationsTables, organizationsTablesOfPeople } from './organizations/tables.ts';
import type { OrganizationsRows } from './organizations/tables.ts';
import { requestsTables } from './requests/tables.ts';
import type { RequestsRows } from './requests/tables.ts';
import { slaTables } from './sla/tables.ts';
import type { SlaRows } from './sla/tables.ts';
import { surveysTables } from './surveys/tables.ts';
import type { SurveysRows } from './surveys/tables.ts';
import { systemTables } from './system/tables.ts';
import type { SystemRows } from './system/tables.ts';
import { ticketsTables } from './tickets/tables.ts';
import type { TicketsRows } from './tickets/tables.ts';
import { workflowsTables } from './workflows/tables.ts';
import type { WorkflowsRows } from './workflows/tables.ts';
import { NUMBERED } from './numbers.ts';

/** Every table, in reference order: what a row refers to comes before it. */
export const registry: Registry = createRegistry(
  [
    ...organizationsTables,
    ...identityTables,
    ...organizationsTablesOfPeople,
    ...systemTables,
    ...workflowsTables,
    ...approvalsTables,
    ...bookingsTables,
    ...calendarsTables,
    ...requestsTables,
    ...conflictsTables,
    ...ticketsTables,
    ...slaTables,
    ...knowledgeTables,
    ...surveysTables,
    ...insuranceTables,
    ...integrationsTables,
    ...mappingsTables,
    ...crmTables,
    ...callsTables,
    ...communicationsTables,
    ...analyticsTables,
    ...intelligenceTables,
    ...gamificationTables,
    ...complianceTables,
  ],
  NUMBERED,
);

/** Raised with every change of the definitions; part of the handshake. */
export const SCHEMA_VERSION = 2;

// An interface, not a mapped type: the type checker then looks at one table at a time.
/** What Kysely knows when it builds a read. Writes go through the write path. */
export interface Database
  extends
    OrganizationsRows,
    IdentityRows,
    SystemRows,
    WorkflowsRows,
    ApprovalsRows,
    BookingsRows,
    CalendarsRows,
    RequestsRows,
    ConflictsRows,
    TicketsRows,
    SlaRows,
    KnowledgeRows,
    SurveysRows,
    InsuranceRows,
    IntegrationsRows,
    MappingsRows,
    CrmRows,
    CallsRows,
    CommunicationsRows,
    AnalyticsRows,
    IntelligenceRows,
    GamificationRows,
    ComplianceRows {}
