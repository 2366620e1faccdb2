import { leadCounts, leadPipeline } from './queries/pipeline.ts';
import { searchLeads } from './queries/search.ts';

/** By contract name. */
export const leadQueries = {
  'leads.pipeline': leadPipeline,
  'leads.counts': leadCounts,
  'leads.search': searchLeads,
};
