import type { Row } from '#db/schema/table.ts';
import { agent_activities, agents } from './agent-tables.ts';
import {
  campaign_members,
  campaign_performance,
  campaign_schedules,
  campaigns,
} from './campaign-tables.ts';
import {
  lead_activities,
  lead_documents,
  lead_scores,
  leads,
  routing_rules,
} from './lead-tables.ts';

export const crmTables = [
  campaigns,
  campaign_schedules,
  leads,
  lead_activities,
  lead_documents,
  lead_scores,
  routing_rules,
  campaign_members,
  campaign_performance,
  agents,
  agent_activities,
] as const;

export interface CrmRows {
  campaigns: Row<typeof campaigns>;
  campaign_schedules: Row<typeof campaign_schedules>;
  leads: Row<typeof leads>;
  lead_activities: Row<typeof lead_activities>;
  lead_documents: Row<typeof lead_documents>;
  lead_scores: Row<typeof lead_scores>;
  routing_rules: Row<typeof routing_rules>;
  campaign_members: Row<typeof campaign_members>;
  campaign_performance: Row<typeof campaign_performance>;
  agents: Row<typeof agents>;
  agent_activities: Row<typeof agent_activities>;
}
