import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { occupies } from '#db/domains/bookings/rules/status.ts';
import type { Batches } from './batches.ts';
import { generateBookings } from './bookings.ts';
import { generatedIds } from './ids.ts';
import { generateLeads } from './leads.ts';
import { lostSlot } from './lost-slot.ts';
import { createRandom } from './random.ts';
import { generateRequests } from './requests.ts';
import type { GenerateWork } from './setting.ts';
import { generateTickets } from './tickets.ts';

// Ids that later rows may be about.
const KEPT = 20_000;
// One in so many of the bookings that hold a slot has another that lost it.
const LOST = 100;

/** Bookings of all resources, some of them conflicted, with their conflicts. Gives some of their ids. */
export function loadBookings(
  into: Batches,
  resources: readonly { readonly id: Id; readonly timezone: string }[],
  work: GenerateWork,
): readonly Id[] {
  const { seed, from, now, setting } = work;
  const random = createRandom(seed + 1);
  const ids = generatedIds(random, from);
  const zones = new Map(resources.map(({ id, timezone }) => [id, timezone]));
  const kept: Id[] = [];
  const resource_ids = resources.map(({ id }) => id);
  let left = work.count;
  const { count } = work;
  for (const made of generateBookings({ seed, count, resource_ids, from, now, timezone: '' })) {
    if (left === 0) break;
    left -= 1;
    const { id, row } = made;
    const timezone = must(zones.get(row.resource_id ?? ''), 'a resource has a zone');
    const booking = { id, row: { ...row, timezone } };
    into.add('bookings', row.start_time < now ? row.start_time : now, { id, ...booking.row });
    if (kept.length < KEPT) kept.push(id);
    if (left === 0 || !occupies(row.status) || random.between(1, LOST) > 1) continue;
    left -= 1;
    const { loser, conflict } = lostSlot(booking, {
      random,
      ids,
      now,
      actor_id: random.pick(setting.agent_ids),
    });
    into.add('bookings', now, { id: loser.id, ...loser.row });
    into.add('conflict_logs', now, { id: conflict.id, ...conflict.row });
  }
  return kept;
}

export function loadTickets(into: Batches, work: GenerateWork): readonly Id[] {
  const kept: Id[] = [];
  for (const { ticket, comments, clocks } of generateTickets(work)) {
    const { opened_at } = ticket.row;
    into.add('tickets', opened_at, { id: ticket.id, ...ticket.row });
    for (const { id, row } of comments) into.add('comments', row.written_at, { id, ...row });
    for (const { id, row } of clocks) into.add('sla_tracking', opened_at, { id, ...row });
    if (kept.length < KEPT) kept.push(ticket.id);
  }
  return kept;
}

export function loadLeads(into: Batches, work: GenerateWork): readonly Id[] {
  const kept: Id[] = [];
  for (const { lead, activities } of generateLeads(work)) {
    into.add('leads', lead.row.received_at, { id: lead.id, ...lead.row });
    for (const { id, row } of activities) {
      into.add('lead_activities', row.occurred_at, { id, ...row });
    }
    if (kept.length < KEPT) kept.push(lead.id);
  }
  return kept;
}

export function loadRequests(into: Batches, work: GenerateWork): readonly Id[] {
  const kept: Id[] = [];
  for (const { id, row } of generateRequests(work)) {
    into.add('external_requests', row.received_at, { id, ...row });
    if (kept.length < KEPT) kept.push(id);
  }
  return kept;
}
