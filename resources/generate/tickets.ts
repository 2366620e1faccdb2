import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { NewRow } from '#db/schema/table.ts';
import type { sla_tracking } from '#db/domains/sla/tables.ts';
import type { comments } from '#db/domains/tickets/tables.ts';
import type { tickets } from '#db/domains/tickets/ticket-tables.ts';
import { generatedIds } from './ids.ts';
import type { Generated } from './ids.ts';
import { emailAddress, personName, phoneNumber } from './names.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { moment } from './setting.ts';
import type { GenerateWork, Setting } from './setting.ts';
import { paragraph, subjectLine } from './words.ts';

/** A ticket with everything that hangs on it. */
export interface GeneratedTicket {
  readonly ticket: Generated<NewRow<typeof tickets>>;
  readonly comments: readonly Generated<NewRow<typeof comments>>[];
  readonly clocks: readonly Generated<NewRow<typeof sla_tracking>>[];
}

type StatusKind = keyof Setting['ticket_status_ids'];

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
// Minutes to a first response and to a solution, from the least urgent priority to the most urgent.
const TARGETS = [
  [480, 7200],
  [240, 2880],
  [60, 960],
  [15, 240],
] as const;

/**
 * `count` tickets numbered from 1, the oldest first: most of the old ones closed, the young ones in
 * all states; with one to six comments and the two SLA clocks each, whose outcome fits their times.
 * The same options give the same rows.
 */
export function* generateTickets(work: GenerateWork): Generator<GeneratedTicket> {
  const random = createRandom(work.seed);
  const ids = generatedIds(random, work.from);
  const span = {
    from: millisecondsOf(work.from),
    now: millisecondsOf(work.now),
    count: work.count,
  };
  for (let at = 0; at < work.count; at++) {
    const opened = moment(span, at, random.next());
    const life = lifeOf(random, opened, span.now);
    const id = ids.next();
    yield {
      ticket: { id, row: ticketOf(random, work.setting, at + 1, life) },
      comments: commentsOf(random, ids, id, work.setting, life),
      clocks: clocksOf(ids, id, life),
    };
  }
}

interface Life {
  readonly opened: number;
  readonly now: number;
  readonly kind: StatusKind;
  readonly priority: number;
  readonly responded: number | undefined;
  readonly solved: number | undefined;
}

function lifeOf(random: Random, opened: number, now: number): Life {
  const chance = random.next();
  const priority = chance < 0.2 ? 0 : chance < 0.8 ? 1 : chance < 0.96 ? 2 : 3;
  const [first = 240, resolution = 2880] = TARGETS[priority] ?? [];
  // Three out of four make it in time; a few take weeks.
  const taken = (target: number) =>
    Math.ceil(target * MINUTE * (random.next() < 0.75 ? random.next() : 1 + 4 * random.next()));
  const responded = opened + taken(first);
  const solved = responded + taken(resolution);
  const life = { opened, now, priority };
  if (responded >= now) return { ...life, kind: 'new', responded: undefined, solved: undefined };
  if (solved < now && random.next() < 0.985) {
    const kind = solved < now - 5 * DAY ? 'closed' : 'solved';
    return { ...life, kind, responded, solved };
  }
  const kind = random.pick(['open', 'open', 'open', 'pending_customer', 'on_hold'] as const);
  return { ...life, kind, responded, solved: undefined };
}

function ticketOf(
  random: Random,
  setting: Setting,
  number: number,
  life: Life,
): NewRow<typeof tickets> {
  const { opened, responded, solved, priority, kind } = life;
  const [, resolution = 2880] = TARGETS[priority] ?? [];
  const assigned = kind !== 'new' && random.next() < 0.95;
  const agent = random.pick(setting.agent_ids);
  const name = personName(random);
  return {
    number: `T-${String(number).padStart(6, '0')}`,
    kind: random.pick(['incident', 'incident', 'request', 'request', 'question', 'task'] as const),
    subject: subjectLine(random),
    description: paragraph(random, 4),
    status_id: setting.ticket_status_ids[kind],
    resolved_at: solved === undefined ? null : instantOf(solved),
    resolved_by_id: solved === undefined ? null : agent,
    resolution_code: solved === undefined ? '' : random.pick(['fixed', 'explained', 'no_fault']),
    closed_at: kind === 'closed' && solved !== undefined ? instantOf(solved + 5 * DAY) : null,
    impact: random.pick(['low', 'medium', 'medium', 'high'] as const),
    urgency: (['low', 'medium', 'high', 'high'] as const)[priority] ?? 'medium',
    priority_id: must(setting.priority_ids[priority], 'a priority of each level'),
    category_id: random.pick(setting.category_ids),
    assignment_group_id: random.next() < 0.9 ? random.pick(setting.group_ids) : null,
    assignee_id: assigned ? agent : null,
    requester_name: name,
    requester_email: emailAddress(random),
    requester_phone: phoneNumber(random),
    opened_at: instantOf(opened),
    opened_by_id: agent,
    first_response_at: responded === undefined ? null : instantOf(responded),
    last_activity_at: instantOf(solved ?? responded ?? opened),
    next_due_at: solved === undefined ? instantOf(opened + resolution * MINUTE) : null,
    made_sla: solved === undefined ? null : solved <= opened + resolution * MINUTE ? 1 : 0,
    channel: random.pick(['phone', 'phone', 'email', 'email', 'form', 'chat', 'whatsapp'] as const),
    tags: random.next() < 0.2 ? JSON.stringify([random.pick(['vip', 'máquina', 'urgente'])]) : '[]',
  };
}

function commentsOf(
  random: Random,
  ids: { next(): Id },
  ticket_id: Id,
  setting: Setting,
  { opened, now, responded, solved }: Life,
): Generated<NewRow<typeof comments>>[] {
  const made: Generated<NewRow<typeof comments>>[] = [];
  const add = (at: number, row: Partial<NewRow<typeof comments>>) => {
    const sequence = made.length + 1;
    const written_at = instantOf(Math.min(at, now));
    made.push({ id: ids.next(), row: { ticket_id, written_at, sequence, ...row } });
  };
  const agent = () => ({ author_id: random.pick(setting.agent_ids) });
  if (responded === undefined) {
    add(opened, { kind: 'event', event_code: 'opened', changes: '{}', ...agent() });
    return made;
  }
  add(responded, { kind: 'public', body: paragraph(random, 3), ...agent() });
  for (let more = random.between(0, 3); more > 0; more--) {
    const at = responded + Math.floor(((solved ?? now) - responded) * (1 - more / 4));
    const fromOutside = random.next() < 0.4;
    add(at, {
      kind: fromOutside ? 'public' : 'internal',
      body: paragraph(random, 3),
      ...(fromOutside ? { author_name: personName(random) } : agent()),
    });
  }
  if (solved !== undefined) {
    const changes = JSON.stringify({ status: ['open', 'solved'] });
    add(solved, { kind: 'event', event_code: 'status', changes, ...agent() });
  }
  return made;
}

function clocksOf(
  ids: { next(): Id },
  ticket_id: Id,
  { opened, now, priority, responded, solved }: Life,
): Generated<NewRow<typeof sla_tracking>>[] {
  const [first = 240, resolution = 2880] = TARGETS[priority] ?? [];
  return (
    [
      ['first_response', first, responded],
      ['resolution', resolution, solved],
    ] as const
  ).map(([clock, target_minutes, stopped]) => {
    const due = opened + target_minutes * MINUTE;
    const breached = (stopped ?? now) > due;
    return {
      id: ids.next(),
      row: {
        ticket_id,
        clock,
        target_minutes,
        started_at: instantOf(opened),
        warn_at: instantOf(opened + Math.floor(target_minutes * MINUTE * 0.8)),
        due_at: instantOf(due),
        state: breached ? 'breached' : stopped === undefined ? 'running' : 'met',
        breached_at: breached ? instantOf(due) : null,
        stopped_at: stopped === undefined ? null : instantOf(stopped),
        elapsed_minutes: stopped === undefined ? null : Math.floor((stopped - opened) / MINUTE),
      },
    };
  });
}
