import { ticketComments } from './queries/comments.ts';
import { ticketCounts, ticketStatusCounts } from './queries/counts.ts';
import { ticketQueue } from './queries/queue.ts';
import { searchTickets } from './queries/search.ts';

/** By the names they are to have in the contract; nothing serves them yet. */
export const ticketQueries = {
  'tickets.queue': ticketQueue,
  'tickets.counts': ticketCounts,
  'tickets.statusCounts': ticketStatusCounts,
  'tickets.comments': ticketComments,
  'tickets.search': searchTickets,
};
