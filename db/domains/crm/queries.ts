import { leadCounts, leadPipeline } from './queries/pipeline.ts';
import { searchLeads } from './queries/search.ts';

/** By the names they are to have in the contract; nothing serves them yet. */
export const leadQueries = {
  'leads.pipeline': leadPipeline,
  'leads.counts': leadCounts,
  'leads.search': searchLeads,
};
