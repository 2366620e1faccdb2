import { ticketComments } from './queries/comments.ts';
import { ticketCounts, ticketStatusCounts } from './queries/counts.ts';
import { ticketQueue } from './queries/queue.ts';
import { searchTickets } from './queries/search.ts';

/** By contract name. */
export const ticketQueries = {
  'tickets.queue': ticketQueue,
  'tickets.counts': ticketCounts,
  'tickets.statusCounts': ticketStatusCounts,
  'tickets.comments': ticketComments,
  'tickets.search': searchTickets,
};
